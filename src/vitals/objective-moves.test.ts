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
  const renewed = (step: number) => step === 100 || step === 400 || step === 700;
  expect(after(1300, renewed).get('objectiveMoving')).toBe(1);
  expect(after(1301, renewed).get('objectiveMoving')).toBe(0);
});

test('two moves far apart are no rhythm', () => {
  expect(after(900, (step) => step === 10 || step === 800).get('objectiveMoving')).toBe(1);
  expect(after(929, (step) => step === 10 || step === 800).get('objectiveMoving')).toBe(0);
});

test('what was counted before it was listened to is no move', () => {
  const feed = new Feed();
  for (let step = 0; step < 10; step++) feed.train({ dataLoss: 1, objectiveMoves: 500 });
  expect(feed.signs.store.get('objectiveMoving')).toBeUndefined();
});

test('a loss that jumps against a renewed target is no spike; against one that moves in each step it is', () => {
  const jump = (step: number) => (step === 200 ? 9 : 1);
  expect(after(200, () => false, jump).get('lossSpikes')).toBe(1);
  expect(after(200, (step) => step % 50 === 0, jump).get('lossSpikes')).toBe(0);
  expect(after(200, (step) => step % 50 === 1, jump).get('lossSpikes')).toBe(1);
  expect(after(200, () => true, jump).get('lossSpikes')).toBe(1);
});

test('nor is one that stays high for a while, or is told in a frame of its own', () => {
  const renewed = (step: number) => step === 200;
  for (const decay of [1, 5, 20, 1000]) {
    const jump = (step: number) => (step < 200 ? 1 : 1 + 8 * Math.exp((200 - step) / decay));
    expect(after(220, renewed, jump).get('lossSpikes')).toBe(0);
  }
  const feed = new Feed();
  for (let step = 1; step <= 200; step++) {
    feed.train({ objectiveMoves: Number(step === 200) });
    feed.send('report', { dataLoss: step === 200 ? 9 : 1 });
  }
  expect(feed.signs.store.get('lossSpikes')).toBe(0);
});
