import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { findEngine } from '../statistics/engine.js';
import { Clock } from './clock.js';
import { Moments } from './moments.js';
import { normal, seeded } from './random.js';
import { Indices, NonFinite, ValueSample, Variation } from './readers.js';
import { chosenRows, Prints, Sketch } from './sample.js';
import { type ChunkReader, scan } from './scan.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const random = seeded(7);
const table = (rows: number, columns: number, of: () => number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, of));

/** Reads rows in chunks of at most so many values. */
async function read(
  rows: readonly number[][],
  most: number,
  readers: readonly ChunkReader[],
  clock = new Clock(60),
) {
  const engine = findEngine();
  if (!engine) throw new Error('no tfjs');
  const tensor = tf.tensor2d([...rows]);
  try {
    return await scan(engine, { name: 'x', tensor }, clock, readers, most);
  } finally {
    tensor.dispose();
  }
}

const chunks = [1, 5, 12, 35, 10_000];

describe('a scan', () => {
  test.each(chunks)('hands every value once, in order, in chunks of %d values', async (most) => {
    const rows = table(23, 5, random).map((row) => row.map(Math.fround));
    const found: number[] = [];
    const sizes: number[] = [];
    const before = tf.memory().numTensors;
    const seen = await read(rows, most, [
      {
        read: ({ values, begin, rows, width }) => {
          expect(begin * width).toBe(found.length);
          expect(values.length).toBe(rows * width);
          found.push(...Array.from(values));
          sizes.push(values.length);
        },
      },
    ]);
    expect(seen).toBe(23);
    expect(found).toEqual(rows.flat());
    // One example at least, however wide it is.
    expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.max(5, most));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('stops when the time is over, after the first chunk', async () => {
    expect(await read(table(10, 3, random), 9, [], new Clock(0))).toBe(3);
  });
});

describe('moments', () => {
  const columns = [
    () => normal(random),
    () => 1e6 + normal(random),
    () => 3,
    () => (random() < 0.1 ? Number.NaN : random()),
    () => (random() < 0.5 ? Number.POSITIVE_INFINITY : -7),
  ];
  const rows = Array.from({ length: 40 }, () => columns.map((of) => Math.fround(of())));

  /** Twice over the values, as a person would. */
  function slow(values: readonly number[]) {
    const finite = values.filter(Number.isFinite);
    const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
    const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length;
    const square = finite.reduce((sum, value) => sum + value ** 2, 0) / finite.length;
    return { mean, std: Math.sqrt(variance), rms: Math.sqrt(square) };
  }

  const expectClose = (found: object, expected: object) => {
    for (const [name, value] of Object.entries(expected))
      expect(Math.abs(Reflect.get(found, name) - value), name).toBeLessThanOrEqual(
        1e-6 * (1 + Math.abs(value)),
      );
  };

  test.each(chunks)('agree with a slow computation in chunks of %d values', async (most) => {
    const [each, whole] = [new Moments(5), new Moments(1)];
    await read(rows, most, [each, whole]);
    for (let column = 0; column < 5; column++)
      expectClose(each.column(column), slow(rows.map((row) => row[column] ?? 0)));
    expectClose(each.all, slow(rows.flat()));
    expectClose(whole.all, slow(rows.flat()));
  });

  test('tell the spread of the examples’ means and mean squares', async () => {
    const finite = rows.map((row) => row.slice(0, 3));
    const moments = new Moments(1);
    await read(finite, 10, [moments]);
    const means = slow(finite.map((row) => slow(row).mean));
    const squares = slow(finite.map((row) => slow(row).rms ** 2));
    expect(moments.means.mean).toBeCloseTo(means.mean, 3);
    expect(Math.sqrt(moments.means.variance)).toBeCloseTo(means.std, 3);
    expect(moments.meanSquares.mean).toBeCloseTo(squares.mean, -2);
    expect(moments.means.count).toBe(40);
  });

  test('of one constant with an offset have no deviation', async () => {
    const moments = new Moments(2);
    await read(
      table(30, 2, () => 16_777_216),
      7,
      [moments],
    );
    expect(moments.all).toEqual({ mean: 16_777_216, std: 0, rms: 16_777_216 });
  });
});

describe('readers', () => {
  test.each(chunks)('count what is not finite in chunks of %d values', async (most) => {
    const reader = new NonFinite();
    await read(
      [
        [1, 2],
        [3, Number.NaN],
        [Number.NEGATIVE_INFINITY, 1],
      ],
      most,
      [reader],
    );
    expect(reader).toMatchObject({ count: 2, first: 1 });
  });

  test.each(chunks)('see the last value that differs in chunks of %d values', async (most) => {
    const rows = table(9, 5, () => 1);
    const [same, varied] = [new Variation(), new Variation()];
    await read(rows, most, [same]);
    await read([...rows, [1, 1, 1, 1, 2]], most, [varied]);
    expect([same.isVaried, varied.isVaried]).toEqual([false, true]);
  });

  test.each(chunks)('find indices that there are not in chunks of %d values', async (most) => {
    const reader = new Indices(5);
    await read(
      [
        [0, 4],
        [1, 2.5],
        [5, -1],
      ],
      most,
      [reader],
    );
    expect(reader).toMatchObject({ outside: 3, first: { value: 2.5, example: 1 }, least: -1, most: 5 });
  });

  test.each(chunks)('sample values of every position in chunks of %d values', async (most) => {
    const rows = Array.from({ length: 100 }, () => Array.from({ length: 10 }, (_, at) => at));
    const sample = new ValueSample(100, 10, 200);
    await read(rows, most, [sample]);
    expect(sample.values.length).toBeGreaterThan(100);
    expect(sample.values.length).toBeLessThanOrEqual(200);
    expect(new Set(sample.values).size).toBe(10);
  });
});

describe('chosen rows', () => {
  test.each([
    [10, 20],
    [10, 10],
    [1000, 30],
  ])('of %d at most %d, each once and in order', (size, most) => {
    const rows = chosenRows(size, most);
    expect(rows).toHaveLength(Math.min(size, most));
    expect([...new Set(rows)].sort((a, b) => a - b)).toEqual(rows);
    expect(rows.at(-1)).toBeLessThan(size);
  });

  test.each(chunks)('have equal prints where they are equal in chunks of %d values', async (most) => {
    const rows = table(40, 5, () => Math.round(random()));
    const chosen = chosenRows(40, 25);
    const reader = new Prints(chosen, 5);
    await read(rows, most, [reader]);
    for (const [a, one] of chosen.entries())
      for (const [b, other] of chosen.entries())
        expect(reader.prints[a] === reader.prints[b]).toBe(String(rows[one]) === String(rows[other]));
  });

  test.each(chunks)('are sketched as they are where they are short, in chunks of %d values', async (most) => {
    const rows = table(30, 5, random).map((row) => row.map(Math.fround));
    const chosen = chosenRows(30, 11);
    const sketch = new Sketch(chosen, 5, 5);
    await read(rows, most, [sketch]);
    expect([...sketch.vectors]).toEqual(chosen.flatMap((row) => rows[row]));
  });

  test('are folded where they are long, and keep their distances', async () => {
    const rows = table(20, 4000, () => normal(random));
    const sketch = new Sketch(chosenRows(20, 20), 4000, 1024);
    await read(rows, 9000, [sketch]);
    const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Array.from(a).reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0);
    const of = (row: number) => sketch.vectors.subarray(row * 1024, (row + 1) * 1024);
    for (let row = 1; row < 20; row++) {
      const ratio = apart(of(0), of(row)) / apart(rows[0] ?? [], rows[row] ?? []);
      // Its deviation is sqrt(2 / 1024) = 0.044.
      expect(Math.abs(ratio - 1)).toBeLessThan(0.25);
    }
  });

  test('of class indices are sketched as their one-hot code', async () => {
    const sketch = new Sketch([0, 2], 2, 10, 3);
    await read(
      [
        [0, 2],
        [1, 1],
        [2, 7],
      ],
      100,
      [sketch],
    );
    expect([...sketch.vectors]).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0]);
  });
});
