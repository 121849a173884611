import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { ModelLike } from '../../tap/model.js';
import { checks } from '../catalogue.js';
import { Clock } from '../clock.js';
import { examine } from '../examine.js';
import { Moments } from '../moments.js';
import { normal, seeded, shuffled } from '../random.js';
import { untellable } from './conflicts.js';
import { vocabularyOf } from './embedding.js';
import { beyondChance, linearlyTold, neighboursAgree } from './evidence.js';
import { products, ranked, standardized, type Vectors } from './likeness.js';
import { preprocessedApart } from './scale.js';
import type { Survey } from './survey.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** No other check. */
const without = Object.fromEntries(checks.flatMap(({ id }) => (id === 'inputs' ? [] : [[id, false]])));
const random = seeded(11);
const range = (length: number) => Array.from({ length }, (_, index) => index);

function regression(features: number): tf.LayersModel {
  const model = tf.sequential({
    layers: [tf.layers.dense({ name: 'out', units: 1, inputShape: [features] })],
  });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return model;
}

/** What the check says of rows, and targets that are their first values. */
async function said(rows: readonly number[][], limits: Record<string, number> = {}, validation?: number[][]) {
  const data = (of: readonly number[][]) =>
    [tf.tensor2d([...of]), tf.tensor1d(of.map(([first = 0]) => first))] as const;
  const [xs, ys] = data(rows);
  const { report } = await examine(regression(rows[0]?.length ?? 0), {
    xs,
    ys,
    ...(validation && { validationData: data(validation) }),
    checks: { ...without, inputs: limits },
  });
  const found = report.checks.find(({ id }) => id === 'inputs');
  if (!found) throw new Error('not run');
  return found;
}

/** Rows of two values, v and −v, so that the mean is 0 and the root mean square v; the first differs by a hair. */
const ofScale = (scale: number, examples = 40) =>
  range(examples).map((row) => (row % 2 === 0 ? [scale, -scale] : [-scale, scale]));

test('a feature that makes the scale of the whole table by itself is the one that is named', async () => {
  const rows = range(40).map(() => [...range(5).map(() => normal(random)), 1950 + 50 * random()]);
  const { message } = await said(rows);
  expect(message).toMatch(
    /^Feature 5 of input "\S+" has a root mean square of 19\d\d .*; the whole input has 8\d\d\.$/,
  );
  const years = range(40).map(() => range(6).map(() => 1950 + 50 * random()));
  expect((await said(years)).message).toMatch(/^Input "\S+" has a root mean square of 19\d\d/);
});

describe('the limit', () => {
  test.each([
    ['large', 5, { at: ofScale(5), beyond: ofScale(5.01) }],
    ['small', 0.002, { at: ofScale(0.00201), beyond: ofScale(0.00199) }],
    [
      'feature',
      25,
      {
        at: range(40).map((row) => [row % 2 ? 25 : -25, ...Array(200).fill(row % 2)]),
        beyond: range(40).map((row) => [row % 2 ? 25.1 : -25.1, ...Array(200).fill(row % 2)]),
      },
    ],
  ])('%s of %d is reached, not crossed', async (_, limit, { at, beyond }) => {
    expect((await said(at)).verdict).toBe('pass');
    expect(await said(beyond)).toMatchObject({ verdict: 'fail', severity: 'warning', limit });
  });

  test.each([
    ['ratio', 3, { at: ofScale(3), beyond: ofScale(3.01) }],
    ['ratio downwards', 3, { at: ofScale(0.334), beyond: ofScale(0.332) }],
    ['shift', 1, { at: moved(0.99), beyond: moved(1.01) }],
  ])('%s of %d is reached, not crossed', async (_, limit, { at, beyond }) => {
    expect((await said(ofScale(1), {}, at)).verdict).toBe('pass');
    expect(await said(ofScale(1), {}, beyond)).toMatchObject({ verdict: 'fail', severity: 'warning', limit });
  });

  test('nonfinite may allow some values', async () => {
    const rows = [[Number.NaN, Number.NaN], ...ofScale(1)];
    expect((await said(rows, { nonfinite: 2 })).verdict).toBe('pass');
    expect(await said(rows, { nonfinite: 1 })).toMatchObject({ severity: 'critical', value: 2, limit: 1 });
  });

  test('paired is reached by the evidence itself', async () => {
    const rows = range(300).map(() => [normal(random), normal(random)]);
    const { value } = await said(rows, { paired: 100 });
    expect(value).toBeGreaterThan(5);
    expect((await said(rows, { paired: value ?? 0 })).verdict).toBe('pass');
    expect((await said(rows, { paired: (value ?? 0) + 0.01 })).severity).toBe('info');
  });

  test.each([
    ['none', [1, 2, 3, 4], [0, 0, 1, 1], 0],
    ['a copy', [1, 1, 3, 4], [0, 0, 1, 1], 0],
    ['one of three', [1, 1, 1, 4], [0, 0, 1, 1], 0.25],
    ['half of two groups', [1, 1, 2, 2], [0, 1, 0, 1], 0.5],
  ])('conflicts counts labels that cannot be told: %s', (_, inputs, labels, share) => {
    expect(untellable(inputs, labels)).toBe(share);
  });
});

function moved(by: number): number[][] {
  return ofScale(1).map((row) => row.map((value) => value + by));
}

describe('no finding by chance', () => {
  const survey = (values: readonly number[]): Survey => {
    const moments = new Moments(1);
    moments.read({ values, begin: 0, rows: values.length, width: 1 });
    return { name: 'x', isScaleSeen: true, size: values.length, moments } as Survey;
  };
  const limits = { ratio: 3, shift: 1 };

  test.each([
    ['normal', () => normal(random)],
    ['lognormal', () => Math.exp(2 * normal(random))],
    ['seldom 1', () => Number(random() < 0.02)],
    ['Cauchy', () => normal(random) / normal(random)],
  ])('300 pairs of training and validation data are alike: %s', (_, of) => {
    const draw = (size: number) => survey(Array.from({ length: size }, of));
    const found = range(300).filter(() => preprocessedApart(draw(400), draw(20 + 3 * 7), limits));
    expect(found).toHaveLength(0);
  });

  test('in small data', async () => {
    for (const examples of range(19).map((row) => row + 2)) {
      const rows = range(examples).map(() => [normal(random), normal(random), 0]);
      expect((await said(rows, {}, rows.slice(0, 2))).message).toMatch(/^Inputs are finite/);
    }
  });
});

describe('evidence', () => {
  const vectors = (rows: readonly number[][]): Vectors => ({
    count: rows.length,
    length: rows[0]?.length ?? 0,
    values: Float32Array.from(rows.flat()),
  });
  const clock = () => new Clock(60);
  const apart = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0);

  test('of nearest neighbours agrees with a slow search', async () => {
    const rows = range(60).map(() => range(4).map(() => normal(random)));
    const labels = rows.map(([a = 0, b = 0]) => [Number(a > 0), Number(b > 0.5)]);
    const nearest = rows.map((row, at) => {
      const others = range(60).filter((other) => other !== at);
      return others.sort((a, b) => apart(row, rows[a] ?? []) - apart(row, rows[b] ?? []))[0] ?? 0;
    });
    const slow = beyondChance(60, (order) =>
      nearest.reduce(
        (sum, other, row) => sum - apart(labels[order[row] ?? 0] ?? [], labels[order[other] ?? 0] ?? []),
        0,
      ),
    );
    const alike = await products(vectors(rows), clock());
    expect(alike && neighboursAgree(alike, vectors(labels))).toBeCloseTo(slow ?? 0, 6);
  });

  test('of a linear fit agrees with the product of inputs and weights', async () => {
    const rows = range(60).map(() => range(4).map(() => normal(random)));
    const targets = rows.map(([a = 0, b = 0]) => a - b);
    const mean = targets.reduce((sum, value) => sum + value, 0) / 60;
    const [even, odd] = [range(30).map((at) => 2 * at), range(30).map((at) => 2 * at + 1)];
    const weights = range(4).map((at) =>
      even.reduce((sum, row) => sum + (rows[row]?.[at] ?? 0) * ((targets[row] ?? 0) - mean), 0),
    );
    const guess = (row: number) =>
      weights.reduce((sum, weight, at) => sum + weight * (rows[row]?.[at] ?? 0), 0);
    const slow = beyondChance(30, (order) =>
      odd.reduce((sum, row, at) => sum + guess(row) * ((targets[odd[order[at] ?? 0] ?? 0] ?? 0) - mean), 0),
    );
    const alike = await products(vectors(rows), clock());
    const found = alike && linearlyTold(alike, vectors(targets.map((value) => [value])));
    expect(found).toBeCloseTo(slow ?? 0, 3);
    expect(found).toBeGreaterThan(3);
  });

  test('does not come from chance: the deviation over 100 draws of noise is about 1', async () => {
    const found: number[] = [];
    for (const _ of range(100)) {
      const rows = range(80).map(() => range(10).map(() => normal(random)));
      const alike = await products(standardized(vectors(rows)), clock());
      const labels = ranked(vectors(range(80).map(() => [Number(random() < 0.1)])));
      found.push((alike && neighboursAgree(alike, labels)) ?? 0, (alike && linearlyTold(alike, labels)) ?? 0);
    }
    const std = Math.sqrt(found.reduce((sum, z) => sum + z ** 2, 0) / found.length);
    expect(std).toBeGreaterThan(0.8);
    expect(std).toBeLessThan(1.25);
  });

  test('is none where all labels are the same', async () => {
    const alike = await products(vectors(range(20).map(() => [random()])), clock());
    expect(alike && neighboursAgree(alike, vectors(range(20).map(() => [1])))).toBeUndefined();
  });

  test('of standardized vectors has no constant, and no outlier beyond 3', () => {
    const { values } = standardized(vectors([...range(99).map((row) => [row % 2, 0.1]), [1000, 0.1]]));
    expect(Math.max(...Array.from(values))).toBe(3);
    expect(Array.from(values).filter((_, at) => at % 2 === 1)).toEqual(Array(100).fill(0));
  });

  test('of ranks does not depend on a scale', () => {
    const rows = [[0.1], [1e9], [-4], [0.1]];
    expect([...Array.from(ranked(vectors(rows)).values)]).toEqual([0.5, 1, 0, 0.5]);
    expect([...Array.from(ranked(vectors([[0], [1], [1]])).values)]).toEqual([0, 1, 1]);
  });
});

describe('a large data set', () => {
  /** More than one chunk: 5 million values. */
  const large = () => {
    const values = new Float32Array(5_000_000).map((_, at) => ((at * 7919) % 1013) / 1013);
    return {
      values,
      xs: tf.tensor2d(values, [5000, 1000]),
      ys: tf.tensor1d(range(5000).map((row) => row % 7)),
    };
  };

  test('is read to its end, untouched, and no tensor is left', async () => {
    const { values, xs, ys } = large();
    values[4_999_000] = Number.NaN;
    const model = regression(1000);
    const broken = tf.tensor2d(values, [5000, 1000]);
    const before = tf.memory();
    const bytes = Buffer.from(broken.dataSync().slice().buffer);
    const { report } = await examine(model, { xs: broken, ys, checks: without });
    expect(report.checks[0]?.message).toMatch(/1 value that is NaN or infinite, the first in example 4999 /);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
    expect(Buffer.from(broken.dataSync().buffer).equals(bytes)).toBe(true);
    tf.dispose([xs, ys, broken]);
  });

  test('is told to be looked at in part when the time is over', async () => {
    const { xs, ys } = large();
    const late = vi.spyOn(Clock.prototype, 'seconds', 'get').mockReturnValue(1e6);
    try {
      const { report } = await examine(regression(1000), { xs, ys, checks: without });
      expect(report.checks[0]).toMatchObject({ verdict: 'pass', cutShort: true });
      expect(report.checks[0]?.message).toMatch(
        /The time was over after 4000 of 5000 examples of "out_input"\.$/,
      );
    } finally {
      late.mockRestore();
      tf.dispose([xs, ys]);
    }
  });
});

describe('a vocabulary', () => {
  const embedding = (inputDim: number) => tf.layers.embedding({ inputDim, outputDim: 2 });
  const indices = () => tf.input({ shape: [6] });
  const nested = () =>
    tf.sequential({ layers: [tf.layers.embedding({ inputDim: 9, outputDim: 2, inputLength: 6 })] });
  const through = (...layers: readonly { apply: (x: tf.SymbolicTensor) => unknown }[]) => {
    const input = indices();
    const output = layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
    return tf.model({ inputs: input, outputs: output });
  };

  test.each([
    ['of an embedding', () => through(embedding(7)), 7],
    ['behind a reshape', () => through(tf.layers.reshape({ targetShape: [3, 2] }), embedding(8)), 8],
    [
      'in a wrapper',
      () =>
        through(
          tf.layers.reshape({ targetShape: [3, 2] }),
          tf.layers.timeDistributed({ layer: embedding(6) }),
        ),
      6,
    ],
    ['in a nested model', () => through(nested()), 9],
    ['in a nested model of a nested model', () => through(through(nested())), 9],
    ['of no embedding', () => through(tf.layers.dense({ units: 2 })), undefined],
    [
      'of an embedding that another model has',
      () => {
        const input = indices();
        embedding(7).apply(input);
        return tf.model({
          inputs: input,
          outputs: tf.layers.dense({ units: 1 }).apply(input) as tf.SymbolicTensor,
        });
      },
      undefined,
    ],
  ])('%s', (_, build, size) => {
    expect(vocabularyOf(build() as unknown as ModelLike, 0)).toBe(size);
  });

  test('is the smallest of two', () => {
    const input = indices();
    const outputs = [5, 6].map((size) => embedding(size).apply(input) as tf.SymbolicTensor);
    expect(vocabularyOf(tf.model({ inputs: input, outputs }) as unknown as ModelLike, 0)).toBe(5);
  });
});

test('labels of other examples are found in at least 16 of 20 shuffles, and leave ok', async () => {
  const rows = range(250).map(() => [normal(random), normal(random)]);
  let found = 0;
  for (const _ of range(20)) {
    const ys = tf.tensor1d(
      shuffled(
        rows.map(([a = 0]) => a),
        random,
      ),
    );
    const { report } = await examine(regression(2), { xs: tf.tensor2d(rows), ys, checks: without });
    expect(report.ok).toBe(true);
    if (report.checks[0]?.severity === 'info') found++;
  }
  expect(found).toBeGreaterThanOrEqual(16);
});
