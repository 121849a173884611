import * as tf from '@tensorflow/tfjs';
import { preflight } from 'trainvitals';
import { describe, expect, test } from 'vitest';
import { requireWebgpu } from '../webgpu-device.js';

const isThere = await requireWebgpu();

/** Small: on a device in software a step takes a good part of a second. */
function classifier(kernelInitializer: 'heNormal' | 'zeros') {
  const model = tf.sequential({
    name: 'small',
    layers: [
      tf.layers.dense({
        name: 'hidden',
        units: 16,
        activation: 'relu',
        inputShape: [4],
        kernelInitializer,
      }),
      tf.layers.batchNormalization({ name: 'normal' }),
      tf.layers.dense({ name: 'classes', units: 3, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.02), loss: 'categoricalCrossentropy' });
  const xs = tf.randomNormal<tf.Rank.R2>([60, 4], 0, 1, 'float32', 1);
  const ys = tf
    .oneHot(
      tf.tensor1d(
        Array.from({ length: 60 }, (_, row) => row % 3),
        'int32',
      ),
      3,
    )
    .toFloat();
  return { model, xs, ys };
}

const bytesOf = async (model: tf.LayersModel) =>
  Promise.all(
    model
      .getWeights()
      .map(async (weight) => Buffer.from((await weight.data()).slice().buffer).toString('hex')),
  );

describe.runIf(isThere)('a preflight on webgpu', { timeout: 300_000 }, () => {
  test('decides as on any backend, and leaves weights and tensors as they were', async () => {
    expect(tf.getBackend()).toBe('webgpu');
    const { model, ...data } = classifier('heNormal');
    const before = { weights: await bytesOf(model), tensors: tf.memory().numTensors };
    const seconds = {
      'overfit-small-batch': { seconds: 20 },
      'learning-rate-search': { seconds: 8 },
      'gradient-check': { seconds: 10 },
    };
    const report = await preflight(model, { ...data, print: false, checks: seconds });
    const said = report.checks.map(({ id, verdict, message }) => `${id} ${verdict}: ${message}`).join('\n');
    expect(report.backend).toBe('webgpu');
    expect(report.ok, said).toBe(true);
    // Of what takes longer than its time here nothing is said.
    expect(
      report.checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id),
      said,
    ).toEqual([]);
    for (const id of ['inputs', 'labels', 'wiring', 'initialization'])
      expect(report.checks.find((check) => check.id === id)?.verdict, said).toBe('pass');
    expect({ weights: await bytesOf(model), tensors: tf.memory().numTensors }).toEqual(before);
  });

  test('names what is wrong', async () => {
    const { model, ...data } = classifier('zeros');
    const quick = { 'overfit-small-batch': false, 'learning-rate-search': false, 'gradient-check': false };
    const report = await preflight(model, { ...data, print: false, checks: quick });
    const found = report.checks.flatMap(({ findings }) => findings.map(({ message }) => message)).join('\n');
    expect(found).toMatch(/units of hidden\/kernel.* identical/);
  });
});
