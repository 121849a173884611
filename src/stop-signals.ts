import { processWide } from './process-wide.js';

/** What ends the runs that listen to a signal, and the one listener for all of them. */
interface Listening {
  readonly ends: Set<() => Promise<void>>;
  readonly stop: (signal: NodeJS.Signals) => void;
}

/** By signal; of all copies of this package together: each would take the others' listener for the program's. */
const listening = processWide('stop-signals', () => new Map<NodeJS.Signals, Listening>());

/**
 * When the process is told to stop, `end` is called, and what the signal would have done is done after it: a node that is
 * drained sends one, and a run that was told to stop is not lost. Where the program listens too, it decides itself what
 * becomes of the process. Returns what undoes it.
 */
export function onStopSignals(signals: readonly NodeJS.Signals[], end: () => Promise<void>): () => void {
  for (const signal of signals) {
    const known = listening.get(signal);
    known?.ends.add(end);
    if (known) continue;
    listening.set(signal, { ends: new Set([end]), stop });
    // Before the program's own, of which one may be there for this time only.
    process.prependListener(signal, stop);
  }
  return () => {
    for (const signal of signals) {
      const ends = listening.get(signal)?.ends;
      ends?.delete(end);
      if (ends?.size === 0) forget(signal);
    }
  };
}

/** Ends all runs that listen, together, and then the process, if the signal is nobody else's. */
function stop(signal: NodeJS.Signals): void {
  const ends = [...(listening.get(signal)?.ends ?? [])];
  const isOurs = process.listenerCount(signal) === 1;
  forget(signal);
  void Promise.allSettled(ends.map((end) => end())).then(() => {
    if (isOurs && process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  });
}

function forget(signal: NodeJS.Signals): void {
  const known = listening.get(signal);
  listening.delete(signal);
  if (known) process.off(signal, known.stop);
}
