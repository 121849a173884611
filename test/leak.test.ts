import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { watch } from 'trainvitals';
import { expect, test } from 'vitest';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of this thread that outlive a collection; array buffers are a part of what is external. */
async function bytesHeld(): Promise<number> {
  // What is freed by finalizers (buffers behind views) is gone only after the event loop has turned.
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await new Promise(setImmediate);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test.each(['cpu', 'wasm'])('on %s, a watched step leaves no tensor and less than 1 KB', async (backend) => {
  await tf.setBackend(backend);
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'a',
        units: 16,
        inputShape: [8],
        activation: 'relu',
        kernelRegularizer: 'l1l2',
      }),
      tf.layers.dense({ name: 'b', units: 8, activation: 'tanh' }),
      tf.layers.dense({ name: 'c', units: 3, activation: 'softmax' }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.001),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const xs = tf.randomNormal([32, 8], 0, 1, 'float32', 1);
  const ys = tf.oneHot(tf.range(0, 32, 1, 'int32').mod(tf.scalar(3, 'int32')), 3).toFloat();
  const vitals = await watch(model, { port: 0, every: 1, linger: 0 });
  const train = async (steps: number) => {
    for (let step = 0; step < steps; step++) await model.trainOnBatch(xs, ys);
    await vitals.flush();
  };
  // The window of dead units holds one tensor or two, in turns of 1,024 examples: both counts are at the same turn.
  await train(1216);
  const [tensors, bytes] = [tf.memory().numTensors, tf.memory().numBytes];
  const held = await bytesHeld();
  await train(2016);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(tf.memory().numBytes).toBe(bytes);
  expect(((await bytesHeld()) - held) / 2016).toBeLessThan(1024);
  await vitals.close();
  // The agent's own tensors (windows of dead units) go with it.
  expect(tf.memory().numTensors).toBeLessThan(tensors);
});
