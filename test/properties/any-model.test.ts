import { spawnSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { type Vitals, watch } from 'trainvitals';
import { beforeAll, expect, test } from 'vitest';
import { parse } from '../scrape.js';
import { requireTool } from '../tools.js';
import {
  compile,
  dataOf,
  type ModelSpec,
  modelOf,
  modelSpec,
  type Schedule,
  schedule,
} from './random-model.js';

/** Models in CI; `RUNS=2000` looks for longer, `SEED` looks at the same ones again. */
const RUNS = Number(process.env.RUNS ?? 40);
const SEED = process.env.SEED === undefined ? undefined : Number(process.env.SEED);
const hasPromtool = requireTool('promtool');

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** What a training came to: weights to the last bit, what it threw, what it held at the end. */
interface Outcome {
  readonly weights: readonly string[];
  readonly thrown: string;
  readonly tensors: number;
}

function seedMathRandom(seed: number): () => void {
  const original = Math.random;
  let state = seed;
  Math.random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => {
    Math.random = original;
  };
}

const bytesOf = (tensor: tf.Tensor) => Buffer.from(tensor.dataSync().slice().buffer).toString('hex');

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

/** Trains once, watched or not; `look` sees what a scrape says before the end. */
async function outcomeOf(
  spec: ModelSpec,
  actions: Schedule,
  look?: (metrics: string, errors: readonly string[]) => void,
): Promise<Outcome> {
  const restore = seedMathRandom(7);
  tf.engine().startScope();
  let vitals: Vitals | undefined;
  try {
    const model = modelOf(spec);
    const data = dataOf(spec);
    const errors: string[] = [];
    if (look) {
      vitals = await watch(model, { run: 'any', port: 0, every: 1, linger: 0 });
      vitals.on('run', ({ error }) => error !== undefined && errors.push(error));
    }
    // What comes is the same whatever the start has drawn.
    restore();
    seedMathRandom(11);
    const before = tf.memory().numTensors;
    let thrown = '';
    await train(model, spec, actions, data).catch((error: unknown) => {
      thrown = error instanceof Error ? error.message : String(error);
    });
    if (vitals && look) {
      await vitals.flush();
      look(await (await fetch(`${vitals.url}/metrics`)).text(), errors);
      await vitals.close();
    }
    return { weights: model.getWeights().map(bytesOf), thrown, tensors: tf.memory().numTensors - before };
  } finally {
    await vitals?.close();
    restore();
    tf.engine().endScope();
    tf.disposeVariables();
  }
}

function checkFormat(metrics: string): void {
  const samples = parse(metrics);
  expect(samples.find(({ name }) => name === 'training_run_info')?.value).toBe(1);
  if (!hasPromtool) return;
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: metrics,
    encoding: 'utf8',
  });
  // What it says of names is a matter of taste, and is looked at elsewhere: 3. What cannot be read is 1.
  expect([0, 3], stdout + stderr).toContain(status);
}

test(
  'any model, trained in any way, ends as it would without the agent; nothing is thrown, nothing leaks, every scrape can be read',
  async () => {
    await fc.assert(
      fc.asyncProperty(modelSpec, schedule, async (spec, actions) => {
        const without = await outcomeOf(spec, actions);
        const watched = await outcomeOf(spec, actions, (metrics, errors) => {
          checkFormat(metrics);
          expect(errors).toEqual([]);
          const failed = parse(metrics).filter(
            ({ name, value }) => name === 'training_agent_errors_total' && value > 0,
          );
          expect(failed).toEqual([]);
        });
        expect(watched).toEqual(without);
      }),
      { numRuns: RUNS, ...(SEED !== undefined && { seed: SEED }), endOnFailure: false },
    );
  },
  RUNS * 20_000,
);
