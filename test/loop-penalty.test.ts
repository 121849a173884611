import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { type RunEvent, type SymptomEvent, type WatchOptions, watch } from 'trainvitals';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleOf, scrape } from './scrape.js';
import { teacher } from './zoo/data.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

interface Loop {
  readonly strength: number;
  /** What the loop adds to the data loss; by default the sum of the model's penalties. */
  readonly added?: (model: tf.LayersModel) => tf.Tensor;
  readonly penalty?: (model: tf.LayersModel) => () => tf.Tensor | tf.Tensor[];
  readonly every?: number;
  /** By hand: gradients first, then their application, and the loss in a report. */
  readonly byHand?: boolean;
  readonly watched?: boolean;
  /** Scales each gradient before it is applied, as clipping does; by hand alone. */
  readonly scale?: number;
  /** What is watched, beside the optimizer. */
  readonly watching?: (model: tf.LayersModel) => Pick<WatchOptions, 'model' | 'layers'>;
}

/** A hand-written loop that adds its model's own penalties to the data loss. */
async function train({
  strength,
  added = (model) => tf.addN(model.calculateLosses()),
  penalty,
  every = 1,
  byHand = false,
  watched = true,
  scale,
  watching = (model) => ({ model }),
}: Loop) {
  const { xs, ys } = teacher(tf, 3);
  const l2 = tf.regularizers.l2({ l2: strength });
  const dense = (name: string, units: number, seed: number) => ({
    name,
    units,
    kernelInitializer: tf.initializers.glorotUniform({ seed }),
  });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        ...dense('hidden', 16, 1),
        activation: 'tanh',
        inputShape: [8],
        kernelRegularizer: l2,
      }),
      tf.layers.dense(dense('out', 1, 2)),
    ],
  });
  const optimizer = tf.train.sgd(0.02);
  const given = penalty?.(model);
  const vitals = watched
    ? await watch(optimizer, {
        ...watching(model),
        port: 0,
        linger: 0,
        every,
        ...(given && { penalty: given }),
      })
    : undefined;
  const raised: SymptomEvent[] = [];
  const errors: (string | undefined)[] = [];
  vitals?.on('symptom', (event) => event.state === 'raised' && raised.push(event));
  vitals?.on('run', (event: RunEvent) => event.error && errors.push(event.error));
  const cost = () => tf.losses.meanSquaredError(ys, model.apply(xs) as tf.Tensor).add(added(model));
  let loss = Number.NaN;
  let tensors = 0;
  for (let step = 0; step < 160; step++) {
    if (step === 20) tensors = tf.memory().numTensors;
    if (byHand) {
      const { value, grads } = tf.variableGrads(() => cost() as tf.Scalar);
      const applied = Object.entries(grads).map(
        ([name, gradient]) => [name, scale ? gradient.mul(scale) : gradient] as const,
      );
      optimizer.applyGradients(Object.fromEntries(applied));
      if (scale) tf.dispose(applied.map(([, gradient]) => gradient));
      loss = value.dataSync()[0] ?? Number.NaN;
      tf.dispose([value, grads]);
      vitals?.step({ loss });
    } else {
      const value = optimizer.minimize(() => cost() as tf.Scalar, true);
      loss = value?.dataSync()[0] ?? Number.NaN;
      value?.dispose();
      vitals?.step();
    }
  }
  const leaked = tf.memory().numTensors - tensors;
  await vitals?.flush();
  const samples = vitals ? await scrape(vitals.url) : [];
  await vitals?.close();
  const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
  tf.dispose([xs, ys]);
  model.dispose();
  const part = (name: string) => sampleOf(samples, name, { ...(vitals && { run: vitals.run }) });
  return { raised, errors, loss, leaked, weights, part };
}

const own = (model: tf.LayersModel) => () => model.calculateLosses();
const dominates = (raised: readonly SymptomEvent[]) =>
  raised.find(({ symptom }) => symptom === 'regularization-dominates');

test.each([
  false,
  true,
])('a penalty that a loop tells is told from its data loss, by hand: %s', async (byHand) => {
  const { raised, part, loss, leaked } = await train({ strength: 1, penalty: own, byHand });
  expect(dominates(raised)).toMatchObject({ layer: 'hidden', variable: 'kernel' });
  const [data, penalty] = [part('training_data_loss'), part('training_regularization_loss')];
  expect(penalty).toBeGreaterThan(0);
  expect(Number(data) + Number(penalty)).toBeCloseTo(loss, 3);
  expect(leaked).toBe(0);
});

test('a mild penalty is quiet', async () => {
  expect((await train({ strength: 1e-4, penalty: own })).raised).toEqual([]);
  expect((await train({ strength: 1e-4 })).raised).toEqual([]);
});

describe.each([false, true])('a penalty that a loop adds and does not tell, by hand: %s', (byHand) => {
  test('is overheard', async () => {
    const told = await train({ strength: 1, penalty: own, byHand });
    const { raised, part, loss, leaked, errors } = await train({ strength: 1, byHand });
    expect(dominates(raised)).toMatchObject({ layer: 'hidden', variable: 'kernel' });
    expect(part('training_regularization_loss')).toBe(told.part('training_regularization_loss'));
    expect(Number(part('training_data_loss')) + Number(part('training_regularization_loss'))).toBeCloseTo(
      loss,
      3,
    );
    expect(errors).toEqual([]);
    expect(leaked).toBe(0);
  });

  test('is known with the factor of the loop, in several calls too', async () => {
    const { part, raised } = await train({ strength: 1, byHand });
    const half = (model: tf.LayersModel) => tf.addN(model.calculateLosses()).mul(16);
    const scaled = await train({ strength: 1 / 32, byHand, added: (model) => half(model).add(half(model)) });
    const [once, often] = [part, scaled.part].map((of) => Number(of('training_regularization_loss')));
    expect(often).toBeCloseTo(Number(once), 4);
    expect(dominates(scaled.raised)?.value).toBeCloseTo(Number(dominates(raised)?.value), 2);
    expect(scaled.leaked).toBe(0);
  });

  test('is none where it is only looked at', async () => {
    const { raised, part, leaked } = await train({
      strength: 1,
      byHand,
      added: (model) => {
        tf.dispose(model.calculateLosses());
        return tf.scalar(0);
      },
    });
    expect(dominates(raised)).toBeUndefined();
    expect(part('training_regularization_loss')).toBeUndefined();
    expect(leaked).toBe(0);
  });
});

test('a gradient that the loop scales has no known part of the penalty, whose value is known', async () => {
  const { raised, part, errors, leaked } = await train({ strength: 0.05, byHand: true, scale: 0.01 });
  expect(part('training_regularization_loss')).toBeGreaterThan(0);
  expect(part('training_layer_regularization_gradient_ratio')).toBeUndefined();
  expect(dominates(raised)).toBeUndefined();
  expect([errors, leaked]).toEqual([[], 0]);
});

test.each([false, true])('a model that another one holds is heard once, by hand: %s', async (byHand) => {
  const once = await train({ strength: 0.1, byHand });
  const outer = (model: tf.LayersModel) => {
    const input = tf.input({ shape: [8] });
    return tf.model({ inputs: input, outputs: model.apply(input) as tf.SymbolicTensor });
  };
  const whole: tf.LayersModel[] = [];
  const nested = await train({
    strength: 0.1,
    byHand,
    watching: (model) => {
      whole.push(outer(model));
      return { model: [...whole, model, model] };
    },
    added: () => tf.addN(whole[0]?.calculateLosses() ?? []),
  });
  expect(nested.part('training_regularization_loss')).toBe(once.part('training_regularization_loss'));
  expect([nested.errors, nested.leaked]).toEqual([[], 0]);
});

test('where no layer is watched nothing is differentiated, and nothing fails', async () => {
  const { errors, part } = await train({
    strength: 0.1,
    watching: (model) => ({ model, layers: { exclude: ['*'] } }),
  });
  expect(errors).toEqual([]);
  expect(part('training_gradient_norm')).toBeGreaterThan(0);
});

test('between measured steps the penalty is what it last was', async () => {
  const { raised, part, loss } = await train({ strength: 1, penalty: own, every: 7 });
  expect(dominates(raised)).toBeDefined();
  const sum = Number(part('training_data_loss')) + Number(part('training_regularization_loss'));
  expect(sum).toBeCloseTo(loss, 3);
});

test.each(['cpu', 'wasm'])('on %s it changes no weight', async (backend) => {
  await tf.setBackend(backend);
  const without = await train({ strength: 0.1, watched: false });
  const told = await train({ strength: 0.1, penalty: own });
  expect(told.weights).toEqual(without.weights);
  for (const byHand of [false, true]) {
    const overheard = await train({ strength: 0.1, byHand, every: 3 });
    expect(overheard.part('training_regularization_loss')).toBeGreaterThan(0);
    expect(overheard.weights).toEqual(without.weights);
  }
  await tf.setBackend('cpu');
});

test.each([
  false,
  true,
])('a penalty that calls the model is no step of its own, by hand: %s', async (byHand) => {
  const { part, errors } = await train({
    strength: 0.01,
    byHand,
    penalty: (model) => {
      const probe = tf.ones([4, 8]);
      return () => (model.apply(probe) as tf.Tensor).square().mean();
    },
  });
  expect(errors).toEqual([]);
  expect(part('training_steps_total')).toBe(160);
  expect(part('training_examples_total')).toBe(160 * 512);
});

test('a penalty that is none is counted as an error, and training goes on', async () => {
  const { errors, loss, leaked } = await train({
    strength: 0.1,
    penalty: () => () => tf.ones([2, 3]),
  });
  expect(errors[0]).toContain('option "penalty" must return a scalar tensor');
  expect(loss).toBeGreaterThan(0);
  expect(leaked).toBe(0);
});

test('a penalty for a compiled model is refused', async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  await expect(watch(model, { port: 0, penalty: () => tf.scalar(1) })).rejects.toThrow('"penalty"');
  const notOne = { port: 0, penalty: 3 } as unknown as { port: number };
  await expect(watch(tf.train.sgd(0.1), notOne)).rejects.toThrow('option "penalty" must be a function');
  model.dispose();
});
