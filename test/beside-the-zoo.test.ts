import * as tf from '@tensorflow/tfjs';
import { preflight, type Vitals, type WatchOptions, watch } from 'trainvitals';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { blobs, type Plain, sines, teacher } from './zoo/data.js';
import { batchOf } from './zoo/loops.js';
import { classifier, cnn, mlp, regressor } from './zoo/networks.js';

/**
 * The zoo's runs are recorded, and decided from what was recorded. These symptoms are decided on a clock that goes on
 * while nothing is sent, on what a scrape left out, on what happened before the run: all but one on three real trainings,
 * of another architecture, loop and optimizer, and on the same ones without the fault. `run-lost`, which only a Prometheus
 * sees, is in lifecycle.test.ts; what compares ranks, `replica-divergence` and `straggler`, in ranks.test.ts.
 */
let vitals: Vitals | undefined;
beforeAll(() => tf.setBackend('cpu'));
afterEach(() => vitals?.close());

interface Training {
  readonly target: tf.LayersModel | tf.Optimizer;
  readonly model?: tf.LayersModel;
  /** One epoch or as many steps; `pause` is awaited, or blocks, in the middle. */
  readonly train: (vitals: Vitals | undefined, pause: () => void | Promise<void>) => Promise<void>;
  readonly data: Plain;
}

/** A classifier by `fit` with Adam, a convolutional one by `trainOnBatch` with SGD, a recurrent one by hand with RMSProp. */
const trainings: readonly (readonly [string, (depth: number, steps?: number) => Training])[] = [
  [
    'dense layers in fit',
    (depth, steps = 96) => {
      const data = teacher(tf, 1);
      const model = regressor(mlp(tf, [8, ...Array<number>(depth).fill(8), 1]), tf.train.adam(0.003));
      return {
        target: model,
        data,
        train: async (_, pause) => {
          const onBatchEnd = async (batch: number) => void (batch === steps / 2 && (await pause()));
          const part = [data.xs, data.ys].map((all) => all.slice(0, 4 * steps)) as [tf.Tensor, tf.Tensor];
          await model.fit(...part, { batchSize: 4, verbose: 0, callbacks: { onBatchEnd } });
          tf.dispose(part);
        },
      };
    },
  ],
  [
    'convolutions in trainOnBatch',
    (depth, steps = 96) => {
      const data = blobs(tf, 1, { examples: 512, size: 8 });
      const model = classifier(cnn(tf, [8, 8, 1], [4], 4), tf.train.sgd(0.05));
      const deep = tf.sequential({ layers: [...model.layers.slice(0, -1)] });
      for (let layer = 0; layer < depth; layer++)
        deep.add(tf.layers.dense({ name: `dense${layer}`, units: 8, activation: 'tanh' }));
      deep.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      classifier(deep, tf.train.sgd(0.05));
      return {
        target: deep,
        data,
        train: async (_, pause) => {
          for (let step = 0; step < steps; step++) {
            const { xs, ys } = batchOf(data, step);
            await deep.trainOnBatch(xs, ys);
            tf.dispose([xs, ys]);
            if (step === steps / 2) await pause();
          }
        },
      };
    },
  ],
  [
    'a recurrent network by hand',
    (depth, steps = 96) => {
      const data = sines(tf, 1);
      const [, ...inputShape] = data.xs.shape;
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 8, inputShape }));
      for (let layer = 0; layer < depth; layer++)
        model.add(tf.layers.dense({ name: `dense${layer}`, units: 8, activation: 'tanh' }));
      model.add(tf.layers.dense({ name: 'out', units: data.ys.shape[1] ?? 1, activation: 'tanh' }));
      const optimizer = tf.train.rmsprop(0.002);
      // What it is checked with before; the loop itself is by hand.
      regressor(model, optimizer);
      return {
        target: optimizer,
        model,
        data,
        train: async (vitals, pause) => {
          for (let step = 0; step < steps; step++) {
            const { xs, ys } = batchOf(data, step);
            const cost = optimizer.minimize(
              () => tf.losses.meanSquaredError(ys[0] as tf.Tensor, model.apply(xs) as tf.Tensor) as tf.Scalar,
              true,
            );
            vitals?.step({ loss: cost as tf.Scalar });
            tf.dispose([xs, ys, cost as tf.Scalar]);
            if (step === steps / 2) await pause();
          }
        },
      };
    },
  ],
];

const none = () => {};

/** Trains so many times, or until a symptom is there, and says which were raised. */
async function raisedBy(
  { target, model, train }: Training,
  options: WatchOptions,
  {
    times = 1,
    until,
    pause = none,
  }: { times?: number; until?: string; pause?: () => void | Promise<void> } = {},
): Promise<readonly string[]> {
  const raised = new Set<string>();
  vitals = await watch(target, { port: 0, linger: 0, ...(model && { model }), ...options });
  vitals.on('symptom', ({ symptom, state }) => state === 'raised' && raised.add(symptom));
  for (const event of vitals.symptoms()) raised.add(event.symptom);
  let time = 0;
  while (time < times && !(until && raised.has(until))) {
    time++;
    await train(vitals, pause);
    // What was left out of a scrape is known when there was one.
    await fetch(`${vitals.url}/metrics`).then((answer) => answer.text());
    await vitals.flush();
  }
  return [...raised];
}

// One training: it goes on until the opening allowance is spent, two seconds of the agent's own time.
test('agent-over-budget: a budget that no measurement keeps', async () => {
  const [[, training]] = trainings as readonly [(typeof trainings)[number]];
  const until = 'agent-over-budget';
  expect(await raisedBy(training(8), { budget: 1e-4 }, { until, times: 80 })).toContain(until);
});

describe.each(trainings)('%s', (_, training) => {
  test('series-dropped: more layers than are shown, and as many as usual', async () => {
    const many = await raisedBy(training(110, 6), {}, { times: 2 });
    expect(many).toContain('series-dropped');
    await vitals?.close();
    const usual = await raisedBy(training(4, 6), {}, { times: 2 });
    expect(usual).not.toContain('series-dropped');
  });

  test.each([
    ['waits', () => new Promise<void>((resolve) => setTimeout(resolve, 4500))],
    [
      'blocks its thread',
      () => {
        const end = performance.now() + 4500;
        while (performance.now() < end);
      },
    ],
  ])('run-stalled: a loop that %s for long, and one that does not', async (_, pause) => {
    const symptoms = { 'run-stalled': { seconds: 2 } };
    expect(await raisedBy(training(1), { symptoms }, { pause })).toContain('run-stalled');
    await vitals?.close();
    expect(await raisedBy(training(1), { symptoms })).not.toContain('run-stalled');
  });

  test('preflight-failed: targets that are not finite, and the right ones', async () => {
    const { target, model = target, data, ...rest } = training(1);
    const checks = { 'overfit-small-batch': false, 'learning-rate-search': false, 'gradient-check': false };
    const check = (ys: tf.Tensor) =>
      preflight(model as tf.LayersModel, { xs: data.xs, ys, checks, print: false });
    const failed = await check(tf.tidy(() => data.ys.mul(Number.NaN)));
    const watched = { target, ...(model !== target && { model: model as tf.LayersModel }), data, ...rest };
    expect(await raisedBy(watched, { preflight: failed })).toContain('preflight-failed');
    await vitals?.close();
    const passed = await check(data.ys);
    expect(await raisedBy(watched, { preflight: passed })).not.toContain('preflight-failed');
  });
});
