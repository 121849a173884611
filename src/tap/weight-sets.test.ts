import { expect, test } from 'vitest';
import type { WatchedVariable } from './topology.js';
import { WeightSets } from './weight-sets.js';

const variable = (trainable = true, isLearned = true) => {
  const tensor = { trainable, dataId: {} };
  return { watched: { tensor, isLearned } as unknown as WatchedVariable, assign: () => (tensor.dataId = {}) };
};

/** A step: it begins, its optimizer updates the weights, it is over. */
function step(sets: WeightSets, update = () => {}): boolean {
  const isSet = sets.begin();
  update();
  sets.end();
  return isSet;
}

test('tells once that weights were set between two steps, not that an optimizer updated them', () => {
  const kernel = variable();
  const sets = new WeightSets([kernel.watched]);
  kernel.assign();
  expect(step(sets, kernel.assign)).toBe(false);
  expect(step(sets, kernel.assign)).toBe(false);
  kernel.assign();
  expect(sets.begin()).toBe(true);
  // The step came to nothing and begins anew.
  expect(step(sets, kernel.assign)).toBe(false);
  expect(step(sets, kernel.assign)).toBe(false);
});

test('statistics and frozen variables are not what the run trains', () => {
  const [mean, frozen, kernel] = [variable(true, false), variable(false), variable()];
  const sets = new WeightSets([mean, frozen, kernel].map(({ watched }) => watched));
  step(sets);
  mean.assign();
  frozen.assign();
  expect(step(sets)).toBe(false);
  kernel.assign();
  expect(step(sets)).toBe(true);
});

test.each([
  1, 2, 3, 4, 5, 9, 200,
])('a checkpoint of %i variables is seen, one of them alone is none', (count) => {
  const all = Array.from({ length: count }, () => variable());
  const sets = new WeightSets(all.map(({ watched }) => watched));
  step(sets);
  for (const { assign } of all) assign();
  expect(step(sets)).toBe(true);
  all.at(-1)?.assign();
  expect(step(sets)).toBe(count === 1);
});

test('what was noted at the end of a step goes on in another layout', () => {
  const kernel = variable();
  const before = new WeightSets([kernel.watched]);
  step(before);
  kernel.assign();
  const after = new WeightSets([variable().watched, kernel.watched]);
  after.goOnFrom(before);
  expect(after.begin()).toBe(false);
  const same = new WeightSets([kernel.watched]);
  same.goOnFrom(before);
  expect(same.begin()).toBe(true);
});
