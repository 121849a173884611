import { expect, test } from 'vitest';
import { Arrivals } from './arrivals.js';

const never = (error: unknown) => {
  throw error;
};

test('what is there at once is finished at once', () => {
  const finished: number[] = [];
  new Arrivals().after(undefined, () => finished.push(1), never);
  expect(finished).toEqual([1]);
});

test('steps are finished in their order, however their values arrive', async () => {
  const arrivals = new Arrivals();
  const finished: number[] = [];
  let resolve = () => {};
  const first = new Promise<void>((done) => {
    resolve = done;
  });
  arrivals.after(first, () => finished.push(1), never);
  arrivals.after(Promise.resolve(), () => finished.push(2), never);
  arrivals.after(undefined, () => finished.push(3), never);
  await Promise.resolve();
  expect(finished).toEqual([]);
  expect(arrivals.isSettled).toBe(false);
  resolve();
  await arrivals.settled();
  expect(finished).toEqual([1, 2, 3]);
  expect(arrivals.isSettled).toBe(true);
});

test('values that never arrive are told, and the step is finished without them', async () => {
  const arrivals = new Arrivals();
  const finished: number[] = [];
  const errors: unknown[] = [];
  // Rejected while an earlier step is still waited for: nobody may be left to hear it unhandled.
  const slow = new Promise<void>((resolve) => setImmediate(resolve));
  arrivals.after(slow, () => finished.push(1), never);
  arrivals.after(
    Promise.reject(new Error('device lost')),
    () => finished.push(2),
    (error) => errors.push(error),
  );
  await arrivals.settled();
  expect(finished).toEqual([1, 2]);
  expect(errors).toEqual([new Error('device lost')]);
});

test('only so many steps are waited for at once', async () => {
  const arrivals = new Arrivals();
  let steps = 0;
  while (!arrivals.isFull) {
    steps++;
    arrivals.after(Promise.resolve(), () => {}, never);
  }
  expect(steps).toBe(64);
  await arrivals.settled();
  expect(arrivals.isFull).toBe(false);
});
