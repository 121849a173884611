import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Engine, findEngine, offTape } from './engine.js';
import { Pack } from './pack.js';
import { genericReductions } from './reductions.js';
import { EXAMPLES_FOR_A_VERDICT, StuckUnits } from './stuck-units.js';

function engineOf(): Engine {
  const engine = findEngine();
  if (!engine) throw new Error('no engine');
  return engine;
}

/** Numbers of about ±2, always the same. */
const random = (size: number) =>
  Float32Array.from({ length: size }, (_, index) => 2 * Math.sin(12.9898 * (index + 1)));
const tensors: Record<string, { values: Float32Array | Int32Array; shape: number[]; dtype?: 'int32' }> = {
  random: { values: random(60), shape: [3, 4, 5] },
  scalar: { values: Float32Array.of(-3.5), shape: [] },
  zeros: { values: new Float32Array(12), shape: [3, 4] },
  denormal: { values: Float32Array.of(1e-40, -2e-41, 0, 1e-39), shape: [4] },
  large: { values: Float32Array.of(1e18, -1e18, 3), shape: [3] },
  integers: { values: Int32Array.of(-4, 0, 7, 2), shape: [2, 2], dtype: 'int32' },
};

/** Sums in doubles, one value after the other: slow and obvious. */
const reference = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  return {
    sum: list.reduce((a, x) => a + x, 0),
    sumSquares: list.reduce((a, x) => a + x * x, 0),
    sumAbs: list.reduce((a, x) => a + Math.abs(x), 0),
    maxAbs: Math.max(...list.map(Math.abs)),
    countNonzeros: list.filter((x) => x !== 0).length,
  };
};

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  beforeAll(() => tf.setBackend(backend));

  test.each(Object.entries(tensors))('reductions of %s agree with sums in doubles', (_name, {
    values,
    shape,
    dtype,
  }) => {
    const engine = engineOf();
    const reduce = genericReductions(engine);
    const tensor = tf.tensor(values, shape, dtype ?? 'float32');
    for (const [name, expected] of Object.entries(reference(values))) {
      const reduction = reduce[name as keyof ReturnType<typeof reference>];
      const got = offTape(engine, () => reduction(tensor).dataSync()[0] ?? Number.NaN);
      expect(Math.abs(got - expected), name).toBeLessThanOrEqual(1e-5 * Math.abs(expected) + 1e-36);
    }
    tensor.dispose();
  });

  test.each([
    ['NaN', [1, Number.NaN, 2]],
    ['∞', [Number.POSITIVE_INFINITY, 0, Number.NEGATIVE_INFINITY]],
  ])('%s shows in the sum of squares', (_name, values) => {
    const engine = engineOf();
    const reduce = genericReductions(engine);
    const tensor = tf.tensor1d(values);
    expect(Number.isFinite(offTape(engine, () => reduce.sumSquares(tensor).dataSync()[0]))).toBe(false);
    tensor.dispose();
  });

  test('the penalty of l1 and l2 is taken out of a gradient', () => {
    const engine = engineOf();
    const reduce = genericReductions(engine);
    const [w, g] = [tf.tensor1d([1, -2, 0, 4]), tf.tensor1d([0.5, 0.5, 0.5, 0.5])];
    const rest = offTape(engine, () => Array.from(reduce.withoutPenalty(g, w, 2 * 0.1, 0.01).dataSync()));
    const expected = [0.5 - 0.2 - 0.01, 0.5 + 0.4 + 0.01, 0.5, 0.5 - 0.8 - 0.01];
    for (const [index, value] of expected.entries()) expect(rest[index]).toBeCloseTo(value, 6);
    tf.dispose([w, g]);
  });

  test('classes are counted', () => {
    const engine = engineOf();
    const reduce = genericReductions(engine);
    const scores = tf.tensor2d([
      [0.1, 0.9, 0],
      [0.8, 0.1, 0.1],
      [0, 1, 0],
    ]);
    const counts = offTape(engine, () =>
      Array.from(reduce.countClasses(reduce.argMax(scores), 3).dataSync()),
    );
    expect(counts).toEqual([1, 2, 0]);
    scores.dispose();
  });

  test('a pack is read once, part by part, and leaves no tensor', () => {
    const engine = engineOf();
    const before = tf.memory().numTensors;
    const pack = new Pack(engine, genericReductions(engine));
    const got: number[][] = [];
    tf.tidy(() => {
      const x = tf.tensor2d([
        [1, 2],
        [3, 4],
      ]);
      pack.number(
        (reduce) => reduce.sum(x),
        (value) => got.push([value]),
      );
      pack.add(
        (reduce) => reduce.unitsPositive(x),
        (values) => got.push([...values]),
      );
    });
    pack.read();
    expect(got).toEqual([[10], [2, 2]]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a unit is dead when it fired for no example of the window, however many zeros the others have', () => {
    const engine = engineOf();
    const units = new StuckUnits(engine, 'relu');
    const pack = new Pack(engine, genericReductions(engine));
    const shares: number[] = [];
    const batch = 64;
    for (let step = 0; step < 8; step++) {
      // Unit 0 never fires; unit 1 fires once in the whole window; units 2 and 3 fire half the time.
      const rows = Array.from({ length: batch }, (_, row) => [
        0,
        step === 5 && row === 9 ? 1 : 0,
        row % 2,
        (row + 1) % 2,
      ]);
      const output = tf.tensor2d(rows);
      units.observe(
        output,
        pack,
        (share) => shares.push(share),
        () => {},
      );
      pack.read();
      output.dispose();
    }
    expect(shares).toHaveLength(8 - (EXAMPLES_FOR_A_VERDICT / batch - 1));
    expect(shares[0]).toBe(0.5);
    expect(shares.at(-1)).toBe(0.25);
    units.dispose();
  });

  test.each([
    1, 16,
  ])('units that died show while their last signs leave the window, at an interval of %i', (interval) => {
    const engine = engineOf();
    const units = new StuckUnits(engine, 'relu');
    const pack = new Pack(engine, genericReductions(engine));
    let share = Number.NaN;
    let step = 0;
    for (; step < 4000 && share !== 1; step += interval) {
      const output = step < 8 ? tf.ones([32, 4]) : tf.zeros([32, 4]);
      units.observe(
        output,
        pack,
        (found) => (share = found),
        () => {},
        interval,
      );
      pack.read();
      output.dispose();
    }
    expect(share).toBe(1);
    // The window is 64 batches at an interval of 1, and 8 where they are rare: about as many steps.
    expect(step).toBeGreaterThan(32);
    expect(step).toBeLessThanOrEqual(192);
    units.dispose();
  });
});
