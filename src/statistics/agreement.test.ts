import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectNear, floats, integers, random } from '../../test/reduction-cases.js';
import { type Engine, findEngine, offTape, type TensorLike } from './engine.js';
import { Pack } from './pack.js';
import { genericReductions, type Reductions } from './reductions.js';
import { reductionsOf } from './reductions-of.js';
import { measureMoments, measureSpread } from './variables.js';

function engineOf(): Engine {
  const engine = findEngine();
  if (!engine) throw new Error('no engine');
  return engine;
}

/** What a reduction gives, by either way. */
function numbers(engine: Engine, reduce: Reductions, measure: (reduce: Reductions) => TensorLike): number[] {
  if (reduce.numbersIn) return [...Array.from(measure(reduce).dataSync())];
  return offTape(engine, () => [...Array.from(measure(reduce).dataSync())]);
}

describe.each(['cpu', 'wasm'])('the own reductions of %s agree with the generic ones', (backend) => {
  beforeAll(() => tf.setBackend(backend));
  const ways = () => [reductionsOf(engineOf()), genericReductions(engineOf())] as const;
  const compare = (what: string, measure: (reduce: Reductions) => TensorLike) => {
    const [own, generic] = ways().map((reduce) => numbers(engineOf(), reduce, measure));
    expectNear(own ?? [], generic ?? [], what);
  };
  /** Within one rounding of the sum of absolute values: the sum itself may cancel. */
  const compareSums = (x: tf.Tensor) => {
    const [own, generic] = ways().map((reduce) => numbers(engineOf(), reduce, (by) => by.sum(x))[0] ?? 0);
    const size = Array.from(x.dataSync()).reduce((sum, value) => sum + Math.abs(value), 0);
    if (!Number.isFinite(generic ?? 0)) expect(own).toBe(generic);
    else expect(Math.abs((own ?? 0) - (generic ?? 0))).toBeLessThanOrEqual(1e-5 * size + 1e-36);
  };

  test('they are its own', () => {
    expect(reductionsOf(engineOf()).numbersIn).toBeDefined();
    expect(reductionsOf(engineOf())).toBe(reductionsOf(engineOf()));
  });

  test.each(Object.entries(floats))('on %s', (_name, [values, shape]) => {
    const x = tf.tensor(values, shape);
    const y = tf.tensor(
      Float32Array.from(values, (value) => value / 2 + 1),
      shape,
    );
    const before = tf.memory().numTensors;
    compareSums(x);
    compare('sum of squares', (by) => by.sumSquares(x));
    compare('sum of squares of several', (by) => by.sumSquaresOfAll([x, y, x]));
    compare('sum of absolute values', (by) => by.sumAbs(x));
    compare('squared difference', (by) => by.sumSquaredDifference(x, y));
    compare('difference', (by) => by.difference(x, y));
    compare('without penalty', (by) => by.withoutPenalty(x, y, 0.2, 0.01));
    compare('magnitudes', (by) => by.magnitudes(x)[0] as TensorLike);
    compare('magnitudes', (by) => by.magnitudes(x)[1] as TensorLike);
    if (values.every(Number.isFinite)) {
      compare('magnitudes', (by) => by.magnitudes(x)[2] as TensorLike);
      compare('largest absolute value', (by) => by.maxAbs(x));
      compare('nonzeros', (by) => by.countNonzeros(x));
      compare('above half', (by) => by.isAboveHalf(x));
      compare('positive', (by) => by.isPositive(by.flat(x)));
      for (const limit of [-0.5, 0, 3]) {
        compare('above', (by) => by.countAbove(by.flat(x), limit));
        compare('below', (by) => by.countBelow(by.flat(x), limit));
        compare('beyond', (by) => by.countBeyond(by.flat(x), limit, 1));
      }
    }
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([x, y]);
  });

  test.each(Object.entries(integers))('on %s', (_name, [values, dtype]) => {
    const x = tf.tensor1d(values, dtype);
    compareSums(x);
    for (const name of ['sumSquares', 'sumAbs', 'maxAbs', 'countNonzeros', 'isAboveHalf'] as const)
      compare(name, (by) => by[name](x));
    x.dispose();
  });

  test('on rows and units', () => {
    const x = tf.tensor(random(3 * 5 * 7, 1.2), [3, 5, 7]);
    compare('rows', (by) => by.rowSums(x));
    compare('around rows', (by) => by.sumSquaresAroundRows(x));
    compare('units above 0', (by) => by.unitsPositive(x));
    compare('units at a rail', (by) => by.unitsBeyond(x, 0, 0.9));
    compare('units at a rail of a sigmoid', (by) => by.unitsBeyond(x, 0.5, 0.45));
    for (const units of [4, 8, 64, 12]) {
      const y = tf.tensor(random(units * 11, 1.2), [11, units]);
      compare('units above 0, four at a time', (by) => by.unitsPositive(y));
      compare('units at a rail, four at a time', (by) => by.unitsBeyond(y, 0, 0.9));
      compare('around rows, four at a time', (by) => by.sumSquaresAroundRows(y));
      y.dispose();
    }
    const scores = x.reshape([15, 7]);
    compare('classes', (by) => by.countClasses(by.argMax(scores), 7));
    const labels = tf.tensor1d([0, 2, 2, -1, 6], 'int32');
    compare('labels', (by) => by.countClasses(labels, 7));
    compare('one after another', (by) => by.concat([labels, scores]));
    compare('sums', (by) => by.add([x, x, x]));
    tf.dispose([x, scores, labels]);
  });

  test('on nothing', () => {
    const x = tf.tensor2d([], [0, 4]);
    for (const name of ['sum', 'sumSquares', 'sumAbs', 'countNonzeros'] as const)
      expect(numbers(engineOf(), reductionsOf(engineOf()), (by) => by[name](x))).toEqual([0]);
    x.dispose();
  });

  test('in one pass, and in several', () => {
    const x = tf.tensor(random(1000), [10, 100]);
    const found = ways().map((reduce) => {
      const pack = new Pack(engineOf(), reduce);
      const got: number[] = [];
      measureMoments(pack, x, ({ sumSquares, sumAbs, maxAbs }) => got.push(sumSquares, sumAbs, maxAbs));
      measureSpread(pack, x, ({ std, sumSquares }) => got.push(std, sumSquares));
      pack.read();
      return got;
    });
    expectNear(found[0] ?? [], found[1] ?? [], 'moments');
    x.dispose();
  });

  test('where the values lie on another backend', async () => {
    await tf.setBackend(backend === 'cpu' ? 'wasm' : 'cpu');
    const x = tf.tensor1d([3, 4]);
    await tf.setBackend(backend);
    expect(numbers(engineOf(), reductionsOf(engineOf()), (by) => by.sumSquares(x))).toEqual([25]);
    x.dispose();
  });

  test('after the heap has grown', () => {
    const x = tf.tensor1d([3, 4]);
    const large = tf.zeros([32 * 1024 * 1024]);
    compare('sum of squares', (by) => by.sumSquares(x));
    tf.dispose([x, large]);
  });
});
