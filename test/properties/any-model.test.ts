import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, test } from 'vitest';
import { figures } from '../figures.js';
import {
  compile,
  dataOf,
  type ModelSpec,
  modelOf,
  modelSpec,
  type Schedule,
  schedule,
} from './random-model.js';
import { expectSame } from './same-outcome.js';

/** Models in CI; `RUNS=2000` looks for longer, `SEED` looks at the same ones again. */
const RUNS = Number(process.env.RUNS ?? 40);
const SEED = process.env.SEED === undefined ? undefined : Number(process.env.SEED);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

async function train(
  model: tf.LayersModel,
  spec: ModelSpec,
  actions: Schedule,
  { xs, ys }: { xs: tf.Tensor; ys: tf.Tensor },
): Promise<void> {
  for (const action of actions) {
    switch (action.do) {
      case 'fit':
        await model.fit(xs, ys, {
          epochs: action.epochs,
          batchSize: action.batchSize,
          verbose: 0,
          ...(action.validates && { validationData: [xs, ys] as [tf.Tensor, tf.Tensor] }),
        });
        break;
      case 'trainOnBatch':
        for (let time = 0; time < action.times; time++) tf.dispose(await model.trainOnBatch(xs, ys));
        break;
      case 'fitDataset': {
        const rows = tf.data.zip({ xs: tf.data.array(xs.unstack()), ys: tf.data.array(ys.unstack()) });
        await model.fitDataset(rows.batch(action.batchSize) as Parameters<typeof model.fitDataset>[0], {
          epochs: 1,
          verbose: 0,
        });
        break;
      }
      case 'predict':
        tf.dispose(model.predict(xs));
        break;
      case 'evaluate':
        tf.dispose(model.evaluate(xs, ys));
        break;
      case 'compile':
        compile(model, spec);
        break;
      case 'freeze':
        for (const layer of model.layers.slice(0, -1)) layer.trainable = !layer.trainable;
        compile(model, spec);
        break;
      case 'stop':
        model.stopTraining = true;
        break;
    }
  }
}

test(
  'any model, trained in any way, ends as it would without the agent; nothing is thrown, nothing leaks, every scrape can be read',
  async (context) => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(modelSpec, schedule, async (spec, actions) => {
        tried++;
        await expectSame(() => {
          const model = modelOf(spec);
          const data = dataOf(spec);
          return { model, train: () => train(model, spec, actions, data) };
        });
      }),
      { numRuns: RUNS, ...(SEED !== undefined && { seed: SEED }) },
    );
    figures(context, { 'models tried': tried });
  },
  RUNS * 20_000,
);
