import { ABSENT } from '../dist/frame.js';
import { catalogue } from '../dist/symptoms/catalogue.js';
import { Watcher, withSettings } from '../dist/symptoms/watcher.js';
import { FramePlan } from '../dist/tap/plan.js';
import { VitalSigns } from '../dist/vitals/vital-signs.js';

const STEPS = 3000;
const WARM_UP = 500;

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
  layerTrainable: () => 1,
  layerGradientReceived: () => 1,
  layerDeadUnits: () => 0.1 * Math.random(),
  layerRegularizationRatio: () => 0.1 * Math.random(),
  layerUpdateRatio: () => 0.001 * (1 + Math.random()),
  nonfinite: () => 0,
  dataLoss: () => 1 + 0.1 * Math.random(),
  inputMean: () => 0.1 * Math.random(),
};

/** Microseconds of the exporter thread for all windows and all conditions of a step, every statistic each `every` steps. */
function costOf(layers, every) {
  const { layout } = planOf(layers);
  const signs = new VitalSigns();
  const watcher = new Watcher('bench', withSettings(catalogue), () => {});
  const values = new Float64Array(layout.slots.length);
  let spent = 0;
  for (let step = 1; step <= STEPS; step++) {
    const sampled = step % every === 0;
    for (const [index, { key, labels }] of layout.slots.entries()) {
      const inEvery = labels.layer === undefined;
      values[index] = sampled || inEvery ? (healthy[key]?.() ?? 1 + 0.01 * Math.random()) : ABSENT;
      if (key === 'steps') values[index] = step;
    }
    const frame = { kind: 'step', layout: 1, messages: 0, step, time: step / 100, sampled, values };
    const start = performance.now();
    signs.observe(frame, layout);
    watcher.observe(signs.store, frame.time);
    if (step > WARM_UP) spent += performance.now() - start;
  }
  return (1000 * spent) / (STEPS - WARM_UP);
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
  return { rows };
}
