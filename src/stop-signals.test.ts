import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onStopSignals } from './stop-signals.js';

/** A signal that nothing else here listens to. */
const SIGNAL = 'SIGUSR2';
const kill = vi.spyOn(process, 'kill');
beforeEach(() => void kill.mockReset().mockReturnValue(true));
afterEach(() => void process.removeAllListeners(SIGNAL));

/** An end that takes until it is told. */
function slow() {
  let finish = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { end: vi.fn(() => ended), finish };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('ends all runs together, and does what the signal does only when the last has ended', async () => {
  const [first, second] = [slow(), slow()];
  onStopSignals([SIGNAL], first.end);
  onStopSignals([SIGNAL], second.end);
  process.emit(SIGNAL, SIGNAL);
  expect([first, second].map(({ end }) => end.mock.calls.length)).toEqual([1, 1]);
  first.finish();
  await settled();
  expect(kill).not.toHaveBeenCalled();
  second.finish();
  await settled();
  expect(kill.mock.calls).toEqual([[process.pid, SIGNAL]]);
});

it('leaves the process to a program that listens itself, if only once', async () => {
  const run = slow();
  const saved = vi.fn();
  process.once(SIGNAL, saved);
  onStopSignals([SIGNAL], run.end);
  process.emit(SIGNAL, SIGNAL);
  run.finish();
  await settled();
  expect(saved).toHaveBeenCalledOnce();
  expect(run.end).toHaveBeenCalledOnce();
  expect(kill).not.toHaveBeenCalled();
});

it('ends the process also where ending a run fails', async () => {
  onStopSignals([SIGNAL], () => Promise.reject(new Error('the exporter is gone')));
  process.emit(SIGNAL, SIGNAL);
  await settled();
  expect(kill).toHaveBeenCalledOnce();
});

it('listens no longer when the last run that asked has undone it', () => {
  const undo = [slow(), slow()].map(({ end }) => onStopSignals([SIGNAL], end));
  expect(process.listenerCount(SIGNAL)).toBe(1);
  undo[0]?.();
  expect(process.listenerCount(SIGNAL)).toBe(1);
  undo[1]?.();
  expect(process.listenerCount(SIGNAL)).toBe(0);
});
