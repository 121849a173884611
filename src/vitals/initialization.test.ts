import { describe, expect, test } from 'vitest';
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

test('weights of one sign add up what their inputs have in common', () => {
  const scale = (mean: number, std: number, facts: Partial<Layout['variables'][number]> = {}) => {
    const layout = layoutOf(1, ['a']);
    const feed = new Feed({ ...layout, variables: layout.variables.map((each) => ({ ...each, ...facts })) });
    feed.train({
      'layerTrainable a kernel': 1,
      'layerWeightStd a kernel': std,
      'layerWeightNorm a kernel': Math.sqrt(100 * (mean ** 2 + std ** 2)),
    });
    return feed.signs.store.get('initialScale', labels);
  };
  // Uniform between 0 and 1.
  expect(scale(0.5, Math.sqrt(1 / 12))).toBeCloseTo((10 * 0.5) / Math.SQRT2);
  expect(scale(-0.5, Math.sqrt(1 / 12))).toBeCloseTo((10 * 0.5) / Math.SQRT2);
  expect(scale(0.1, Math.sqrt(2 / 10))).toBe(1);
  // Slopes of a rank above 2, one for each input.
  expect(scale(0.5, Math.sqrt(1 / 12), { fanOut: 50 })).toBe(1);
  // An identity.
  expect(scale(0.1, 0.3)).toBeCloseTo(0.3 / Math.sqrt(2 / 20));
});

test('fan-out of a convolution counts its whole kernel', () => {
  expect(scaleOf(Math.sqrt(2 / (90 + 90)), { size: 900, fanOut: 90 })).toBe(1);
});

test('the output layer may start small, a normalized one anyhow, equal weights have no scale', () => {
  expect(scaleOf(1e-6, { isHead: true })).toBe(1);
  expect(scaleOf(50, { isNormalized: true })).toBeUndefined();
  expect(scaleOf(0)).toBeUndefined();
});

describe('layers in a row multiply', () => {
  /** What is said of kernels of 10 × 10, each of so many times the usual scale, in the order of the model. */
  function gainsOf(scales: readonly number[], facts: readonly Partial<Layout['variables'][number]>[] = []) {
    const names = scales.map((_, index) => `l${index}`);
    const layout = layoutOf(1, names);
    const variables = layout.variables.map((variable, index) => ({ ...variable, ...facts[index] }));
    const feed = new Feed({ ...layout, variables });
    const std = (scale: number) => scale * Math.sqrt(2 / 10);
    feed.train(
      Object.fromEntries(
        scales.flatMap((scale, index) => [
          [`layerTrainable l${index} kernel`, 1],
          [`layerWeightStd l${index} kernel`, std(scale)],
        ]),
      ),
    );
    return names.map((layer) => feed.signs.store.get('initialGain', { layer, variable: 'kernel' }));
  }

  test('where their weights are large, and each takes the outputs of the one before', () => {
    const [first, second, third] = gainsOf([3, 2, 2]);
    expect(first).toBeCloseTo(3);
    expect(second).toBeCloseTo(6);
    expect(third).toBeCloseTo(12);
  });

  test('and one of the usual scale is at no fault, nor are those behind it', () => {
    expect(gainsOf([3, 1, 2])[1]).toBe(1);
    expect(gainsOf([3, 1, 2])[2]).toBeCloseTo(2);
    expect(gainsOf([1.2, 1.2, 1.2])).toEqual([1, 1, 1]);
  });

  test('but not tables side by side, nor what a normalization follows', () => {
    expect(gainsOf([3, 3], [{}, { size: 300 }])[1]).toBeCloseTo(3 * Math.sqrt(3));
    expect(gainsOf([3, 3, 3], [{}, { isNormalized: true }])).toEqual([
      expect.closeTo(3),
      undefined,
      expect.closeTo(3),
    ]);
  });

  test('nor behind tanh and sigmoid, which need larger weights and hand on what is bounded', () => {
    expect(gainsOf([3, 3, 3], [{ isBounded: true }, { isBounded: true }])).toEqual([
      expect.closeTo(3),
      expect.closeTo(3),
      expect.closeTo(3),
    ]);
  });

  test('through the channels of a convolution', () => {
    const convolution = { size: 900, fanOut: 90 };
    expect(gainsOf([3, 1], [convolution, convolution])[1]).toBeCloseTo(3 * 3 * 3);
  });
});

test('what is first measured in the middle of a run was not initialized then', () => {
  const feed = new Feed(layoutOf(1, ['a']));
  for (let step = 0; step < 8; step++) feed.train({}, false);
  feed.train({ 'layerTrainable a kernel': 1, 'layerWeightStd a kernel': 100 });
  expect(feed.signs.store.get('initialScale', labels)).toBeUndefined();
});

describe('units that are copies of one', () => {
  /** What is said of a kernel after these measurements, each of the norm of its weights and of how much its units differ. */
  function spreadAfter(
    facts: Partial<Layout['variables'][number]>,
    ...measurements: readonly (readonly [step: number, norm: number, spread: number])[]
  ): number | undefined {
    const layout = layoutOf(1, ['a']);
    const [variable] = layout.variables;
    const feed = new Feed(variable ? { ...layout, variables: [{ ...variable, ...facts }] } : layout);
    for (const [step, norm, spread] of measurements) {
      while (feed.step < step - 1) feed.train({}, false);
      feed.train({
        'layerTrainable a kernel': 1,
        'layerWeightStd a kernel': 0,
        'layerWeightNorm a kernel': norm,
        'layerUnitSpread a kernel': spread,
      });
    }
    return feed.signs.store.get('initialUnitSpread', labels);
  }

  test('are told at once, and for good, where they are hidden and not zero', () => {
    expect(spreadAfter({}, [1, 2, 0])).toBe(0);
    expect(spreadAfter({}, [1, 2, 0], [17, 2, 0.8])).toBe(0);
    expect(spreadAfter({}, [1, 2, 1], [17, 0, 0])).toBe(1);
  });

  test('are looked at after ten updates where they began at zero, or are the output', () => {
    expect(spreadAfter({}, [1, 0, 0])).toBeUndefined();
    expect(spreadAfter({}, [1, 0, 0], [9, 0, 0])).toBeUndefined();
    expect(spreadAfter({}, [1, 0, 0], [10, 0, 0])).toBe(0);
    expect(spreadAfter({}, [1, 0, 0], [17, 1, 0.5])).toBe(0.5);
    expect(spreadAfter({ isHead: true }, [1, 2, 0])).toBeUndefined();
    expect(spreadAfter({ isHead: true }, [1, 2, 0], [17, 2, 0])).toBe(0);
  });
});
