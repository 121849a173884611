import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleOf, scrape } from './scrape.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const STEPS = 40;
type Loss = (labels: tf.Tensor, output: tf.Tensor) => tf.Tensor;

/** Trains a classifier of three classes in a hand-written loop; `before` each step something else may happen. */
async function trained(
  activation: 'softmax' | 'linear',
  loss: Loss,
  { isWatched = true, before = () => {} }: { isWatched?: boolean; before?: Before } = {},
) {
  tf.disposeVariables();
  tf.engine().startScope();
  const kernelInitializer = tf.initializers.glorotNormal({ seed: 7 });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ name: 'hidden', units: 8, activation: 'relu', inputShape: [4], kernelInitializer }),
      tf.layers.dense({ name: 'out', units: 3, activation, kernelInitializer }),
    ],
  });
  const optimizer = tf.train.sgd(0.1);
  const vitals = isWatched ? await watch(optimizer, { model, port: 0, linger: 0 }) : undefined;
  const xs = tf.randomNormal([32, 4], 0, 1, 'float32', 3);
  const ys = tf.oneHot(tf.argMax(xs.slice([0, 0], [32, 3]), 1), 3);
  let tensors = 0;
  for (let step = 0; step < STEPS; step++) {
    before(step, model);
    const batch = (rows: tf.Tensor) => rows.slice([(step % 4) * 8, 0], [8, -1]);
    tf.tidy(() => {
      optimizer.minimize(() => loss(batch(ys), model.apply(batch(xs)) as tf.Tensor).mean() as tf.Scalar);
    });
    vitals?.step();
    if (step === 10) tensors = tf.memory().numTensors;
  }
  const leaked = tf.memory().numTensors - tensors;
  await vitals?.flush();
  const samples = vitals ? await scrape(vitals.url) : [];
  const found = (vitals?.symptoms() ?? []).filter(({ symptom }) => symptom === 'loss-mismatch');
  await vitals?.close();
  const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
  tf.engine().endScope();
  return { leaked, samples, found, weights, run: vitals?.run ?? '' };
}
type Before = (step: number, model: tf.LayersModel) => void;

describe('a loss that a hand-written loop computes from something that it does not take', () => {
  test.each<[string, 'softmax' | 'linear', Loss, string]>([
    [
      'the cross-entropy of logits after a softmax',
      'softmax',
      tf.losses.softmaxCrossEntropy,
      'a softmax before a loss that takes logits',
    ],
    [
      'the cross-entropy of probabilities without a softmax',
      'linear',
      tf.metrics.categoricalCrossentropy,
      'rows of the output do not sum to 1: no softmax',
    ],
  ])('%s is told with its layer, without a trace in the run', async (_name, activation, loss, reason) => {
    const [watched, alone] = [
      await trained(activation, loss),
      await trained(activation, loss, { isWatched: false }),
    ];
    expect(watched.found.map(({ layer }) => layer)).toEqual(['out']);
    expect(watched.found[0]?.message).toContain(reason);
    expect(watched.weights).toEqual(alone.weights);
    expect(watched.leaked).toBe(0);
    // The frames got a place for it after the first step, of which nothing is lost.
    expect(sampleOf(watched.samples, 'training_examples_total', { run: watched.run })).toBe(STEPS * 8);
  });

  test.each<[string, 'softmax' | 'linear', Loss]>([
    ['logits under the cross-entropy of logits', 'linear', tf.losses.softmaxCrossEntropy],
    ['a softmax under the cross-entropy of probabilities', 'softmax', tf.metrics.categoricalCrossentropy],
  ])('%s fits', async (_name, activation, loss) => {
    expect((await trained(activation, loss)).found).toEqual([]);
  });
});

test('weights that something else has set are counted, an update is not', async () => {
  const sets = async (before: Before) => {
    const { samples, run } = await trained('linear', tf.losses.softmaxCrossEntropy, { before });
    return sampleOf(samples, 'training_weights_set_total', { run });
  };
  const restore: Before = (_, model) =>
    tf.tidy(() => model.setWeights(model.getWeights().map((weight) => weight.add(0))));
  expect(await sets(() => {})).toBe(0);
  expect(await sets((step, model) => step === 20 && restore(step, model))).toBe(1);
  // Before the first step they are the run's own beginning.
  expect(await sets(restore)).toBe(STEPS - 1);
});

test('a compiled loss whose activation is a layer of its own is told once, of the layer that is the output', async () => {
  tf.disposeVariables();
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ name: 'out', units: 3, inputShape: [4] }),
      tf.layers.softmax({ name: 'shares' }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: tf.losses.softmaxCrossEntropy });
  const vitals = await watch(model, { port: 0, linger: 0 });
  const xs = tf.randomNormal([32, 4], 0, 1, 'float32', 3);
  await model.fit(xs, tf.oneHot(tf.argMax(xs.slice([0, 0], [32, 3]), 1), 3), {
    epochs: 20,
    batchSize: 8,
    verbose: 0,
  });
  await vitals.flush();
  const layers = vitals
    .symptoms()
    .flatMap(({ symptom, layer }) => (symptom === 'loss-mismatch' ? [layer] : []));
  await vitals.close();
  expect(layers).toEqual(['shares']);
});
