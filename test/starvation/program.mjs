/**
 * A training run whose steps block the thread, with two servers of its metrics: the agent's, and one on the training
 * thread. Tells their addresses to its parent, and trains until it is told to end.
 */
import { createServer } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';

const BLOCK_MS = 300;

await tf.setBackend('cpu');
const model = tf.sequential({ layers: [tf.layers.dense({ name: 'out', units: 1, inputShape: [4] })] });
model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
const [inputs, targets] = [tf.randomNormal([16, 4], 0, 1, 'float32', 1), tf.zeros([16, 1])];

const vitals = await watch(model, { run: 'blocking', port: 0, linger: 0 });
const server = createServer((_, response) => response.end('training_steps_total 1\n'));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

let isOver = false;
process.on('message', () => {
  isOver = true;
});
process.send({ agent: vitals.url, inThread: `http://127.0.0.1:${server.address().port}` });

while (!isOver) {
  await model.trainOnBatch(inputs, targets);
  const end = performance.now() + BLOCK_MS;
  while (performance.now() < end);
  await turn();
}
await vitals.close();
server.close();
server.closeAllConnections();
process.disconnect();
