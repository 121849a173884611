import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeEach, describe, expect, test } from 'vitest';
import { measureActivation } from './activations.js';
import { type Engine, findEngine } from './engine.js';
import { Pack } from './pack.js';
import { genericReductions } from './reductions.js';
import { EXAMPLES_FOR_A_VERDICT, StuckUnits } from './stuck-units.js';

function engineOf(): Engine {
  const engine = findEngine();
  if (!engine) throw new Error('no engine');
  return engine;
}

const UNITS = 4;
/** Unit 0 never fires, the others always do. */
const usual = Array.from({ length: EXAMPLES_FOR_A_VERDICT }, () => [0, 1, 2, 3]);
/** Enough examples for a verdict, one value of which is spoilt. */
const spoilt = (value: number) => usual.map((row, index) => (index === 7 ? [0, value, 2, 3] : row));
const broken = [
  ['NaN', Number.NaN],
  ['∞', Number.POSITIVE_INFINITY],
] as const;

/** The reported numbers of each batch, one after the other. */
function measure(units: StuckUnits | undefined, batches: readonly (readonly number[][])[]) {
  const engine = engineOf();
  const pack = new Pack(engine, genericReductions(engine));
  return batches.map((rows) => {
    const found: Record<string, number> = {};
    const set = (name: string) => (value: number) => {
      found[name] = value;
    };
    const output = tf.tensor2d(rows.map((row) => [...row]));
    measureActivation(pack, output, units, {
      mean: set('mean'),
      std: set('std'),
      zeroRatio: set('zeroRatio'),
      railRatio: set('railRatio'),
      stuckShare: set('stuckShare'),
      nonfinite: () => set('nonfinite')(1),
    });
    pack.read();
    output.dispose();
    return found;
  });
}

describe.each(['cpu', 'wasm'])('the output of a layer on %s', (backend) => {
  beforeEach(async () => {
    await tf.setBackend(backend);
  });

  test('is measured: mean, spread, zeros, and units that never fire', () => {
    const units = new StuckUnits(engineOf(), 'relu');
    const [found] = measure(units, [usual]);
    expect(found).toEqual({
      mean: 1.5,
      std: expect.closeTo(Math.sqrt(1.25), 5),
      zeroRatio: 1 / UNITS,
      stuckShare: 1 / UNITS,
    });
    units.dispose();
  });

  test.each(broken)('with %s has no share of dead units or zeros, before or after it has', (_name, value) => {
    const before = tf.memory().numTensors;
    const units = new StuckUnits(engineOf(), 'relu');
    const found = measure(units, [usual, spoilt(value), usual.slice(0, UNITS), usual]);
    expect(found.map(({ stuckShare }) => stuckShare)).toEqual([0.25, undefined, undefined, 0.25]);
    expect(found.map(({ zeroRatio }) => zeroRatio)).toEqual([0.25, undefined, 0.25, 0.25]);
    expect(found.map(({ nonfinite }) => nonfinite)).toEqual([undefined, 1, undefined, undefined]);
    units.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each(broken)('with %s has no share of saturated units', (_name, value) => {
    const units = new StuckUnits(engineOf(), 'tanh');
    const found = measure(units, [usual, spoilt(value), usual]);
    expect(found.map(({ stuckShare }) => stuckShare)).toEqual([0.75, undefined, 0.75]);
    expect(found.map(({ railRatio }) => railRatio)).toEqual([0.75, undefined, 0.75]);
    units.dispose();
  });

  test('reports what arrives late only if the batches before it were finite', () => {
    const engine = engineOf();
    const units = new StuckUnits(engine, 'relu');
    const reductions = genericReductions(engine);
    const shares: number[] = [];
    // Two steps are observed before the first is read, as where values have to be awaited.
    const steps = [spoilt(Number.NaN), usual].map((rows) => {
      const output = tf.tensor2d(rows);
      const pack = new Pack(engine, reductions);
      units.observe(
        output,
        pack,
        (share) => shares.push(share),
        () => {},
      );
      output.dispose();
      return pack;
    });
    for (const pack of steps) pack.read();
    expect(shares).toEqual([]);
    units.dispose();
  });
});
