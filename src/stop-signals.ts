/** What ends the runs that listen, by signal. */
const listening = new Map<NodeJS.Signals, Set<() => Promise<void>>>();

/**
 * When the process is told to stop, `end` is called, and what the signal would have done is done after it: a node that is
 * drained sends one, and a run that was told to stop is not lost. Where the program listens too, it decides itself what
 * becomes of the process. Returns what undoes it.
 */
export function onStopSignals(signals: readonly NodeJS.Signals[], end: () => Promise<void>): () => void {
  for (const signal of signals) {
    const ends = listening.get(signal) ?? new Set();
    ends.add(end);
    if (!listening.has(signal)) {
      listening.set(signal, ends);
      // Before the program's own, of which one may be there for this time only.
      process.prependListener(signal, stop);
    }
  }
  return () => {
    for (const signal of signals) {
      const ends = listening.get(signal);
      ends?.delete(end);
      if (ends?.size === 0) forget(signal);
    }
  };
}

/** Ends all runs that listen, together, and then the process, if the signal is nobody else's. */
function stop(signal: NodeJS.Signals): void {
  const ends = [...(listening.get(signal) ?? [])];
  const isOurs = process.listenerCount(signal) === 1;
  forget(signal);
  void Promise.allSettled(ends.map((end) => end())).then(() => {
    if (isOurs && process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  });
}

function forget(signal: NodeJS.Signals): void {
  listening.delete(signal);
  process.off(signal, stop);
}
