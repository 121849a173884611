import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { preflight, TrainvitalsError } from 'trainvitals';
import { beforeAll, expect, test } from 'vitest';
import { figures } from '../figures.js';
import { dataOf, modelOf, modelSpec } from './random-model.js';

/** Models in CI; `RUNS=2000` looks for longer, `SEED` looks at the same ones again. */
const RUNS = Number(process.env.RUNS ?? 25);
const SEED = process.env.SEED === undefined ? undefined : Number(process.env.SEED);

/** Each check in full, and stopped in the middle: what it leaves behind does not depend on where it ends. */
const seconds = fc.constantFrom(0.1, 0.3, 1);
const timed = [
  'wiring',
  'initialization',
  'regularization',
  'overfit-small-batch',
  'learning-rate-search',
  'gradient-check',
];

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const bytesOf = (tensor: tf.Tensor) => Buffer.from(tensor.dataSync().slice().buffer).toString('hex');

test(
  'a preflight of any model tells what it found or refuses it in one line, and leaves all as it was',
  async (context) => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(modelSpec, seconds, async (spec, limit) => {
        tried++;
        tf.engine().startScope();
        const original = Math.random;
        try {
          const model = modelOf(spec);
          const { xs, ys } = dataOf(spec);
          let drawn = 0;
          const random = () => {
            drawn++;
            return original();
          };
          Math.random = random;
          const seen = () => ({
            weights: model.weights.map((weight) => bytesOf(weight.read())),
            data: [xs, ys].map(bytesOf),
            tensors: tf.memory().numTensors,
            variables: Object.keys(tf.engine().registeredVariables),
            drawn,
          });
          const before = seen();
          const checks = Object.fromEntries(timed.map((id) => [id, { seconds: limit }]));
          const report = await preflight(model, { xs, ys, print: false, checks }).catch((error: unknown) => {
            expect(error).toBeInstanceOf(TrainvitalsError);
            expect(String(error)).not.toContain('\n');
            return undefined;
          });
          expect(seen()).toEqual(before);
          expect(Math.random).toBe(random);
          for (const check of report?.checks ?? []) {
            expect(check.message, check.id).not.toMatch(/could not be computed|undefined|\[object/);
            expect(check.message).not.toBe('');
          }
          const json = JSON.stringify(report ?? null);
          expect(JSON.stringify(JSON.parse(json))).toBe(json);
        } finally {
          Math.random = original;
          tf.engine().endScope();
          tf.disposeVariables();
        }
      }),
      { numRuns: RUNS, ...(SEED !== undefined && { seed: SEED }) },
    );
    figures(context, { 'models tried': tried });
  },
  RUNS * 20_000,
);
