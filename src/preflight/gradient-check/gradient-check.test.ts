import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { examined } from '../examined.js';
import type { Subject } from '../subject.js';
import { compare, FIRST_STEP } from './comparison.js';
import { models } from './gradient-check.models.js';
import { isSteady, type Measured } from './judge.js';
import { fourthDifferences } from './noise.js';
import { factorInWords } from './words.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('along a line', () => {
  /** A loss along a line, computed with errors of about `noise`, which begins at 0 and has this derivative there. */
  const along = (loss: (x: number) => number, analytic: number, { noise = 1e-8, limit = 0.01 } = {}) => {
    let draws = 0;
    const rounded = (x: number) => loss(x) + noise * Math.sin(1000 * ++draws);
    const steps: number[] = [];
    const measure = async (step: number): Promise<Measured> => {
      steps.push(step);
      const [ahead, here, back] = [rounded(step), rounded(0), rounded(-step)];
      return {
        step,
        analytic,
        numeric: (ahead - back) / (2 * step),
        left: (here - back) / step,
        right: (ahead - here) / step,
        noise: (2 * noise) / step,
      };
    };
    return compare(measure, { limit, least: 0 }).then((found) => ({ ...found, steps }));
  };

  test.each([
    { name: 'a straight line', loss: (x: number) => 2 * x, analytic: 2 },
    { name: 'a curve', loss: (x: number) => Math.exp(3 * x), analytic: 3 },
    {
      name: 'a sharp bend that asks for small steps',
      loss: (x: number) => Math.tanh(300 * x) / 300,
      analytic: 1,
    },
    { name: 'a slope that asks for large steps', loss: (x: number) => 1e-5 * x, analytic: 1e-5 },
    {
      name: 'a kink that a smaller step does not reach',
      loss: (x: number) => 3 * x + Math.max(0, x - 1e-3),
      analytic: 3,
    },
    { name: 'not a number further out', loss: (x: number) => (x > 1e-3 ? Number.NaN : x), analytic: 1 },
  ])('agrees: $name', async ({ loss, analytic }) => {
    expect((await along(loss, analytic)).verdict).toBe('agrees');
  });

  test.each([
    { name: 'a straight line', loss: (x: number) => 2 * x, analytic: 1 },
    { name: 'a curve', loss: (x: number) => Math.exp(3 * x), analytic: -3 },
    { name: 'a gradient of nothing', loss: (x: number) => x + x * x, analytic: 0 },
    { name: 'nothing but a gradient', loss: () => 1, analytic: 1 },
    { name: 'two per cent too much', loss: (x: number) => x + x * x, analytic: 1.02 },
    { name: 'a kink further out', loss: (x: number) => 3 * x + Math.max(0, x - 1e-3), analytic: 6 },
  ])('wrong: $name', async ({ loss, analytic }) => {
    expect((await along(loss, analytic)).verdict).toBe('wrong');
  });

  test.each([
    { name: 'on a ReLU', loss: (x: number) => Math.max(0, x), analytic: 0 },
    { name: 'on the other side of it', loss: (x: number) => Math.max(0, x), analytic: 1 },
    { name: 'nearer than any step', loss: (x: number) => x + Math.max(0, 5 * x - 1e-7), analytic: 1 },
    { name: 'a jump', loss: (x: number) => (x >= 0 ? 1 : 0), analytic: 0 },
    { name: 'between both sides', loss: (x: number) => Math.abs(x), analytic: 0.3 },
  ])('at a kink: $name', async ({ loss, analytic }) => {
    expect((await along(loss, analytic)).verdict).toBe('at a kink');
  });

  test.each([
    { name: 'lost in the rounding', loss: (x: number) => x, analytic: 1, noise: 1e-1 },
    {
      name: 'straight only nearer than any step',
      loss: (x: number) => 1e-4 * Math.tanh(1e4 * x),
      analytic: 1,
    },
    { name: 'never finite', loss: () => Number.NaN, analytic: 1 },
  ])('undecided: $name', async ({ loss, analytic, noise }) => {
    expect((await along(loss, analytic, { noise: noise ?? 1e-8 })).verdict).toBe('undecided');
  });

  test('the first step is the third root of float32’s precision, and one is enough where both agree', async () => {
    const { steps } = await along((x) => x, 1);
    expect(steps).toEqual([FIRST_STEP]);
    expect(FIRST_STEP).toBeCloseTo(0.0049, 4);
  });

  test('boundary: an error of exactly the limit agrees, one just over it is wrong', async () => {
    const exact = { noise: 0, limit: 0.125 };
    expect((await along((x) => 8 * x, 7, exact)).verdict).toBe('agrees');
    expect((await along((x) => 8 * x, 6.999, exact)).verdict).toBe('wrong');
  });
});

test('a gradient that is another one between the points of a difference is not wrong', () => {
  const found = { step: 1, analytic: 1, numeric: 0.2, left: 0.2, right: 0.2, noise: 0 };
  expect(isSteady(found, [1, 1.1, 0.9])).toBe(true);
  expect(isSteady(found, [1, 0.1, 0.9])).toBe(false);
});

test('fourth differences see rounding, and nothing of a cubic', () => {
  const cubic = Array.from({ length: 9 }, (_, x) => x ** 3 - 4 * x ** 2 + 1);
  expect(Math.max(...fourthDifferences(cubic))).toBe(0);
  expect(Math.max(...fourthDifferences(cubic.map((value, x) => (x === 4 ? value + 1 : value))))).toBe(6);
});

test.each([
  { factors: [-1, -1.01, -0.99], words: /^exactly the opposite sign/ },
  { factors: [2, 2, 2.02], words: /^twice/ },
  { factors: [0, 0, 0], words: /^zero/ },
  { factors: [4, 4, 4], words: /number of examples: a sum in place of a mean/ },
  { factors: [1.3, 1.3, 1.3], words: /^1\.3 times/ },
  { factors: [1.3, -2, 0.4], words: /^in no fixed ratio/ },
])('factors of $factors', ({ factors, words }) => {
  const tried = factors.map((factor) => ({
    direction: 'one',
    verdict: 'wrong' as const,
    step: 1,
    analytic: factor * 3,
    numeric: 3,
    left: 3,
    right: 3,
    noise: 0,
    error: 1,
  }));
  expect(factorInWords(tried, 4)).toMatch(words);
});

const subjectOf = (name: string): Subject => {
  const found = [...models.passing, ...models.failing].find((each) => each.name === name);
  if (!found) throw new Error(`no model "${name}"`);
  return found.build(tf);
};

const checkOf = (subject: Subject, settings: Record<string, number> = {}) =>
  examined('gradient-check', subject, settings);

/** Two dense layers, and a loss. */
function plain(loss: (target: tf.Tensor, output: tf.Tensor) => tf.Tensor): Subject {
  const kernelInitializer = tf.initializers.glorotNormal({ seed: 1 });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ name: 'hidden', units: 6, activation: 'tanh', kernelInitializer, inputShape: [4] }),
      tf.layers.dense({ name: 'out', units: 1, kernelInitializer }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss });
  return {
    model,
    xs: tf.randomNormal([30, 4], 0, 1, 'float32', 1),
    ys: tf.randomNormal([30, 1], 0, 1, 'float32', 2),
  };
}

test('a loss that is random is not judged', async () => {
  let calls = 0;
  const { verdict, message } = await checkOf(
    plain((target, output) => tf.metrics.meanSquaredError(target, output).mul(1 + 0.1 * Math.sin(++calls))),
  );
  expect(verdict).toBe('skipped');
  expect(message).toMatch(/^The loss of the same weights on the same batch is .* once and .* again/);
});

test('a loss that is not finite is not judged', async () => {
  const { verdict, message } = await checkOf(
    plain((_, output) => tf.sqrt(output.square().mul(-1).sub(1)).mean(-1)),
  );
  expect(verdict).toBe('skipped');
  expect(message).toMatch(/loss that is NaN/);
});

test('a model of which nothing is trained is not judged', async () => {
  const subject = plain((target, output) => tf.metrics.meanSquaredError(target, output));
  for (const layer of subject.model.layers) layer.trainable = false;
  const { verdict, message } = await checkOf(subject);
  expect(verdict).toBe('skipped');
  expect(message).toMatch(/No variable is trained/);
});

test('a loss that feels no weight is not judged', async () => {
  const { verdict, message } = await checkOf(plain((_, output) => output.mul(0).add(1).mean(-1)));
  expect(verdict).toBe('skipped');
  expect(message).toMatch(/No variable moves the loss enough/);
});

test('weights of which noise makes a root of negative numbers are taken as they are', async () => {
  const subject = plain((target, output) => tf.metrics.meanSquaredError(target, output));
  const [, out] = subject.model.layers;
  const kernel = out?.getWeights()[0];
  if (!out || !kernel) throw new Error('no kernel');
  out.setWeights([tf.abs(kernel), tf.zeros([1])]);
  const inner = out.call.bind(out);
  out.call = (inputs, kwargs) => {
    const bias = out.weights[1]?.read();
    if (!bias) throw new Error('no bias');
    return tf.add(
      tf.tidy(() => inner(inputs, kwargs) as tf.Tensor),
      tf.sqrt(bias.add(1e-12)),
    );
  };
  const { verdict, message } = await checkOf(subject);
  expect(`${verdict}: ${message}`).not.toMatch(/NaN/);
});

describe('what it leaves behind', () => {
  test.each([
    'convolutions of pictures whose background is zero',
    'a custom op whose gradient has the wrong sign',
  ])('%s: the same verdict twice, no tensor, and the weights bit for bit', async (name) => {
    const subject = subjectOf(name);
    const weights = () => subject.model.getWeights().map((each) => Array.from(each.dataSync()));
    const before = weights();
    await checkOf(subject);
    const tensors = tf.memory().numTensors;
    const [first, second] = [await checkOf(subject), await checkOf(subject)];
    expect(tf.memory().numTensors).toBe(tensors);
    expect({ ...second, seconds: 0 }).toEqual({ ...first, seconds: 0 });
    expect(weights()).toEqual(before);
  });
});

test('a batch normalization does not lead from one loss to the next', async () => {
  const subject = subjectOf('batch and layer normalization, and dropout');
  const norm = subject.model.getLayer('norm');
  const before = norm.getWeights().map((each) => Array.from(each.dataSync()));
  expect((await checkOf(subject)).verdict).toBe('pass');
  expect(norm.getWeights().map((each) => Array.from(each.dataSync()))).toEqual(before);
});

test('a check that is cut short says so', async () => {
  const { cutShort, verdict } = await checkOf(subjectOf('twenty layers of ReLU'), { seconds: 0.1 });
  expect(cutShort).toBe(true);
  expect(verdict).not.toBe('fail');
});

test('a check without time for one direction is not judged', async () => {
  const slow = plain((target, output) => {
    const until = performance.now() + 30;
    while (performance.now() < until);
    return tf.metrics.meanSquaredError(target, output);
  });
  const { verdict, cutShort, message } = await checkOf(slow, { seconds: 0.1 });
  expect({ verdict, cutShort }).toEqual({ verdict: 'skipped', cutShort: true });
  expect(message).toMatch(/^No direction could be compared in the time/);
});

test('draws the norms of the gradients at the caller’s own weights, and the errors', async () => {
  const subject = plain((target, output) => tf.metrics.meanSquaredError(target, output));
  const { pictures } = await checkOf(subject);
  const [norms, errors] = pictures;
  if (norms?.kind !== 'bars' || errors?.kind !== 'bars') throw new Error('no bars');
  const names = ['hidden/kernel', 'hidden/bias', 'out/kernel', 'out/bias'];
  expect(norms.bars.map(({ name }) => name)).toEqual(names);
  expect(errors.bars.map(({ name }) => name)).toEqual(names);
  expect(errors.marks).toEqual([{ at: 0.01, name: 'limit' }]);
  expect(norms.y.logarithmic).toBe(true);
  for (const { value } of norms.bars) expect(value).toBeGreaterThan(0);
});

test('the limit can be moved', async () => {
  const name = 'a custom op whose gradient is five per cent too large';
  expect((await checkOf(subjectOf(name), { error: 0.2 })).verdict).toBe('pass');
});
