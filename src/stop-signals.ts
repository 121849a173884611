/**
 * When the process is told to stop, `end` is called, and what the signal would have done is done after it: a node that is
 * drained sends one, and a run that was told to stop is not lost. Returns what undoes it.
 */
export function onStopSignals(signals: readonly NodeJS.Signals[], end: () => Promise<void>): () => void {
  const undo = () => {
    for (const signal of signals) process.off(signal, stop);
  };
  const stop = (signal: NodeJS.Signals) => {
    undo();
    void end().finally(() => {
      // Whoever else listens, the program or another run, decides itself what becomes of the process.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  };
  for (const signal of signals) process.on(signal, stop);
  return undo;
}
