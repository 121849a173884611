/**
 * What moves a cursor, ends a line or turns the direction of writing, and halves of a pair. Names of layers come from a
 * user's model and may hold any of it.
 */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const KNOWN: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text with what cannot be seen written as an escape: a line feed is `\n`, an escape character `\x1b`. */
export const inOneLine = (text: string): string =>
  text.replace(UNSEEN, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return (
      KNOWN[character] ?? (code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`)
    );
  });

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const WITHOUT_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200d]/u;

/** Columns that a character takes in a terminal: two of a Chinese one, none of an accent that joins the one before. */
const columnsOfCharacter = (character: string) =>
  WITHOUT_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;

/** Columns that a text takes in a terminal. */
export const columnsOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + columnsOfCharacter(character), 0);

/** The longest beginning that fits, of one character at least. */
export function beginning(text: string, columns: number): string {
  let taken = 0;
  let length = 0;
  for (const character of text) {
    taken += columnsOfCharacter(character);
    if (taken > columns && length > 0) break;
    length += character.length;
  }
  return text.slice(0, length);
}

/** One line without its middle where it is too long: what tells layers apart is at the end as often as at the beginning. */
export function shorten(text: string, columns: number): string {
  const line = inOneLine(text);
  if (columnsOf(line) <= columns) return line;
  const half = Math.floor((columns - 1) / 2);
  const end = beginning([...line].reverse().join(''), half);
  return `${beginning(line, columns - 1 - half)}…${[...end].reverse().join('')}`;
}
