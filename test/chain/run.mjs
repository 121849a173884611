/**
 * A training run in a process of its own, told by its parent what happens to it. Arguments: the name of the run, the
 * initial bias of the hidden layer (far below zero, all its units are dead), and options of `watch` as JSON.
 */
import { setTimeout as pause } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';

const [, , run, bias, options] = process.argv;
const INPUTS = 8;
const EXAMPLES = 32;

await tf.setBackend('cpu');
const model = tf.sequential({
  layers: [
    tf.layers.dense({
      name: 'hidden',
      units: 16,
      activation: 'relu',
      inputShape: [INPUTS],
      kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
      biasInitializer: tf.initializers.constant({ value: Number(bias) }),
    }),
    tf.layers.dense({ name: 'out', units: 1, kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }) }),
  ],
});
model.compile({ optimizer: tf.train.sgd(0.001), loss: 'meanSquaredError' });
const batches = [3, 4, 5].map((seed) => {
  const inputs = tf.randomNormal([EXAMPLES, INPUTS], 0, 1, 'float32', seed);
  return { inputs, targets: inputs.sum(1, true) };
});

/** What happens next: `train`, `poison` (a last step on NaN, then the end), `block` (for good), `end`. */
let order = 'train';
process.on('message', (message) => {
  order = message;
});
const vitals = await watch(model, { run, port: 0, ...JSON.parse(options) });
process.send({ address: new URL(vitals.url).host });

for (let step = 0; order === 'train'; step++) {
  const { inputs, targets } = batches[step % batches.length];
  await model.trainOnBatch(inputs, targets);
  await pause(5);
}
if (order === 'block') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
if (order === 'poison') await model.trainOnBatch(tf.fill([EXAMPLES, INPUTS], Number.NaN), batches[0].targets);
await vitals.close();
process.disconnect();
