/**
 * One rank of a data-parallel run, told by its parent what happens to it. Arguments: the name of the run, its rank, the
 * number of ranks. The parent averages what the ranks send it and sends the average back to all of them.
 */
import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';

const [, , run, rank, worldSize] = process.argv;
const INPUTS = 8;
const EXAMPLES = 64;
/** Multiplications that make a slow rank slow: each takes as long as the step itself, or longer. */
const BALLAST = 2;

await tf.setBackend('cpu');
const dense = (name, units, seed, more) =>
  tf.layers.dense({ name, units, kernelInitializer: tf.initializers.heNormal({ seed }), ...more });
const model = tf.sequential({
  layers: [dense('hidden', 256, 1, { inputShape: [INPUTS], activation: 'relu' }), dense('out', 1, 2)],
});
// Each rank has a shard of its own.
const xs = tf.randomNormal([EXAMPLES, INPUTS], 0, 1, 'float32', 10 + Number(rank));
const ys = xs.sum(1, true);
const optimizer = tf.train.adam(0.001);

/** What happens from now on: `train`, `disturb` (one layer, once), `own` (its own gradients), `slow`, `end`. */
let order = 'train';
/** Takes the mean that comes next: one listener for all messages, or two that come at once would lose one. */
let take = () => {};
process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  if (typeof message === 'string') order = message;
  else take(message.mean);
});

/** The mean of all ranks' gradients. */
async function averaged(grads) {
  const names = Object.keys(grads);
  const received = new Promise((resolve) => {
    take = resolve;
  });
  process.send({ gradients: names.map((name) => grads[name].dataSync()) });
  const mean = await received;
  return Object.fromEntries(names.map((name, index) => [name, tf.tensor(mean[index], grads[name].shape)]));
}

function disturb([kernel]) {
  tf.tidy(() => kernel.write(kernel.read().mul(1.001)));
  order = 'train';
}

const vitals = await watch(optimizer, {
  run,
  model,
  rank: Number(rank),
  worldSize: Number(worldSize),
  port: 0,
  linger: 0,
});
process.send({ address: new URL(vitals.url).host });

while (order !== 'end') {
  if (order === 'disturb') disturb(model.getLayer('out').trainableWeights);
  const { value, grads } = optimizer.computeGradients(() => {
    if (order === 'slow')
      for (let n = 0; n < BALLAST; n++) tf.dispose(tf.randomNormal([256, 256]).matMul(tf.ones([256, 256])));
    return tf.losses.meanSquaredError(ys, model.apply(xs));
  });
  const mean = await averaged(grads);
  optimizer.applyGradients(order === 'own' ? grads : mean);
  vitals.step({ loss: value });
  tf.dispose([value, grads, mean]);
}
await vitals.close();
process.disconnect();
