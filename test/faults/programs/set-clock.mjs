/**
 * A preload: the machine's clock shows, in this thread and in the agent's, what it shows and so many seconds more as
 * `shift` says. Stands in for a clock that is set, which would be every other process's too.
 */
import { syncBuiltinESMExports } from 'node:module';
import workerThreads, { isMainThread, Worker } from 'node:worker_threads';

const own = isMainThread ? new Int32Array(new SharedArrayBuffer(4)) : workerThreads.workerData.shift;

/** Sets the clock, to so many seconds beside the true time. */
export const setClock = (seconds) => Atomics.store(own, 0, seconds);

const now = Date.now.bind(Date);
Date.now = () => now() + 1000 * Atomics.load(own, 0);

if (isMainThread) {
  /** Starts this module in the thread first, and then its own. */
  workerThreads.Worker = class extends Worker {
    constructor(entry, options) {
      const first = `await import(${JSON.stringify(import.meta.url)}); await import(${JSON.stringify(String(entry))});`;
      super(new URL(`data:text/javascript,${encodeURIComponent(first)}`), {
        ...options,
        workerData: { ...options.workerData, shift: own },
      });
    }
  };
  syncBuiltinESMExports();
}
