// Data parallelism: several processes train one model, each on a shard of its own, and average their gradients.
// What Prometheus needs to compare them is the same `run`, and each one's `rank` of `worldSize`.
import { fork } from 'node:child_process';
import { on } from 'node:events';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { watch } from 'trainvitals';
import { loadDigits } from '../dist/demo/digits.js';

const WORLD_SIZE = Number(process.env.RANKS ?? 4);
const EPOCHS = 5;
const BATCH = 32;

if (process.env.RANK === undefined) coordinate();
else await train(Number(process.env.RANK));

/** Starts the ranks; once all have sent their gradients, each gets the mean. */
function coordinate() {
  const ranks = Array.from({ length: WORLD_SIZE }, (_, rank) =>
    fork(new URL(import.meta.url), { env: { ...process.env, RANK: rank }, serialization: 'advanced' }),
  );
  let gradients = [];
  for (const each of ranks) {
    each.on('message', (own) => {
      gradients.push(own);
      if (gradients.length < WORLD_SIZE) return;
      const mean = gradients[0].map((first, at) =>
        first.map((_, n) => gradients.reduce((sum, one) => sum + one[at][n], 0) / WORLD_SIZE),
      );
      gradients = [];
      for (const rank of ranks) rank.send(mean);
    });
    // Without one of them the others would wait for ever.
    each.on('exit', (code) => {
      if (code === 0) return;
      process.exitCode = 1;
      for (const rank of ranks) rank.kill();
    });
  }
}

/** One rank, from the first weights to the last. */
async function train(rank) {
  await tf.setBackend('wasm');
  const { train, test } = await loadDigits(tf);

  // The same seeds on all ranks: they start from the same weights, and stay the same.
  const initial = (seed) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: initial(1) }),
      tf.layers.dense({ name: 'digits', units: 10, kernelInitializer: initial(2) }),
    ],
  });
  const lossOf = (images, labels) => tf.losses.softmaxCrossEntropy(labels, model.apply(images));
  const optimizer = tf.train.adam(0.001);

  const vitals = await watch(optimizer, {
    model,
    run: 'digits-data-parallel',
    rank,
    worldSize: WORLD_SIZE,
    port: 0,
  });
  console.log(`metrics at ${vitals.url}/metrics`);

  // Without the others there is nothing to go on with.
  process.on('disconnect', () => process.exit());
  const means = on(process, 'message');
  /** Sends the gradients, and waits for the mean of all ranks. */
  const allReduce = async (gradients) => {
    process.send(Object.values(gradients).map((gradient) => gradient.dataSync()));
    const [mean] = (await means.next()).value;
    return Object.fromEntries(
      Object.entries(gradients).map(([name, { shape }], at) => [name, tf.tensor(mean[at], shape)]),
    );
  };

  const shard = Math.floor(train.images.shape[0] / WORLD_SIZE);
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    for (let at = 0; at + BATCH <= shard; at += BATCH) {
      const images = train.images.slice([rank * shard + at], [BATCH]);
      const labels = train.labels.slice([rank * shard + at], [BATCH]);
      const { value: loss, grads } = optimizer.computeGradients(() => lossOf(images, labels));
      const mean = await allReduce(grads);
      optimizer.applyGradients(mean);
      vitals.step({ loss, examples: BATCH });
      tf.dispose([images, labels, loss, grads, mean]);
    }
    const loss = tf.tidy(() => lossOf(test.images, test.labels).dataSync()[0]);
    vitals.evaluation({ loss });
    if (epoch === EPOCHS) console.log(`rank ${rank}: validation loss ${loss}`);
  }
  await vitals.close();
  process.disconnect();
}
