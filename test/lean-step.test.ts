import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { RunLine } from '../dist/channel/run-line.js';
import { HEADER } from '../dist/frame.js';
import { watch } from '../dist/index.js';
import { type Depth, Schedule } from '../dist/schedule.js';
import { LeanStep } from '../dist/tap/lean-step.js';
import { FramePlan } from '../dist/tap/plan.js';

/** Every so many steps everything is measured, and between them the loss alone. */
const INTERVAL = 8;
const STEPS = 48;

beforeAll(async () => {
  await tf.setBackend('cpu');
});
afterEach(() => {
  vi.restoreAllMocks();
});

interface Program {
  readonly hidden?: tf.serialization.ConfigDict;
  readonly optimizer?: () => tf.Optimizer;
  /** Changes the inputs before they are fed. */
  readonly inputs?: (values: Float32Array) => void;
  readonly loop?: 'fit' | 'trainOnBatch';
}

function data(change: (values: Float32Array) => void) {
  const values = Float32Array.from({ length: STEPS * 4 * 3 }, (_, index) => Math.sin(index * 1.7));
  const labels = Float32Array.from({ length: STEPS * 4 }, (_, row) => Number((values[row * 3] ?? 0) > 0));
  change(values);
  return { xs: tf.tensor2d(values, [STEPS * 4, 3]), ys: tf.tensor2d(labels, [STEPS * 4, 1]) };
}

/** Trains and returns every frame of a step without what the clock says, the weights, and how many steps were lean. */
async function trained(mayBeLean: boolean, { hidden, optimizer, inputs, loop = 'fit' }: Program = {}) {
  const held = tf.memory();
  let begun = 0;
  vi.spyOn(Schedule.prototype, 'begin').mockImplementation(
    (): Depth => (begun++ % INTERVAL === 0 ? 'everything' : 'loss'),
  );
  if (!mayBeLean) vi.spyOn(LeanStep.prototype, 'isEnough', 'get').mockReturnValue(false);
  const ends = vi.spyOn(LeanStep.prototype, 'end');
  const plans = new Map<number, FramePlan>();
  const draft = FramePlan.prototype.draft;
  vi.spyOn(FramePlan.prototype, 'draft').mockImplementation(function (this: FramePlan, kind) {
    plans.set(this.layout.id, this);
    return draft.call(this, kind);
  });
  const frames: object[] = [];
  const write = RunLine.prototype.write;
  vi.spyOn(RunLine.prototype, 'write').mockImplementation(function (this: RunLine, numbers) {
    const slots = plans.get(numbers[HEADER.layout] ?? -1)?.layout.slots ?? [];
    const named = slots.map(({ key, labels }, index): [string, number] => [
      [key, ...Object.values(labels)].join(' '),
      numbers[HEADER.length + index] ?? Number.NaN,
    ]);
    const isTimed = (name: string) => /^(stepDuration|agent)/.test(name);
    const values = Object.fromEntries(named.filter(([name]) => !isTimed(name)));
    values.tensors = (values.tensors ?? 0) - held.numTensors;
    values.tensorBytes = (values.tensorBytes ?? 0) - held.numBytes;
    const [kind, step, sampled] = [HEADER.kind, HEADER.step, HEADER.sampled].map((at) => numbers[at]);
    frames.push({ kind, step, sampled, ...values });
    write.call(this, numbers);
  });

  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'hidden',
        units: 5,
        inputShape: [3],
        kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
        ...hidden,
      }),
      tf.layers.dense({
        name: 'out',
        units: 1,
        activation: 'sigmoid',
        kernelInitializer: tf.initializers.glorotNormal({ seed: 2 }),
      }),
    ],
  });
  model.compile({
    optimizer: optimizer?.() ?? tf.train.adam(0.01),
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
  });
  const { xs, ys } = data(inputs ?? (() => {}));
  const vitals = await watch(model, { run: 'lean', port: 0, linger: 0 });
  if (loop === 'fit') await model.fit(xs, ys, { batchSize: 4, epochs: 1, shuffle: false, verbose: 0 });
  else
    for (let step = 0; step < STEPS; step++)
      await model.trainOnBatch(xs.slice([step * 4, 0], [4, 3]), ys.slice([step * 4, 0], [4, 1]));
  await vitals.flush();
  const symptoms = vitals.symptoms().map(({ symptom }) => symptom);
  await vitals.close();
  const weights = model.getWeights().map((weight) => Array.from(weight.dataSync()));
  const lean = ends.mock.results.filter(({ value }) => value === true).length;
  vi.restoreAllMocks();
  return { frames, weights, lean, symptoms };
}

describe.each(['fit', 'trainOnBatch'] as const)('in %s', (loop) => {
  test('a lean step says what another one says', async () => {
    const [lean, other] = [await trained(true, { loop }), await trained(false, { loop })];
    // The step after a measured one compares its batch.
    expect(lean.lean).toBe(STEPS - (2 * STEPS) / INTERVAL);
    expect(other.lean).toBe(0);
    expect(lean.frames.length).toBeGreaterThanOrEqual(STEPS);
    expect(lean.frames).toEqual(other.frames);
    expect(lean.weights).toEqual(other.weights);
  });
});

test('a loss that is lost in a lean step is looked at as in another, and its inputs blamed', async () => {
  // Of the 20th step, which is neither measured nor follows one that is.
  const inputs = (values: Float32Array) => values.fill(Number.NaN, 20 * 12, 20 * 12 + 1);
  const [lean, other] = [await trained(true, { inputs }), await trained(false, { inputs })];
  expect(lean.lean).toBeGreaterThan(0);
  expect(lean.frames).toEqual(other.frames);
  expect(lean.symptoms).toEqual(other.symptoms);
  expect(lean.symptoms).toContain('inputs-nonfinite');
});

test('weights that a lean step made infinite are noticed one step later', async () => {
  const optimizer = () => tf.train.sgd(1e38);
  const [lean, other] = [await trained(true, { optimizer }), await trained(false, { optimizer })];
  expect(lean.frames).toEqual(other.frames);
});

test('a model with a penalty is measured as before', async () => {
  const hidden = { kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }) } as never;
  const [lean, other] = [await trained(true, { hidden }), await trained(false, { hidden })];
  expect(lean.lean).toBe(0);
  expect(lean.frames).toEqual(other.frames);
});

test('lean steps change no weight and leave no tensor', async () => {
  const before = tf.memory().numTensors;
  const first = await trained(true);
  const between = tf.memory().numTensors;
  const second = await trained(true);
  expect(second.weights).toEqual(first.weights);
  // Each program leaves the same behind: its model, its data.
  expect(tf.memory().numTensors - between).toBe(between - before);
});
