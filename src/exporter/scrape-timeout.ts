/** Milliseconds that a Prometheus waits for its scrape, as its header says; undefined where it says nothing of use. */
export function timeoutOf(header: string | undefined): number | undefined {
  const seconds = Number(header || Number.NaN);
  return seconds > 0 ? seconds * 1000 : undefined;
}

/**
 * What comes within a timeout of which so much is spent already, in milliseconds; undefined where it is later. By the clock
 * as well as by a timer: where the thread was busy, the timer is as late as what it waits for.
 */
export async function inTime<T>(
  coming: Promise<T>,
  timeout: number | undefined,
  spent = 0,
): Promise<T | undefined> {
  if (timeout === undefined) return coming;
  const left = timeout - spent;
  const end = performance.now() + left;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.min(left, 2 ** 31 - 1));
  });
  try {
    const found = await Promise.race([coming, late]);
    return performance.now() > end ? undefined : found;
  } finally {
    clearTimeout(timer);
  }
}
