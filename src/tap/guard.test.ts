import { expect, test } from 'vitest';
import { Guard } from './guard.js';

const fail = () => {
  throw new Error('does not work');
};

/** Whether a guard still measures after steps of these kinds, and how often it said that it does not. */
function after(...steps: readonly ('fails' | 'whole' | 'lean fails' | 'lean')[]) {
  let ends = 0;
  const guard = new Guard({ counted: () => {}, first: () => {}, givenUp: () => ends++ });
  for (const step of steps) {
    guard.run('statistics', step.endsWith('fails') ? fail : () => {});
    guard.stepEnded(!step.startsWith('lean'));
  }
  return [guard.isOn, ends];
}

test('errors in three steps in a row end the measuring, once', () => {
  expect(after('fails', 'fails')).toEqual([true, 0]);
  expect(after('fails', 'fails', 'fails', 'fails')).toEqual([false, 1]);
});

test('a step in which everything was measured says that it works', () => {
  expect(after('fails', 'fails', 'whole', 'fails', 'fails')).toEqual([true, 0]);
});

test('one in which little was measured does not, but where little was what failed', () => {
  expect(after('fails', 'lean', 'lean', 'fails', 'lean', 'fails')).toEqual([false, 1]);
  expect(after('lean fails', 'lean', 'lean fails', 'lean', 'lean fails', 'lean')).toEqual([true, 0]);
  expect(after('lean fails', 'lean fails', 'lean fails')).toEqual([false, 1]);
});

test('an error stays inside, is counted by its stage, and told once', () => {
  const told: [string, number][] = [];
  const guard = new Guard({
    counted: (errors) => told.push(['count', errors.tap]),
    first: (stage) => told.push([stage, 1]),
    givenUp: fail,
  });
  expect(guard.run('tap', fail)).toBeUndefined();
  expect(guard.run('tap', fail)).toBeUndefined();
  expect(told).toEqual([
    ['count', 1],
    ['tap', 1],
    ['count', 2],
  ]);
  expect(guard.run('tap', () => 7)).toBe(7);
});

test('time in nested parts is counted once', () => {
  const guard = new Guard({ counted: () => {}, first: () => {}, givenUp: () => {} });
  const began = performance.now();
  guard.run('tap', () => guard.run('statistics', () => guard.run('channel', () => wait(4))));
  const whole = performance.now() - began;
  expect(guard.spent).toBeGreaterThanOrEqual(4);
  expect(guard.spent).toBeLessThanOrEqual(whole);
});

function wait(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}
