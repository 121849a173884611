import * as tf from '@tensorflow/tfjs';
import { type SymptomEvent, watch } from 'trainvitals';
import { describe, expect, test } from 'vitest';
import { scrape } from './scrape.js';
import { requireWebgpu } from './webgpu-device.js';

const isThere = await requireWebgpu();

/** Small: a step takes a good part of a second on a device in software, and each new kernel as long to compile. */
function build(): tf.Sequential {
  const init = (seed: number) => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'a',
        units: 8,
        inputShape: [6],
        activation: 'relu',
        kernelInitializer: init(1),
        kernelRegularizer: 'l1l2',
      }),
      tf.layers.dense({ name: 'b', units: 5, activation: 'tanh', kernelInitializer: init(2) }),
      tf.layers.dense({ name: 'c', units: 3, activation: 'softmax', kernelInitializer: init(3) }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

const EXAMPLES = 64;
const BATCH = 16;
function data() {
  const xs = tf.randomNormal([EXAMPLES, 6], 0, 1, 'float32', 11);
  const ys = tf.oneHot(tf.range(0, EXAMPLES, 1, 'int32').mod(tf.scalar(3, 'int32')), 3).toFloat();
  return { xs, ys };
}

/** Bytes of the weights after a training. */
async function weightsAfter(watched: boolean, epochs = 2): Promise<Uint8Array[]> {
  const model = build();
  const { xs, ys } = data();
  const vitals = watched ? await watch(model, { port: 0, linger: 0, every: 1 }) : undefined;
  await model.fit(xs, ys, { epochs, batchSize: BATCH, shuffle: false, verbose: 0 });
  await vitals?.flush();
  if (vitals) {
    const steps = (await scrape(vitals.url)).find(({ name }) => name === 'training_steps_total');
    // A run that was not seen would prove nothing.
    expect(steps?.value).toBe((epochs * EXAMPLES) / BATCH);
  }
  await vitals?.close();
  const weights = [];
  for (const weight of model.getWeights()) weights.push(new Uint8Array((await weight.data()).slice().buffer));
  tf.dispose([xs, ys]);
  model.dispose();
  return weights;
}

describe.runIf(isThere)('a training on webgpu', () => {
  test('gives the same weights bit for bit with the agent and without', async () => {
    const without = await weightsAfter(false);
    // Else there would be nothing to compare with.
    expect(await weightsAfter(false)).toEqual(without);
    expect(await weightsAfter(true)).toEqual(without);
    // The comparison itself can fail: another epoch changes the weights.
    expect(await weightsAfter(false, 3)).not.toEqual(without);
  });

  test('shows its backend, and statistics of every layer', async () => {
    const model = build();
    const { xs, ys } = data();
    const vitals = await watch(model, { port: 0, linger: 0, every: 1 });
    await model.fit(xs, ys, { epochs: 1, batchSize: BATCH, verbose: 0 });
    await vitals.flush();
    const samples = await scrape(vitals.url);
    await vitals.close();
    const layersOf = (series: string) =>
      samples.flatMap(({ name, labels, value }) =>
        name === series && Number.isFinite(value) && value > 0 ? [`${labels.layer}/${labels.variable}`] : [],
      );
    expect(samples.find(({ name }) => name === 'training_run_info')?.labels.backend).toBe('webgpu');
    const learned = ['a/bias', 'a/kernel', 'b/bias', 'b/kernel', 'c/bias', 'c/kernel'];
    for (const series of ['gradient_norm', 'weight_norm', 'update_ratio'])
      expect(layersOf(`training_layer_${series}`).toSorted(), series).toEqual(
        expect.arrayContaining(learned),
      );
    const errors = samples.filter(({ name }) => name === 'training_agent_errors_total');
    expect(errors.map(({ value }) => value)).toEqual(errors.map(() => 0));
    tf.dispose([xs, ys]);
    model.dispose();
  });

  test('leaves no tensor and no memory of the device behind in a watched step', async () => {
    const model = build();
    const { xs, ys } = data();
    const xy = [xs.slice(0, BATCH), ys.slice(0, BATCH)] as const;
    const vitals = await watch(model, { port: 0, linger: 0, every: 1 });
    const held = async (steps: number) => {
      for (let step = 0; step < steps; step++) await model.trainOnBatch(...xy);
      await vitals.flush();
      // What was disposed is let go of with the next submission to the device.
      const one = tf.tidy(() => tf.ones([1]).square());
      await one.data();
      one.dispose();
      const { numTensors, numBytes } = tf.memory();
      return { numTensors, numBytes, numBytesInGPU: Reflect.get(tf.memory(), 'numBytesInGPU') };
    };
    // Fewer examples than the window of dead units turns over at: it stays one tensor.
    const before = await held(3);
    expect(await held(6)).toEqual(before);
    await vitals.close();
    // The agent's own tensor goes with it.
    expect(tf.memory().numTensors).toBeLessThan(before.numTensors);
    tf.dispose([xs, ys, ...xy]);
    model.dispose();
  });

  test('that never waits for the device holds only so many steps, and every step is counted', async () => {
    const weight = tf.variable(tf.ones([4]));
    const optimizer = tf.train.sgd(0.01);
    const vitals = await watch(optimizer, { port: 0, linger: 0, every: 1 });
    const step = () => {
      const loss = optimizer.minimize(() => weight.square().sum() as tf.Scalar, true) as tf.Scalar;
      vitals.step({ accuracy: loss });
      loss.dispose();
    };
    const held = () => {
      for (let at = 0; at < 150; at++) step();
      return tf.memory().numTensors;
    };
    const many = held();
    expect(held()).toBe(many);
    await vitals.flush();
    step();
    await vitals.flush();
    const steps = (await scrape(vitals.url)).find(({ name }) => name === 'training_steps_total');
    expect(steps?.value).toBe(301);
    await vitals.close();
    expect(tf.memory().numTensors).toBeLessThan(many);
    weight.dispose();
  });

  test('that shows a loss of NaN is told of it while it trains', async () => {
    const model = build();
    const { xs, ys } = data();
    const spoilt = tf.tidy(() => xs.mul(tf.scalar(Number.NaN)));
    const vitals = await watch(model, { port: 0, linger: 0, every: 1 });
    const raised: SymptomEvent[] = [];
    vitals.on('symptom', (event) => {
      if (event.state === 'raised') raised.push(event);
      model.stopTraining = true;
    });
    await model.fit(xs, ys, { epochs: 1, batchSize: BATCH, verbose: 0 });
    let steps = 0;
    const callbacks = {
      onBatchEnd: async () => {
        steps++;
      },
    };
    await model.fit(spoilt, ys, { epochs: 100, batchSize: BATCH, verbose: 0, callbacks });
    await vitals.flush();
    expect(raised.map(({ symptom }) => symptom)).toContain('loss-nonfinite');
    // Its values had to arrive while later steps ran.
    expect(steps).toBeLessThan(400);
    await vitals.close();
    tf.dispose([xs, ys, spoilt]);
    model.dispose();
  });
});
