/**
 * Writes frames into the ring of a real exporter thread as fast as it reads them: `program.mjs STEPS RECORD`. Then tells
 * what it wrote, what was wrong when, and what it heard. Without `RECORD`, no frame waits for room: what finds none is lost.
 */
import { randomUUID } from 'node:crypto';
import { connect } from '../../dist/channel/exporters.js';
import { RunLine } from '../../dist/channel/run-line.js';
import { fill, planOf, seeded } from './subject.mjs';

/** Steps between two layouts. */
const CHAPTER = 50_000;
/** Steps in which each fault but the last comes and goes: the log of events is full before the middle is measured. */
const ACT = 1250;
/** Steps before the end of a chapter that the loss diverges for. */
const DIVERGING = 1000;

const [steps, record] = [Number(process.argv[2]), process.argv[3]];
const run = `soak-${randomUUID()}`;
const link = await connect({ host: '127.0.0.1', port: 0, webConfig: undefined }, false);
const line = new RunLine(link, run);
const [events, errors, phases] = [[], [], []];
link.join(run, {
  symptom: ({ symptom, state, layer, step }) => events.push({ symptom, state, layer, step }),
  failed: (message) => errors.push(message),
  rejoin: () => errors.push('another thread'),
  lost: (message) => errors.push(message),
});
line.attach({
  run,
  worldSize: 1,
  model: 'soaked',
  optimizer: 'Adam',
  backend: 'none',
  device: 'none',
  isAcceleratorUnused: false,
  frameworkVersion: '4.22.0',
  started: 1_800_000_000,
  symptoms: {},
  ...(record && { record }),
});

function wrongAt(since) {
  if (since >= CHAPTER - DIVERGING) return 'diverging';
  const at = since % ACT;
  if (at >= 500 && at < 650) return 'dead';
  if (at >= 900 && at < 920) return 'nonfinite';
  return undefined;
}

/** Waits until half of the ring was read. */
function makeRoom() {
  const { ring } = line;
  while (ring.unread >= ring.memory.frames - 1) ring.waitUntilRead(5);
}

process.send({ url: link.url, run });
await new Promise((go) => process.once('message', go));
const random = seeded(1);
const totals = { nonfinite: 0, wrongFor: 0 };
const begin = performance.now();
let [plan, chapters] = [undefined, 0];
for (let step = 1; step <= steps; step++) {
  const since = (step - 1) % CHAPTER;
  if (since === 0) {
    plan = planOf((step - 1) / CHAPTER);
    line.layout(plan.layout);
    chapters++;
  }
  const wrong = wrongAt(since);
  if (step === 1 || wrong !== phases.at(-1).wrong) phases.push({ wrong, from: step });
  phases.at(-1).to = step;
  totals.wrongFor = wrong ? step - phases.at(-1).from : 0;
  const draft = plan.draft('step');
  fill(draft, { plan, step, since, wrong, totals, random });
  // The last one must arrive: it tells where the run is.
  if (record || step === steps) makeRoom();
  line.write(draft.numbers);
  plan.recycle(draft);
  // Once in a while the event loop turns, as between the batches of `fit`.
  if (step % 1000 === 0) await new Promise(setImmediate);
}
await line.flush();
const seconds = (performance.now() - begin) / 1000;
process.send({
  written: steps,
  layouts: chapters,
  seconds,
  phases,
  events,
  errors,
  slots: plan.layout.slots.length,
});
await new Promise((end) => process.once('message', end));
line.state('finished');
line.detach();
await line.flush();
await link.leave(run);
process.disconnect();
