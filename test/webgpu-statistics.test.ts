import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Engine, findEngine, offTape, type TensorLike } from '../src/statistics/engine.js';
import { momentsOf } from '../src/statistics/loops.js';
import { Pack } from '../src/statistics/pack.js';
import { genericReductions, type Reductions } from '../src/statistics/reductions.js';
import { reductionsOf } from '../src/statistics/reductions-of.js';
import { expectNear, floats, integers, random } from './reduction-cases.js';
import { requireWebgpu } from './webgpu-device.js';

const isThere = await requireWebgpu();

function engineOf(): Engine {
  const engine = findEngine();
  if (!engine) throw new Error('no engine');
  return engine;
}

type Measure = (reduce: Reductions) => TensorLike;

/** What a reduction gives. */
async function numbers(reduce: Reductions, measure: Measure): Promise<number[]> {
  const engine = engineOf();
  const found = offTape(engine, () => engine.keep(measure(reduce)));
  const values = [...Array.from(await found.data())];
  found.dispose();
  return values;
}
const own = (measure: Measure) => numbers(reductionsOf(engineOf()), measure);

/** The own reduction gives what the generic one does. */
async function compare(what: string, measure: Measure): Promise<void> {
  expectNear(await own(measure), await numbers(genericReductions(engineOf()), measure), what);
}

/** The moments of a tensor, by its shader. */
const moments = (x: TensorLike) =>
  own((by) => {
    if (!by.moments) throw new Error('no reductions of its own');
    return by.moments(x);
  });

/** The same in float64 on the host, rounded as they are read. */
function expected(values: Float32Array): number[] {
  const { sum, squares, abs, max, nonzeros } = momentsOf(values);
  return [sum, squares, abs, max, nonzeros].map(Math.fround);
}

const tensor = (values: Float32Array, shape = [values.length]) => tf.tensor(values, shape);

describe.runIf(isThere)('the own reductions of webgpu', () => {
  let before = 0;
  beforeEach(() => {
    before = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each(Object.entries(floats))('agree with the generic ones on %s', async (_name, [values, shape]) => {
    const x = tensor(values, shape);
    const y = tensor(
      Float32Array.from(values, (value) => value / 2 + 1),
      shape,
    );
    await compare('sum of squares', (by) => by.sumSquares(x));
    await compare('sum of squares of several', (by) => by.sumSquaresOfAll([x, y, x]));
    await compare('sum of absolute values', (by) => by.sumAbs(x));
    await compare('squared difference', (by) => by.sumSquaredDifference(x, y));
    tf.dispose([x, y]);
  });

  test.each(Object.entries(floats))('give the moments of %s', async (_name, [values, shape]) => {
    const x = tensor(values, shape);
    const [sum = Number.NaN, ...others] = await moments(x);
    const [expectedSum = Number.NaN, ...expectedOthers] = expected(values);
    expectNear(others, expectedOthers, 'Σx², Σ|x|, max|x|, nonzeros', 1e-6);
    if (Number.isFinite(expectedSum))
      expect(Math.abs(sum - expectedSum)).toBeLessThanOrEqual(1e-6 * (others[1] ?? 0) + 1e-36);
    else expect(sum).toBe(expectedSum);
    x.dispose();
  });

  test.each(Object.entries(integers))('agree with the generic ones on %s', async (_name, [values, dtype]) => {
    const x = tf.tensor1d(values, dtype);
    await compare('sum of squares', (by) => by.sumSquares(x));
    await compare('sum of absolute values', (by) => by.sumAbs(x));
    expectNear(await moments(x), expected(Float32Array.from(values)), 'moments', 1e-6);
    x.dispose();
  });

  test.each([
    ['NaN', Number.NaN],
    ['∞', Number.POSITIVE_INFINITY],
    ['−∞', Number.NEGATIVE_INFINITY],
  ])('show a single %s wherever it lies in a large tensor', async (_name, value) => {
    for (const at of [0, 4095, 4096, 40_000, 49_999]) {
      const values = random(50_000);
      values[at] = value;
      const x = tensor(values);
      const zero = tf.zerosLike(x);
      const others = [tf.zeros([3]), tf.ones([5])];
      const square = Number.isNaN(value) ? value : Number.POSITIVE_INFINITY;
      expect(await moments(x), `at ${at}`).toEqual([value, square, square, square, expect.anything()]);
      expect(await own((by) => by.sumSquaresOfAll([...others, x]))).toEqual([square]);
      expect(await own((by) => by.sumSquaredDifference(x, zero))).toEqual([square]);
      tf.dispose([x, zero, others]);
    }
  });

  test('show that both infinities have no sum', async () => {
    const values = random(30_000);
    values[5] = Number.POSITIVE_INFINITY;
    values[29_000] = Number.NEGATIVE_INFINITY;
    const x = tensor(values);
    const infinite = Number.POSITIVE_INFINITY;
    expect((await moments(x)).slice(0, 4)).toEqual([Number.NaN, infinite, infinite, infinite]);
    x.dispose();
  });

  test('lose nothing of a large tensor', async () => {
    const values = Float32Array.from({ length: 1_000_003 }, (_, index) => 1 + (index % 7) / 1000);
    const x = tensor(values);
    // One float32 accumulator would be off by 1e-4 and more here.
    expectNear(await moments(x), expected(values), 'moments', 2e-7);
    x.dispose();
  });

  test('take more tensors than a shader has buffers', async () => {
    const lengths = [3, 20_000, 1, 4096, 4097, 0, 7, 100, 5, 64, 9000, 2, 12, 33, 4, 256];
    const parts = lengths.map((length) => tensor(random(length)));
    for (const count of [0, 1, 2, 6, 7, 8, 14, 16]) {
      const some = parts.slice(0, count);
      const squares = lengths
        .slice(0, count)
        .reduce((sum, length) => sum + momentsOf(random(length)).squares, 0);
      expectNear(await own((by) => by.sumSquaresOfAll(some)), [squares], `${count} tensors`, 1e-6);
    }
    tf.dispose(parts);
  });

  test('take several tensors at once as they take each of them', async () => {
    const lengths = [3, 20_000, 1, 4096, 4097, 7, 100, 5, 64, 9000, 2, 12, 33, 4, 256, 5000, 5001, 5002];
    const xs = lengths.map((length) => tensor(random(length)));
    const ys = lengths.map((length) => tensor(random(length, 1.3)));
    tf.dispose(xs.splice(2, 1, tensor(Float32Array.of(Number.NaN))));
    for (const count of [1, 2, 3, 6, 7, 8, 15, 18]) {
      const [some, others] = [xs.slice(0, count), ys.slice(0, count)];
      const found = await own((by) => by.momentsOfEach?.(some) as TensorLike);
      const squares = await own(
        (by) =>
          by.sumSquaredDifferenceOfEach?.(
            some.map((x, index) => [x, others[index] as TensorLike]),
          ) as TensorLike,
      );
      expect([found.length, squares.length]).toEqual([5 * count, count]);
      for (const [index, x] of some.entries()) {
        expect(found.slice(5 * index, 5 * index + 5), `moments of ${index} of ${count}`).toEqual(
          await moments(x),
        );
        const alone = await own((by) => by.sumSquaredDifference(x, others[index] as TensorLike));
        expect([squares[index]], `difference ${index} of ${count}`).toEqual(alone);
      }
    }
    tf.dispose([xs, ys]);
  });

  test.each([
    [[3, 5, 7]],
    [[1, 1]],
    [[700, 17]],
    [[20, 30, 40]],
    [[2, 16]],
  ])('count by unit in %j', async (shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const x = tensor(random(size, 1.2), shape);
    await compare('units above 0', (by) => by.unitsPositive(x));
    await compare('units at a rail', (by) => by.unitsBeyond(x, 0, 0.9));
    await compare('units at a rail of a sigmoid', (by) => by.unitsBeyond(x, 0.5, 0.45));
    x.dispose();
  });

  test('give 0 for nothing', async () => {
    const x = tf.tensor2d([], [0, 4]);
    expect(await moments(x)).toEqual([0, 0, 0, 0, 0]);
    expect(await own((by) => by.sumSquares(x))).toEqual([0]);
    x.dispose();
  });

  test('take what lies on another backend', async () => {
    await tf.setBackend('cpu');
    const x = tf.tensor1d([3, 4]);
    await tf.setBackend('webgpu');
    expect(await own((by) => by.sumSquares(x))).toEqual([25]);
    x.dispose();
  });

  test('are read in the order of the steps, and never at once', async () => {
    const x = tensor(random(10_000));
    const arrived: number[] = [];
    const reads = [1, 2, 3].map((step) => {
      const pack = new Pack(engineOf(), reductionsOf(engineOf()));
      pack.number(
        (by) => by.sumSquares(x),
        () => arrived.push(step),
      );
      return pack.read();
    });
    expect(arrived).toEqual([]);
    await Promise.all(reads);
    expect(arrived).toEqual([1, 2, 3]);
    x.dispose();
  });
});
