import { readFileSync } from 'node:fs';

/** What Linux says of the main thread: nanoseconds on a processor first. */
const FILE = `/proc/self/task/${process.pid}/schedstat`;

/** Wall time and the main thread's processor time in milliseconds; the latter only where the system tells it. */
export const now = () => ({ wall: performance.now(), cpu: processorMs() });

/** What passed since, a step. */
export function perStep(start, steps) {
  const end = now();
  return {
    wall: (end.wall - start.wall) / steps,
    cpu: start.cpu === undefined ? undefined : (end.cpu - start.cpu) / steps,
  };
}

function processorMs() {
  try {
    return Number(readFileSync(FILE, 'utf8').split(' ', 1)[0]) / 1e6;
  } catch {
    return undefined;
  }
}
