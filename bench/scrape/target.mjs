/**
 * The scraped process, `target.mjs RUNS LAYERS`: watched models, and beside the exporter the same series from a server on
 * the training thread.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { watch } from 'trainvitals';
import { useBackend } from '../backend.mjs';
import { samplesOf, serveInThread } from './in-thread.mjs';

/** A step that blocks its thread for about a second, as a large model's does. */
const BLOCK_MS = 900;
const UNITS = 8;

const [runs, layers] = process.argv.slice(2).map(Number);
const { tf } = await useBackend('wasm');
const xs = tf.randomUniform([16, UNITS]);
const watched = [];
for (let run = 1; run <= runs; run++) {
  const port = watched[0]?.vitals.port ?? 0;
  watched.push(await watchedModel(`scraped-${run}`, port));
}
for (const { step, vitals } of watched) {
  await step();
  await vitals.flush();
}

const [{ vitals }] = watched;
const samples = samplesOf(await (await fetch(`${vitals.url}/metrics`)).text());
const inThread = await serveInThread(samples);
let state = 'idle';
process.on('message', (message) => {
  state = message;
});
process.send({
  servers: [
    { server: 'trainvitals', url: vitals.url, encoding: 'identity' },
    { server: 'trainvitals, gzip', url: vitals.url, encoding: 'gzip' },
    { server: 'prom-client on the training thread', url: inThread.url, encoding: 'identity' },
  ],
  series: samples.length,
  blockMs: BLOCK_MS,
});

for (let turns = 0; state !== 'end'; turns++) {
  if (state === 'blocked') {
    await watched[turns % runs].step();
    spin(BLOCK_MS);
  }
  await (state === 'blocked' ? turn() : new Promise((resolve) => setTimeout(resolve, 10)));
}
for (const each of watched) await each.vitals.close();
inThread.close();
process.disconnect();

async function watchedModel(run, port) {
  const model = tf.sequential({
    layers: Array.from({ length: layers }, (_, i) =>
      tf.layers.dense({
        name: `dense${i + 1}`,
        units: UNITS,
        activation: 'relu',
        ...(i === 0 && { inputShape: [UNITS] }),
      }),
    ),
  });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  return {
    vitals: await watch(model, { run, port, linger: 0 }),
    step: () => model.trainOnBatch(xs, xs),
  };
}

function spin(milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}
