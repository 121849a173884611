/** A training as a task of Slurm: nothing but `watch(model)`; it trains until it is told to stop. */
import { setTimeout as pause } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';

await tf.setBackend('cpu');
const model = tf.sequential({ layers: [tf.layers.dense({ name: 'out', units: 1, inputShape: [4] })] });
model.compile({ optimizer: tf.train.sgd(0.001), loss: 'meanSquaredError' });
await watch(model);
const xs = tf.randomNormal([32, 4], 0, 1, 'float32', 1);
const ys = xs.sum(1, true);
for (;;) {
  await model.trainOnBatch(xs, ys);
  await pause(20);
}
