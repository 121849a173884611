/** Trains a tiny watched model for so many steps or seconds, `child.mjs STEPS SECONDS`, and tells its memory ten times. */
import { setImmediate as turn } from 'node:timers/promises';
import { watch } from 'trainvitals';
import { useBackend } from '../backend.mjs';
import { examples } from '../subjects.mjs';

const POINTS = 10;
const BATCH = 8;
const INPUTS = 16;
/** Steps of a `fit`, so that its own history of epochs does not grow. */
const FIT = 100;

const [steps, seconds] = process.argv.slice(2).map(Number);
const { tf } = await useBackend('wasm');
const model = tf.sequential({
  layers: [
    tf.layers.dense({ name: 'dense', units: 16, activation: 'relu', inputShape: [INPUTS] }),
    tf.layers.dense({ name: 'out', units: 10, activation: 'softmax' }),
  ],
});
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
const vitals = await watch(model, { run: 'soak', port: 0, linger: 0 });
process.send({ url: vitals.url });

const { xs, ys } = examples(tf, FIT * BATCH, [INPUTS]);
const begin = performance.now();
const progress = (done) => Math.max(done / steps, (performance.now() - begin) / 1000 / seconds);
let [done, points] = [0, 0];
while (points < POINTS) {
  await model.fit(xs, ys, { batchSize: BATCH, epochs: 1, shuffle: false, verbose: 0 });
  done += FIT;
  if (progress(done) < (points + 1) / POINTS) continue;
  points++;
  process.send({ point: await memory() });
}
await vitals.close();
process.disconnect();

/** What outlives a collection; what finalizers free is gone only after the event loop has turned. */
async function memory() {
  await vitals.flush();
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await turn();
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  const { numTensors } = tf.memory();
  return { step: done, seconds: (performance.now() - begin) / 1000, rss, heapUsed, external, numTensors };
}
