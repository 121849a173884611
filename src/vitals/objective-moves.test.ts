import { expect, test } from 'vitest';
import { Feed } from './feed.js';

/** The vitals after `steps`, before each of which `moves` says whether what is minimized had been changed. */
function after(steps: number, moves: (step: number) => boolean, loss: (step: number) => number = () => 1) {
  const feed = new Feed();
  let count = 0;
  for (let step = 1; step <= steps; step++) {
    if (moves(step)) count++;
    feed.train({ dataLoss: loss(step), objectiveMoves: count });
  }
  return feed.signs.store;
}

test('a run whose objective never moved says nothing of it', () => {
  expect(after(300, () => false).get('objectiveMoving')).toBeUndefined();
});

test('it moves until the windows have forgotten it', () => {
  expect(after(100, (step) => step === 50).get('objectiveMoving')).toBe(1);
  expect(after(178, (step) => step === 50).get('objectiveMoving')).toBe(1);
  expect(after(179, (step) => step === 50).get('objectiveMoving')).toBe(0);
});

test('what is renewed every 300 steps moves for twice as long after each', () => {
  const renewed = (step: number) => step === 100 || step === 400;
  expect(after(1000, renewed).get('objectiveMoving')).toBe(1);
  expect(after(1001, renewed).get('objectiveMoving')).toBe(0);
});

test('a loss that jumps against a renewed target is no spike; against one that moves in each step it is', () => {
  const jump = (step: number) => (step === 200 ? 9 : 1);
  expect(after(200, () => false, jump).get('lossSpikes')).toBe(1);
  expect(after(200, (step) => step % 50 === 0, jump).get('lossSpikes')).toBe(0);
  expect(after(200, (step) => step % 50 === 1, jump).get('lossSpikes')).toBe(1);
  expect(after(200, () => true, jump).get('lossSpikes')).toBe(1);
});
