import { expect, test } from 'vitest';
import type { Layout } from '../frame.js';
import { Feed, layoutOf } from './feed.js';

const labels = { layer: 'a', variable: 'kernel' };

/** The scale that a kernel of 10 × 10 with this standard deviation is said to have. */
function scaleOf(std: number, facts: Partial<Layout['variables'][number]> = {}): number | undefined {
  const layout = layoutOf(1, ['a']);
  const [variable] = layout.variables;
  const feed = new Feed(variable ? { ...layout, variables: [{ ...variable, ...facts }] } : layout);
  feed.train({ 'layerTrainable a kernel': 1, 'layerWeightStd a kernel': std });
  return feed.signs.store.get('initialScale', labels);
}

test('Glorot and He are usual, and what lies between them', () => {
  expect(scaleOf(Math.sqrt(2 / 20))).toBe(1);
  expect(scaleOf(Math.sqrt(2 / 10))).toBe(1);
});

test('beyond, the scale is told against the nearer of the two', () => {
  expect(scaleOf(10 * Math.sqrt(2 / 10))).toBeCloseTo(10);
  expect(scaleOf(0.01 * Math.sqrt(2 / 20))).toBeCloseTo(0.01);
});

test('fan-out of a convolution counts its whole kernel', () => {
  expect(scaleOf(Math.sqrt(2 / (90 + 90)), { size: 900, fanOut: 90 })).toBe(1);
});

test('the output layer may start small, a normalized one anyhow, equal weights have no scale', () => {
  expect(scaleOf(1e-6, { isHead: true })).toBe(1);
  expect(scaleOf(50, { isNormalized: true })).toBeUndefined();
  expect(scaleOf(0)).toBeUndefined();
});

test('what is first measured in the middle of a run was not initialized then', () => {
  const feed = new Feed(layoutOf(1, ['a']));
  for (let step = 0; step < 8; step++) feed.train({}, false);
  feed.train({ 'layerTrainable a kernel': 1, 'layerWeightStd a kernel': 100 });
  expect(feed.signs.store.get('initialScale', labels)).toBeUndefined();
});
