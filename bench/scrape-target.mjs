/** The scraped process: a watched model, and beside it the same series from a server on the training thread. */
import { createServer } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { Gauge, Registry } from 'prom-client';
import { watch } from 'trainvitals';
import { subjects, useWasm } from './models.mjs';

/** A step that blocks its thread for about a second, as a large model's does. */
const BLOCK_MS = 900;

const [{ build, data, batchSize }] = Object.values(subjects);
await useWasm();
const { images, labels } = data();
const model = build();
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
const vitals = await watch(model, { run: 'scraped', port: 0, linger: 0 });
const [image, label] = [images.slice(0, batchSize), labels.slice(0, batchSize)];
const step = () => model.trainOnBatch(image, label);
await step();
await vitals.flush();

const text = await (await fetch(`${vitals.url}/metrics`)).text();
const inThread = await serveInThread(text);
let state = 'idle';
process.on('message', (message) => {
  state = message;
});
process.send?.({
  servers: { 'trainvitals (worker thread)': vitals.url, 'prom-client on the training thread': inThread.url },
  series: samples(text).length,
  blockMs: BLOCK_MS,
});

while (state !== 'end') {
  if (state === 'blocked') {
    await step();
    spin(BLOCK_MS);
  }
  await (state === 'blocked' ? turn() : new Promise((resolve) => setTimeout(resolve, 10)));
}
await vitals.close();
inThread.server.close();
inThread.server.closeAllConnections();
process.disconnect();

function spin(milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** The usual way: the registry and the server share the thread with the training loop. */
async function serveInThread(metrics) {
  const registry = new Registry();
  const gauges = new Map();
  const all = samples(metrics);
  for (const { name, labels: own, value } of all) {
    if (!gauges.has(name)) {
      const labelNames = [
        ...new Set(all.flatMap((sample) => (sample.name === name ? Object.keys(sample.labels) : []))),
      ];
      gauges.set(name, new Gauge({ name, help: name, labelNames, registers: [registry] }));
    }
    gauges.get(name).set(own, value);
  }
  const server = createServer(async (_, response) => {
    response.setHeader('content-type', registry.contentType);
    response.end(await registry.metrics());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}` };
}

/** The samples of a text exposition. */
function samples(metrics) {
  return metrics
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, list = '', value] = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const pairs = [...list.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, text]) => [label, text]);
      return { name, labels: Object.fromEntries(pairs), value: Number(value) };
    });
}
