/**
 * Trains a small seeded model, `program.mjs DEED`; with a deed its exporter thread is sabotaged in the middle, and the
 * training waits until another serves, as a long step would. Tells what happened as JSON.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';

const SABOTAGED = 100;
const [deed] = process.argv.slice(2);
await tf.setBackend('cpu');
const dense = (name, units, seed, more) =>
  tf.layers.dense({ name, units, kernelInitializer: tf.initializers.heNormal({ seed }), ...more });
const model = tf.sequential({
  layers: [dense('a', 12, 1, { inputShape: [6], activation: 'relu' }), dense('b', 1, 2)],
});
model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
const xs = tf.randomNormal([64, 6], 0, 1, 'float32', 3);
const ys = xs.sum(1, true);

const told = [];
const [seen, errors] = [[], []];
const warn = console.warn;
console.warn = (text) => (String(text).startsWith('trainvitals: ') ? told.push(text) : warn(text));
const vitals =
  deed &&
  (await watch(model, { run: 'sabotaged', port: 0, every: 1, linger: 0, record: process.env.RECORD }));
vitals?.on('run', ({ error }) => error && errors.push(error));
const { url } = vitals ?? {};

const series = async () => {
  const text = await fetch(`${url}/metrics`).then((response) => response.text());
  const value = (name) => Number(new RegExp(`^${name}(?:\\{.*\\})? (.*)$`, 'm').exec(text)?.[1]);
  return {
    steps: value('training_steps_total'),
    examples: value('training_examples_total'),
    dropped: value('training_agent_frames_dropped_total'),
    errors: Number(/^training_agent_errors_total\{.*stage="exporter".*\} (.*)$/m.exec(text)?.[1]),
    durations: value('training_step_duration_seconds_count'),
    isRunning: /^training_run_state\{.*state="running".*\} 1$/m.test(text),
  };
};
/** Looks until the exporter answers again, as Prometheus would; keeps all that it saw. */
const served = async () => {
  for (const end = Date.now() + 100_000; Date.now() < end; await sleep(20)) {
    const isAnothers = told.length > 0;
    const found = await series().catch(() => undefined);
    if (found) seen.push(found);
    if (found && isAnothers) return;
  }
  throw new Error('no exporter came back');
};
const sabotage = async () => {
  seen.push(await series());
  const { exporterThread } = globalThis;
  if (deed === 'kill') await exporterThread.terminate();
  else globalThis.sabotage(deed);
  await served();
};
let step = 0;
const callbacks = {
  onBatchEnd: async () => {
    if (++step === SABOTAGED && deed) await sabotage();
  },
};
await model.fit(xs, ys, { epochs: 50, batchSize: 16, shuffle: false, verbose: 0, callbacks });
await vitals?.flush();
if (vitals) seen.push(await series());
await vitals?.close();
const { numTensors: tensors } = tf.memory();
const weights = createHash('sha256');
for (const weight of model.getWeights()) weights.update(new Uint8Array(weight.dataSync().buffer));
console.log(
  JSON.stringify({
    weights: weights.digest('hex'),
    tensors,
    told,
    errors,
    seen,
    sameUrl: vitals?.url === url,
  }),
);
