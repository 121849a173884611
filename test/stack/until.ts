import { setTimeout as pause } from 'node:timers/promises';

/** What a probe answers while it has not found what it looks for. */
export type NotYet = undefined | null | false;

/**
 * Asks `probe` until it answers, and returns that; an error counts as "not yet". After `timeout` milliseconds it
 * throws, saying what was waited for and what was there instead.
 */
export async function until<T>(
  label: string,
  probe: () => T | NotYet | Promise<T | NotYet>,
  { timeout = 60_000, state }: { timeout?: number; state?: () => string | Promise<string> } = {},
): Promise<T> {
  const end = performance.now() + timeout;
  let failure: unknown;
  for (;;) {
    try {
      const found = await probe();
      if (found !== undefined && found !== null && found !== false) return found;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > end) break;
    await pause(50);
  }
  const because = failure === undefined ? '' : `; the last attempt failed: ${failure}`;
  const found = state ? `\n${await state()}` : '';
  throw new Error(`Waiting ${timeout / 1000} s for ${label}: it did not come${because}${found}`);
}
