import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { checks } from '../catalogue.js';
import { Clock } from '../clock.js';
import { examine } from '../examine.js';
import type { OutputFact } from '../outputs.js';
import { normal, seeded } from '../random.js';
import { type Demand, demandOf } from './demand.js';
import { Tally } from './tally.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** No other check. */
const without = Object.fromEntries(checks.flatMap(({ id }) => (id === 'labels' ? [] : [[id, false]])));
const range = (length: number) => Array.from({ length }, (_, index) => index);
const oneHot = (index: number, classes: number) => range(classes).map((each) => Number(each === index));
/** So many labels of each class. */
const of = (...counts: readonly number[]) =>
  counts.flatMap((count, index) => range(count).map(() => oneHot(index, counts.length)));

function network(units: number, loss: string): tf.LayersModel {
  const activation = /ategorical/.test(loss)
    ? 'softmax'
    : loss === 'binaryCrossentropy'
      ? 'sigmoid'
      : 'linear';
  const model = tf.sequential({
    layers: [tf.layers.dense({ name: 'out', units, activation, inputShape: [2] })],
  });
  model.compile({ optimizer: 'sgd', loss });
  return model;
}

interface Case {
  readonly loss?: string;
  readonly units?: number;
  readonly limits?: Record<string, number>;
  readonly validation?: readonly (readonly number[])[];
  readonly classes?: readonly string[];
}

/** What the check says of labels. */
async function said(
  rows: readonly (readonly number[])[],
  { loss = 'categoricalCrossentropy', units, limits = {}, validation, classes }: Case = {},
) {
  const data = (ys: readonly (readonly number[])[]) =>
    [tf.ones([ys.length, 2]), tf.tensor2d(ys.map((row) => [...row]))] as const;
  const [xs, ys] = data(rows);
  const { report } = await examine(network(units ?? rows[0]?.length ?? 1, loss), {
    xs,
    ys,
    ...(validation && { validationData: data(validation) }),
    ...(classes && { classes }),
    checks: { ...without, labels: limits },
  });
  const [found] = report.checks;
  if (found?.id !== 'labels') throw new Error('not run');
  return found;
}

describe('the boundary', () => {
  const passes = [
    ['a sum within a hundredth', [...of(10, 10), [0.5, 0.509]], {}],
    [
      'a value within a hundredth',
      [...range(30).map((row) => [row % 2]), [1.009]],
      { loss: 'binaryCrossentropy' },
    ],
    ['invalid rows in a share that is allowed', [...of(5, 4), [0, 0]], { limits: { invalid: 0.1 } }],
    ['ten times the rarest', of(500, 50), {}],
    ['more than ten times, of 499 labels', of(460, 39), {}],
    ['more than a moved limit allows not', of(900, 50), { limits: { ratio: 18 } }],
    ['a class that is missing among 24 labels a class', of(36, 36, 0), {}],
    ['19 labels of one class', of(19, 0), {}],
    ['a class that validation should have 19 labels of', of(20, 20), { validation: of(38, 1) }],
  ] as const satisfies readonly (readonly [string, readonly (readonly number[])[], Case])[];
  test.each(passes)('is not crossed: %s', async (_, rows, setting: Case) => {
    expect((await said(rows, setting)).message).toMatch(/^Labels are valid; /);
  });

  const fails = [
    ['a sum beyond a hundredth', [...of(10, 10), [0.5, 0.52]], {}, 'warning', /1 of 21 rows/],
    [
      'a value beyond a hundredth',
      [...range(30).map((row) => [row % 2]), [1.02]],
      { loss: 'binaryCrossentropy' },
      'warning',
      /1 of 31/,
    ],
    [
      'invalid rows in a larger share',
      [...of(5, 3), [0, 0]],
      { limits: { invalid: 0.1 } },
      'warning',
      /limit 10 %/,
    ],
    ['more than ten times the rarest', of(501, 50), {}, 'info', /501 against 50/],
    ['of 500 labels', of(460, 40), {}, 'info', /460 against 40/],
    ['a class that is missing among 25 labels a class', of(38, 37, 0), {}, 'info', /never say 2/],
    ['20 labels of one class', of(20, 0), {}, 'warning', /all 20 are of class 0/],
    [
      'a class that validation should have 20 labels of',
      of(20, 20, 20),
      { validation: of(40, 20, 0) },
      'info',
      /never say 2/,
    ],
    ['one value that is not finite', [...of(9, 9), [Number.NaN, 0]], {}, 'critical', /1 value that is NaN/],
  ] as const satisfies readonly (readonly [string, readonly (readonly number[])[], Case, string, RegExp])[];
  test.each(fails)('is crossed: %s', async (_, rows, setting: Case, severity, message) => {
    const found = await said(rows, setting);
    expect(found).toMatchObject({ verdict: 'fail', severity });
    expect(found.message).toMatch(message);
  });
});

describe('what is said of labels that are fine', () => {
  test.each([
    [
      'classes',
      of(30, 20, 10),
      { classes: ['cat', 'dog', 'owl'] },
      'labels a class from 10 ("owl") to 30 ("cat")',
    ],
    [
      'indices',
      range(60).map((row) => [row % 3]),
      { loss: 'sparseCategoricalCrossentropy', units: 3 },
      'labels a class from 20 (0) to 20 (2)',
    ],
    [
      'more classes than are told',
      range(400).map((row) => [row % 180]),
      { loss: 'sparseCategoricalCrossentropy', units: 200 },
      '180 of 200 classes occur',
    ],
    [
      'two classes of one unit',
      range(60).map((row) => [Number(row % 3 === 0)]),
      { loss: 'binaryCrossentropy' },
      'labels a class from 20 (1) to 40 (0)',
    ],
    [
      'answers',
      range(60).map((row) => [1, row % 2, Number(row % 4 === 0)]),
      { loss: 'binaryCrossentropy' },
      'each of 3 is set in 25 % to 100 % of the rows',
    ],
    [
      'numbers',
      range(5).map((row) => [row]),
      { loss: 'meanSquaredError' },
      'mean 2, standard deviation 1.41',
    ],
  ])('%s', async (_, rows, setting: Case, message) => {
    const { verdict, message: found } = await said(rows, setting);
    expect([verdict, found]).toEqual(['pass', `Labels are valid; ${message}.`]);
  });

  test('bars of the classes, or a histogram of numbers', async () => {
    const classes = await said(of(30, 20), { classes: ['cat', 'dog'] });
    expect(classes.pictures).toMatchObject([
      { kind: 'bars', bars: [{ name: 'cat', value: 30 }, { value: 20 }] },
    ]);
    const numbers = await said(
      range(50).map((row) => [row]),
      { loss: 'meanAbsoluteError' },
    );
    expect(numbers.pictures).toMatchObject([{ kind: 'histogram', from: 0, to: 49 }]);
  });
});

describe('a tally', () => {
  const random = seeded(3);
  const kinds: readonly [Demand, number, () => number[]][] = [
    ['distributions', 4, () => oneHot(Math.floor(4 * random()), 4)],
    ['distributions', 4, () => range(4).map(() => random())],
    ['shares', 3, () => range(3).map(() => Math.round(random()))],
    ['shares', 1, () => [normal(random)]],
    ['numbers', 2, () => range(2).map(() => normal(random))],
    ['indices', 1, () => [Math.floor(7 * random()) - 1]],
  ];

  test.each(kinds)('of %s in %d units is the same in chunks of any size', (demand, units, row) => {
    const rows = range(40).map(row);
    const tallies = [1, 3, 7, 40].map((size) => {
      const tally = new Tally(demand, units, demand === 'indices' ? 5 : Math.max(2, units), 2);
      for (let begin = 0; begin < 40; begin += size) {
        const some = rows.slice(begin, begin + size);
        tally.read({ values: some.flat(), begin, rows: some.length, width: units });
      }
      return tally;
    });
    for (const tally of tallies.slice(1)) expect(tally).toEqual(tallies[0]);
    const [tally] = tallies;
    const off = rows.filter((each) => {
      const sum = each.reduce((total, value) => total + value, 0);
      const isBeyond = each.some((value) => value < -0.01 || value > 1.01);
      return demand === 'distributions'
        ? isBeyond || Math.abs(sum - 1) > 0.01
        : demand === 'shares' && isBeyond;
    });
    expect(tally?.invalid).toBe(off.length);
    const countOf = (index: number) =>
      rows.filter((each) =>
        demand === 'indices'
          ? each[0] === index
          : units === 1
            ? (each[0] ?? 0) > 0.5 === (index === 1)
            : (each[index] ?? 0) > 0.5,
      ).length;
    expect(Array.from(tally?.counts ?? [])).toEqual(range(tally?.classes ?? 0).map(countOf));
  });
});

test.each([
  ['categoricalCrossentropy', 'distributions'],
  ['softmaxCrossEntropy', 'distributions'],
  ['binaryCrossentropy', 'shares'],
  ['sigmoidCrossEntropy', 'shares'],
  ['meanSquaredError', 'numbers'],
  ['meanSquaredLogarithmicError', 'numbers'],
  ['hinge', 'anything'],
  ['', 'anything'],
  ['focalLoss', 'anything'],
])('the loss %s asks for %s', (loss, demand) => {
  expect(demandOf({ loss, isSparse: false } as OutputFact)).toBe(demand);
});

test('labels of more than one chunk are read to the end, untouched, and no tensor is left', async () => {
  const values = new Float32Array(4_500_000).map((_, at) => at % 7);
  values[4_499_999] = Number.POSITIVE_INFINITY;
  const [xs, ys] = [tf.ones([4500, 2]), tf.tensor2d(values, [4500, 1000])];
  const model = network(1000, 'meanSquaredError');
  const bytes = Buffer.from(ys.dataSync().slice().buffer);
  const before = tf.memory();
  const { report } = await examine(model, { xs, ys, checks: without });
  expect(report.checks[0]?.message).toMatch(/1 value that is NaN or infinite, the first in example 4499 /);
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numBytes).toBe(before.numBytes);
  expect(Buffer.from(ys.dataSync().buffer).equals(bytes)).toBe(true);
  tf.dispose([xs, ys]);
});

test('a time that is over is told, and nothing is said of what was not seen', async () => {
  const values = new Float32Array(4_500_000).map((_, at) => (at >= 4_400_000 ? 1 : 0));
  const [xs, ys] = [tf.ones([4500, 2]), tf.tensor2d(values, [4500, 1000])];
  const late = vi.spyOn(Clock.prototype, 'seconds', 'get').mockReturnValue(1e6);
  try {
    const { report } = await examine(network(1000, 'binaryCrossentropy'), { xs, ys, checks: without });
    expect(report.checks[0]).toMatchObject({ verdict: 'pass', cutShort: true });
    expect(report.checks[0]?.message).toMatch(/The time was over after 4000 of 4500 examples of "out"\.$/);
  } finally {
    late.mockRestore();
    tf.dispose([xs, ys]);
  }
});
