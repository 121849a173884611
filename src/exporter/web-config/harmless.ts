/** What no message shows, wherever somebody put it by mistake: a hash of a password, and what PEM holds. */
const SECRET = /\$2[a-z]?\$\d\d\$[./A-Za-z0-9]*|-----BEGIN[\s\S]*/g;
/** What ends a line, or hides what stands before it. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Longer than any message that was meant. */
const MOST = 1000;

/** A message of one line that can be printed anywhere, by anybody. */
export function harmless(message: string): string {
  const line = message
    .replaceAll(SECRET, '…')
    .replaceAll(CONTROL, (character) => JSON.stringify(character).slice(1, -1).replace(CONTROL, ' '));
  return line.length > MOST ? `${line.slice(0, MOST)}…` : line;
}
