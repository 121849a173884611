/**
 * A loop that never returns to the event loop while its exporter thread is stuck: `blocking.mjs SECONDS [hang]`. No timer
 * fires there and no event arrives; what it does about the thread, it does in its steps.
 */
import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';

const [seconds, deed] = process.argv.slice(2);
await tf.setBackend('cpu');
const weights = tf.variable(tf.ones([4]));
const optimizer = tf.train.sgd(1e-4);
const told = [];
console.warn = (text) => told.push(text);
const vitals = await watch(optimizer, { run: 'blocking', variables: { weights }, port: 0, linger: 0 });
// It serves before it is stuck.
await fetch(`${vitals.url}/metrics`);
if (deed) globalThis.sabotage(deed);
let steps = 0;
let toldWhileBlocking = 0;
for (const end = performance.now() + Number(seconds) * 1000; performance.now() < end; steps++) {
  optimizer.minimize(() => weights.square().sum());
  vitals.step();
  toldWhileBlocking = told.length;
}
await vitals.flush();
const text = await fetch(`${vitals.url}/metrics`).then((response) => response.text());
const value = (name) => Number(new RegExp(`^training_${name}\\{.*\\} (.*)$`, 'm').exec(text)?.[1]);
await vitals.close();
console.log(
  JSON.stringify({
    steps,
    seen: value('steps_total'),
    dropped: value('agent_frames_dropped_total'),
    told,
    toldWhileBlocking,
  }),
);
