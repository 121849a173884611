import { expect, test } from 'vitest';
import { Feed, layoutOf } from './feed.js';

/** Steps without change of layer a, where these are the sizes of the updates of layers a and b. */
function unchangedAfter(steps: number, a: number, b: number): number | undefined {
  const feed = new Feed(layoutOf(1, ['a', 'b']));
  for (let step = 0; step < steps; step++)
    feed.train({
      'layerTrainable a kernel': 1,
      'layerTrainable b kernel': 1,
      'layerUpdateRatio a kernel': a,
      'layerUpdateRatio b kernel': b,
    });
  return feed.signs.store.get('unchangedSteps', { layer: 'a', variable: 'kernel' });
}

test('no update at all counts, whatever the others do', () => {
  expect(unchangedAfter(30, 0, 1e-3)).toBe(30);
  expect(unchangedAfter(30, 0, 0)).toBe(30);
});

test('an update of next to nothing counts beside others that train', () => {
  expect(unchangedAfter(30, 1e-7, 1e-3)).toBe(30);
  expect(unchangedAfter(30, 1e-5, 1e-3)).toBe(0);
});

test('where every update is that small it is the rate, at the end of a decay too', () => {
  expect(unchangedAfter(30, 1e-8, 1e-8)).toBe(0);
  expect(unchangedAfter(30, 8e-7, 2e-6)).toBe(0);
});

/**
 * Steps without change of a layer whose data gradient is 1 for twenty steps, and then this, too little for an update; the
 * gradient that the optimizer received is that, or what a penalty left of it.
 */
function unchangedWith(gradient: number, received = gradient, loss = 0.1): number | undefined {
  const feed = new Feed(layoutOf(1, ['a']));
  for (let step = 0; step < 50; step++)
    feed.train({
      dataLoss: step < 10 ? 1 : loss,
      'layerTrainable a kernel': 1,
      'layerUpdateRatio a kernel': step < 20 ? 1e-3 : 0,
      'layerGradientNorm a kernel': step < 20 ? 1 : gradient,
      gradientNorm: step < 20 ? 1 : received,
    });
  return feed.signs.store.get('unchangedSteps', { layer: 'a', variable: 'kernel' });
}

test('at a minimum there is nothing to change; a gradient of zero is none, nor one that is merely small', () => {
  expect(unchangedWith(1e-7)).toBe(0);
  expect(unchangedWith(0)).toBe(30);
  expect(unchangedWith(1e-3)).toBe(30);
  expect(unchangedWith(0.1, 1e-7)).toBe(0);
  expect(unchangedWith(0.1, 0.1)).toBe(30);
});

test('what never learned is at no minimum: units that saturated have as little gradient', () => {
  expect(unchangedWith(1e-7, 1e-7, 1)).toBe(30);
  expect(unchangedWith(0.1, 1e-7, 1)).toBe(30);
});

test('another loss has gradients of another scale', () => {
  const feed = new Feed(layoutOf(1, ['a']));
  for (const [objective, gradient, ratio] of [
    [0, 1e6, 1e-3],
    [1, 1, 0],
  ] as const) {
    feed.layout = { ...layoutOf(1 + objective, ['a']), objective };
    for (let step = 0; step < 40; step++)
      feed.train({
        dataLoss: step < 20 ? 1 : 0.1,
        'layerTrainable a kernel': 1,
        'layerUpdateRatio a kernel': ratio,
        'layerGradientNorm a kernel': gradient,
        gradientNorm: gradient,
      });
  }
  expect(feed.signs.store.get('unchangedSteps', { layer: 'a', variable: 'kernel' })).toBe(40);
});
