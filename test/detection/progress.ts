/** A line that is written over itself on a terminal, and now and then into a log. */
export function progress(what: string, total: number): (done: number, note?: string) => void {
  const start = performance.now();
  let shown = 0;
  return (done, note = '') => {
    const seconds = (performance.now() - start) / 1000;
    const left = done === 0 ? Number.NaN : (seconds / done) * (total - done);
    const text = `${what} ${done}/${total}, ${seconds.toFixed(0)} s, about ${left.toFixed(0)} s left${note}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}${done === total ? '\n' : ''}`);
    else if (done === total || seconds - shown >= 20) {
      shown = seconds;
      process.stderr.write(`${text}\n`);
    }
  };
}
