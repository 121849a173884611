/** A run whose exporter thread dies so many times before it ends: `push.mjs DEATHS GATEWAY`. Tells what was said as JSON. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';

const [deaths, push] = process.argv.slice(2);
await tf.setBackend('cpu');
const weights = tf.variable(tf.ones([4]));
const optimizer = tf.train.sgd(0.1);
const [told, errors] = [[], []];
console.warn = (text) => told.push(text);
const vitals = await watch(optimizer, { run: 'pushed', variables: { weights }, port: 0, linger: 0, push });
vitals.on('run', ({ error }) => error && errors.push(error));
optimizer.minimize(() => weights.square().sum());
vitals.step();
await vitals.flush();
let last;
for (let death = 0; death < Number(deaths); death++) {
  while (globalThis.exporterThread === last) await sleep(20);
  last = globalThis.exporterThread;
  await last.terminate();
}
await vitals.close({ state: 'failed' });
console.log(JSON.stringify({ told, errors }));
