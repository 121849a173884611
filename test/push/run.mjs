/**
 * A short training run in a process of its own, as people write it. Its one argument is JSON: options of `watch`, the
 * state it closes with, and whether its last step is on NaN.
 */
import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';

const STEPS = 30;
const { options, state, isPoisoned } = JSON.parse(process.argv[2]);

await tf.setBackend('cpu');
const model = tf.sequential({
  layers: [
    tf.layers.dense({ name: 'hidden', units: 4, activation: 'relu', inputShape: [8] }),
    tf.layers.dense({ name: 'out', units: 1 }),
  ],
});
model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
const inputs = tf.randomNormal([32, 8], 0, 1, 'float32', 1);
const targets = inputs.sum(1, true);

const vitals = await watch(model, { port: 0, ...options });
for (let step = 1; step < STEPS; step++) await model.trainOnBatch(inputs, targets);
await model.trainOnBatch(isPoisoned ? tf.fill([32, 8], Number.NaN) : inputs, targets);
await vitals.close({ state });
