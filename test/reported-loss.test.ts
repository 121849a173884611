import * as tf from '@tensorflow/tfjs';
import { type StepReport, type SymptomEvent, watch } from 'trainvitals';
import { beforeAll, expect, test } from 'vitest';
import { sampleOf, scrape } from './scrape.js';
import { teacher } from './zoo/data.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

interface Loop {
  readonly steps?: number;
  readonly watched?: boolean;
  /** What the loop says of a step, of the loss that it minimized and that of its averaged weights. */
  readonly report: (minimized: tf.Scalar, averaged: tf.Scalar) => StepReport;
  /** What is kept of the average in each step. */
  readonly decay?: number;
}

/** A hand-written loop of a linear model with averaged weights. */
async function train({ steps = 260, watched = true, report, decay = 1 }: Loop) {
  const { xs, ys } = teacher(tf, 3);
  const kernel = tf.variable(tf.randomNormal([8, 1], 0, 0.1, 'float32', 5));
  let average = kernel.clone() as tf.Tensor;
  const optimizer = tf.train.sgd(0.03);
  const vitals = watched ? await watch(optimizer, { variables: { kernel }, port: 0, linger: 0 }) : undefined;
  const raised: SymptomEvent[] = [];
  vitals?.on('symptom', (event) => event.state === 'raised' && raised.push(event));
  const loss = (weights: tf.Tensor) =>
    tf.losses.meanSquaredError(ys, xs.matMul(weights as tf.Tensor2D)) as tf.Scalar;
  let tensors = 0;
  for (let step = 0; step < steps; step++) {
    if (step === 20) tensors = tf.memory().numTensors;
    const minimized = optimizer.minimize(() => loss(kernel), true) as tf.Scalar;
    const next = tf.tidy(() => average.mul(decay).add(kernel.mul(1 - decay)));
    average.dispose();
    average = next;
    const averaged = tf.tidy(() => loss(average));
    tf.tidy(() => vitals?.step(report(minimized, averaged)));
    tf.dispose([minimized, averaged]);
  }
  const leaked = tf.memory().numTensors - tensors;
  await vitals?.flush();
  const samples = vitals ? await scrape(vitals.url) : [];
  const { run = '' } = vitals ?? {};
  await vitals?.close();
  const weights = [...kernel.dataSync()];
  tf.dispose([xs, ys, kernel, average]);
  return {
    raised,
    leaked,
    weights,
    loss: sampleOf(samples, 'training_loss', { run, split: 'train' }),
    accuracy: sampleOf(samples, 'training_metric', { run, metric: 'accuracy', split: 'train' }),
    reported: sampleOf(samples, 'training_metric', { run, metric: 'reported_loss', split: 'train' }),
  };
}

const averagedLoss: Loop['report'] = (_, averaged) => ({ loss: averaged });

test('a loss that stands still while the minimized one falls is named, and so is why', async () => {
  const { raised, reported, loss } = await train({ report: averagedLoss });
  expect(raised).toMatchObject([{ symptom: 'loss-not-improving' }]);
  expect(raised[0]?.message).toContain('is not the one that it minimizes');
  expect(raised[0]?.remedies[0]).toContain('optimize the correct tensor');
  expect(Number(reported)).toBeGreaterThan(2 * Number(loss));
});

test('a number that the loop read itself counts as the tensor does', async () => {
  const { raised } = await train({ report: (_, averaged) => ({ loss: averaged.dataSync()[0] as number }) });
  expect(raised).toMatchObject([{ symptom: 'loss-not-improving' }]);
});

test.each([0.9, 0.99, 0.999])('averaged weights that follow with a decay of %d are quiet', async (decay) => {
  const { raised, reported } = await train({ report: averagedLoss, decay, steps: 400 });
  expect(raised.map(({ symptom }) => symptom)).not.toContain('loss-not-improving');
  expect(reported).toBeGreaterThan(0);
});

test.each([
  ['the tensor itself', (minimized) => ({ loss: minimized })],
  ['a clone of it', (minimized) => ({ loss: minimized.clone() })],
  ['its number', (minimized) => ({ loss: minimized.dataSync()[0] as number })],
  [
    'its number, rounded',
    (minimized) => ({ loss: Number((minimized.dataSync()[0] as number).toPrecision(4)) }),
  ],
] satisfies [string, Loop['report']][])('the minimized loss is no other: %s', async (_, report) => {
  const { raised, reported } = await train({ report });
  expect(raised).toEqual([]);
  expect(reported).toBeUndefined();
});

test('a loss of 0 is one', async () => {
  expect((await train({ report: () => ({ loss: 0 }) })).reported).toBe(0);
});

test('a loss of null, as of an optimizer that was not asked for it, is none; the rest of the report counts', async () => {
  const none = { loss: null, accuracy: 0.5 } as unknown as StepReport;
  const { raised, loss, reported, accuracy } = await train({ report: () => none });
  expect(raised).toEqual([]);
  expect(reported).toBeUndefined();
  expect(loss).toBeGreaterThan(0);
  expect(accuracy).toBe(0.5);
});

test('to report another loss changes no weight and leaves no tensor', async () => {
  const watched = await train({ report: averagedLoss });
  expect(watched.leaked).toBe(0);
  expect(watched.weights).toEqual((await train({ report: averagedLoss, watched: false })).weights);
});
