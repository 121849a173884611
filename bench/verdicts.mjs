import { ABSENT } from '../dist/frame.js';
import { catalogue } from '../dist/symptoms/catalogue.js';
import { Watcher, withSettings } from '../dist/symptoms/watcher.js';
import { FramePlan } from '../dist/tap/plan.js';
import { VitalSigns } from '../dist/vitals/vital-signs.js';
import { median } from './numbers.mjs';
import { machine, printTable, writeResults } from './report.mjs';

const RESULTS = 'bench/results/verdicts.json';
const STEPS = 6000;
const WARM_UP = 1000;
const BLOCK = 64;

/** A network of so many dense ReLU layers with a kernel and a bias each, as its frames describe it. */
function planOf(layers) {
  const names = Array.from({ length: layers }, (_, index) => `dense_${index}`);
  const variable = (layer, name) => ({
    layer,
    variable: name,
    size: name === 'kernel' ? 4096 : 64,
    units: 64,
    fanOut: 64,
    isHead: false,
    isNormalized: false,
    isBounded: false,
    role: name === 'kernel' ? 'matrix' : 'vector',
  });
  return new FramePlan(1, {
    topology: {
      layers: names.map((name) => ({ name, rails: 'relu' })),
      variables: names.flatMap((layer) => ['kernel', 'bias'].map((name) => variable(layer, name))),
    },
    inputs: [{ input: 'x', isScaleSeen: true }],
    metrics: ['acc'],
    classes: Array.from({ length: 10 }, (_, index) => String(index)),
    mismatches: [],
  });
}

/** Values of a healthy step, a little different each time. */
const healthy = {
  // Units are compared in the first 64 measurements only, the first loss once.
  layerUnitSpread: () => ABSENT,
  initialLoss: () => ABSENT,
  layerTrainable: () => 1,
  layerGradientReceived: () => 1,
  layerDeadUnits: () => 0.1 * Math.random(),
  layerRegularizationRatio: () => 0.1 * Math.random(),
  layerUpdateRatio: () => 0.001 * (1 + Math.random()),
  nonfinite: () => 0,
  dataLoss: () => 1 + 0.1 * Math.random(),
  inputMean: () => 0.1 * Math.random(),
};

/** Frames of different steps, made before the clock runs; enough of them that no window sees the same twice in a row. */
function framesOf({ slots }, sampled) {
  return Array.from({ length: 61 }, () =>
    Float64Array.from(slots, ({ key, labels }) =>
      sampled || labels.layer === undefined ? (healthy[key]?.() ?? 1 + 0.01 * Math.random()) : ABSENT,
    ),
  );
}

/** Time that the processor spent on this process, waiting for other processes not counted. */
const cpuMicroseconds = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/**
 * Microseconds of the exporter thread for all windows and all conditions of a step, every statistic each `every` steps:
 * the median of blocks of steps.
 */
function costOf(layers, every) {
  const { layout } = planOf(layers);
  const signs = new VitalSigns();
  const watcher = new Watcher('bench', withSettings(catalogue), () => {});
  const [full, cheap] = [framesOf(layout, true), framesOf(layout, false)];
  const steps = layout.slots.findIndex(({ key }) => key === 'steps');
  const blocks = [];
  let start = cpuMicroseconds();
  for (let step = 1; step <= STEPS; step++) {
    const sampled = step % every === 0;
    const values = (sampled ? full : cheap)[step % 61];
    values[steps] = step;
    const frame = { kind: 'step', layout: 1, step, time: step / 100, sampled, values };
    signs.observe(frame, layout);
    watcher.observe(signs.store, frame.time);
    if (step % BLOCK > 0) continue;
    const now = cpuMicroseconds();
    if (step > WARM_UP) blocks.push((now - start) / BLOCK);
    start = now;
  }
  return median(blocks);
}

/** What deciding costs the exporter thread, a step. */
export async function verdicts() {
  const rows = [10, 100].flatMap((layers) =>
    [1, 16].map((every) => ({
      layers,
      every,
      symptoms: catalogue.length,
      microseconds: Math.round(costOf(layers, every)),
    })),
  );
  printTable(rows);
  await writeResults(RESULTS, {
    benchmark: 'verdicts',
    question: 'what do all windows and all conditions of a step cost the exporter thread?',
    date: new Date().toISOString(),
    machine: await machine(),
    rows,
  });
  console.log(`\nWritten to ${RESULTS}`);
}
