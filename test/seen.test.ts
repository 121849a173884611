import * as tf from '@tensorflow/tfjs';
import { type SymptomEvent, type Vitals, watch } from 'trainvitals';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Sample, sampleOf, scrape } from './scrape.js';

beforeAll(() => tf.setBackend('cpu'));
const open: Vitals[] = [];
afterEach(async () => {
  for (const vitals of open.splice(0)) await vitals.close();
});

const noise = (shape: [number, number], seed: number) =>
  tf.randomNormal<tf.Rank.R2>(shape, 0, 1, 'float32', seed);
const classes = (rows: number, count: number) =>
  tf.oneHot(tf.range(0, rows, 1, 'int32').mod(tf.scalar(count, 'int32')), count).toFloat();

/** Fits a few steps, watched, and returns what a scrape says then. */
async function samplesOf(
  model: tf.LayersModel,
  xs: tf.Tensor | tf.Tensor[],
  ys: tf.Tensor | tf.Tensor[],
  { every = 1, epochs = 4, batchSize = 8 } = {},
): Promise<readonly Sample[]> {
  const vitals = await watch(model, { port: 0, linger: 0, every });
  open.push(vitals);
  await model.fit(xs, ys, { epochs, batchSize, verbose: 0 });
  await vitals.flush();
  return scrape(vitals.url);
}

/** One dense layer behind another, the last of the given kind. */
function network(
  loss: tf.ModelCompileArgs['loss'],
  out: { units: number; activation?: 'softmax' | 'sigmoid' | 'tanh' | 'relu' | 'linear' },
  metrics: string[] = [],
) {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ name: 'hidden', units: 6, activation: 'tanh', inputShape: [4] }),
      tf.layers.dense({ name: 'out', ...out }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss, metrics });
  return model;
}

describe('whether the loss fits', () => {
  const mismatches = (samples: readonly Sample[]) =>
    samples
      .filter(({ name, value }) => name === 'training_layer_loss_mismatch_ratio' && value > 0.1)
      .map(({ labels }) => [labels.layer, labels.reason]);
  const ys = classes(32, 3);
  const regression = noise([32, 1], 2);
  const signs = regression.sign();

  test.each([
    ['categoricalCrossentropy', { units: 3 }, ys, 'rows of the output do not sum to 1: no softmax'],
    [
      'categoricalCrossentropy',
      { units: 3, activation: 'sigmoid' },
      ys,
      'rows of the output do not sum to 1: no softmax',
    ],
    [
      'categoricalCrossentropy',
      { units: 3, activation: 'softmax' },
      ys.mul(2),
      'rows of the labels do not sum to 1',
    ],
    [
      'sparseCategoricalCrossentropy',
      { units: 3, activation: 'softmax' },
      tf.fill([32, 1], 3),
      'labels are no index of a class',
    ],
    ['binaryCrossentropy', { units: 1 }, signs.relu(), 'outputs lie outside 0..1: no sigmoid'],
    ['binaryCrossentropy', { units: 1, activation: 'sigmoid' }, signs, 'labels lie outside 0..1'],
    [
      'binaryCrossentropy',
      { units: 1, activation: 'softmax' },
      signs.relu(),
      'softmax of one unit is always 1',
    ],
    [
      'meanSquaredError',
      { units: 1, activation: 'sigmoid' },
      regression,
      'targets lie outside what the output can reach',
    ],
    [
      'meanSquaredError',
      { units: 1, activation: 'tanh' },
      regression.mul(3),
      'targets lie outside what the output can reach',
    ],
    [
      'meanAbsoluteError',
      { units: 1, activation: 'relu' },
      regression,
      'targets lie outside what the output can reach',
    ],
  ] as const)('%s on %j is a mismatch', async (loss, out, labels, reason) => {
    const found = mismatches(await samplesOf(network(loss, out), noise([32, 4], 1), labels));
    expect(found).toContainEqual(['out', reason]);
  });

  test.each([
    ['categoricalCrossentropy', { units: 3, activation: 'softmax' }, ys],
    ['categoricalCrossentropy', { units: 3, activation: 'softmax' }, ys.mul(0.9).add(0.1 / 3)],
    ['sparseCategoricalCrossentropy', { units: 3, activation: 'softmax' }, tf.fill([32, 1], 2)],
    ['binaryCrossentropy', { units: 3, activation: 'sigmoid' }, ys.add(ys.reverse(1)).minimum(1)],
    ['meanSquaredError', { units: 1 }, regression.mul(100)],
    ['meanSquaredError', { units: 3, activation: 'softmax' }, ys],
    ['meanSquaredError', { units: 1, activation: 'relu' }, regression.abs()],
  ] as const)('%s on %j fits', async (loss, out, labels) => {
    expect(mismatches(await samplesOf(network(loss, out), noise([32, 4], 1), labels))).toEqual([]);
  });

  test('logits are right for a loss that takes them, and a softmax before it is not', async () => {
    const fromLogits = tf.losses.softmaxCrossEntropy as (y: tf.Tensor, z: tf.Tensor) => tf.Tensor;
    const xs = noise([32, 4], 1);
    expect(mismatches(await samplesOf(network(fromLogits, { units: 3 }), xs, ys))).toEqual([]);
    const twice = await samplesOf(network(fromLogits, { units: 3, activation: 'softmax' }), xs, ys);
    expect(mismatches(twice)).toEqual([['out', 'a softmax before a loss that takes logits']]);
  });
});

describe('inputs', () => {
  const scale = (samples: readonly Sample[]) =>
    samples.filter(({ name }) => name === 'training_input_scale').map(({ value }) => value);

  test('have the scale of their values', async () => {
    const [found] = scale(
      await samplesOf(
        network('meanSquaredError', { units: 1 }),
        noise([32, 4], 1).mul(50),
        noise([32, 1], 2),
      ),
    );
    expect(found).toBeGreaterThan(40);
    expect(found).toBeLessThan(60);
  });

  test('have none that matters before a normalization or an embedding', async () => {
    const normalized = tf.sequential({
      layers: [tf.layers.batchNormalization({ inputShape: [4] }), tf.layers.dense({ units: 1 })],
    });
    const embedded = tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 50, outputDim: 3, inputLength: 4 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 1 }),
      ],
    });
    const indices = tf.randomUniform([32, 4], 0, 50, 'int32', 1);
    for (const model of [normalized, embedded]) {
      model.compile({ optimizer: tf.train.sgd(0.001), loss: 'meanSquaredError' });
      const xs = model === embedded ? indices : noise([32, 4], 1).mul(100);
      expect(scale(await samplesOf(model, xs, noise([32, 1], 2)))).toEqual([]);
    }
  });

  test.each([1, 16])('that repeat are told by neighbours, at an interval of %i', async (every) => {
    const model = network('meanSquaredError', { units: 1 });
    const vitals = await watch(model, { port: 0, linger: 0, every });
    open.push(vitals);
    const [x, y] = [noise([8, 4], 1), noise([8, 1], 2)];
    for (let step = 0; step < 80; step++) tf.dispose(await model.trainOnBatch(x, y));
    await vitals.flush();
    const steps = sampleOf(await scrape(vitals.url), 'training_input_unchanged_steps', {});
    expect(steps).toBeGreaterThan(50);
  });

  test('of one batch an epoch repeat rightly', async () => {
    const samples = await samplesOf(
      network('meanSquaredError', { units: 1 }),
      noise([8, 4], 1),
      noise([8, 1], 2),
      { epochs: 60 },
    );
    expect(sampleOf(samples, 'training_input_unchanged_steps', {})).toBe(0);
  });

  test.each([1, 1000])('with one NaN are blamed for the loss, at an interval of %i', async (every) => {
    const xs = noise([64, 4], 1);
    const bad = tf.tidy(() =>
      xs.add(
        tf
          .oneHot(tf.tensor1d([40], 'int32'), 64)
          .reshape([64, 1])
          .mul(Number.NaN)
          .where(tf.range(0, 64).equal(40).reshape([64, 1]), tf.zeros([64, 1])),
      ),
    );
    const model = network('meanSquaredError', { units: 1 });
    const vitals = await watch(model, { port: 0, linger: 0, every });
    open.push(vitals);
    const raised: SymptomEvent[] = [];
    vitals.on('symptom', (event) => raised.push(event));
    await model.fit(bad, noise([64, 1], 2), { epochs: 1, batchSize: 8, verbose: 0, shuffle: false });
    await vitals.flush();
    expect(raised.map(({ symptom, step }) => [symptom, step])).toEqual(
      expect.arrayContaining([
        ['inputs-nonfinite', 6],
        ['loss-nonfinite', 6],
      ]),
    );
    expect(
      vitals
        .symptoms()
        .map(({ symptom, consequenceOf }) => [symptom, ...consequenceOf])
        .slice(0, 2),
    ).toEqual([['inputs-nonfinite'], ['loss-nonfinite', 'inputs-nonfinite']]);
  });
});

describe('variables', () => {
  test('born identical have no spread, random ones have', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({
          name: 'same',
          units: 6,
          activation: 'tanh',
          inputShape: [4],
          kernelInitializer: 'ones',
        }),
        tf.layers.dense({ name: 'alike', units: 6, activation: 'tanh', kernelInitializer: 'zeros' }),
        tf.layers.dense({ name: 'out', units: 1 }),
      ],
    });
    model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
    const samples = await samplesOf(model, noise([32, 4], 1), noise([32, 1], 2));
    const spread = (layer: string) => sampleOf(samples, 'training_layer_unit_spread_ratio', { layer });
    expect(spread('same')).toBeLessThan(1e-3);
    expect(spread('alike')).toBe(0);
    const other = await samplesOf(
      network('meanSquaredError', { units: 2 }),
      noise([32, 4], 1),
      noise([32, 2], 2),
    );
    expect(sampleOf(other, 'training_layer_unit_spread_ratio', { layer: 'hidden' })).toBeGreaterThan(0.5);
  });

  test('of the spread agree with the plain computation', async () => {
    const model = network('meanSquaredError', { units: 2 });
    const kernel = (model.getWeights()[0]?.arraySync() ?? []) as number[][];
    model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
    const samples = await samplesOf(model, noise([32, 4], 1), noise([32, 2], 2));
    let [off, all] = [0, 0];
    for (const row of kernel) {
      const mean = row.reduce((sum, w) => sum + w, 0) / row.length;
      for (const w of row) {
        off += (w - mean) ** 2;
        all += w ** 2;
      }
    }
    const spread = sampleOf(samples, 'training_layer_unit_spread_ratio', { layer: 'hidden' });
    expect(spread).toBeCloseTo(Math.sqrt(off / all), 4);
  });

  test('without a path to the loss get no gradient; running statistics are not frozen', async () => {
    const [x, w, lost] = [noise([32, 4], 1), tf.variable(noise([4, 1], 3)), tf.variable(noise([4, 1], 4))];
    const optimizer = tf.train.sgd(0.01);
    const vitals = await watch(optimizer, {
      port: 0,
      linger: 0,
      every: 1,
      variables: { 'a/kernel': w, 'b/kernel': lost },
    });
    open.push(vitals);
    for (let step = 0; step < 30; step++) optimizer.minimize(() => x.matMul(w).square().mean());
    await vitals.flush();
    const active = vitals.symptoms().map(({ symptom, layer }) => [symptom, layer]);
    expect(active).toContainEqual(['variable-disconnected', 'b']);
    expect(active).not.toContainEqual(['variable-disconnected', 'a']);

    const model = tf.sequential({
      layers: [
        tf.layers.dense({ name: 'frozen', units: 3, inputShape: [4], trainable: false }),
        tf.layers.batchNormalization({ name: 'norm' }),
        tf.layers.dense({ name: 'out', units: 1 }),
      ],
    });
    model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
    const samples = await samplesOf(model, noise([32, 4], 1), noise([32, 1], 2));
    const trainable = (layer: string, variable: string) =>
      sampleOf(samples, 'training_layer_trainable', { layer, variable });
    expect(trainable('frozen', 'kernel')).toBe(0);
    expect(trainable('norm', 'gamma')).toBe(1);
    expect(trainable('norm', 'moving_mean')).toBeUndefined();
  });
});

test('the first loss is told against guessing, but where classes are weighted', async () => {
  const ys = classes(32, 3);
  const first = async (classWeight?: Record<number, number>) => {
    const model = network('categoricalCrossentropy', { units: 3, activation: 'softmax' });
    const vitals = await watch(model, { port: 0, linger: 0, every: 1 });
    open.push(vitals);
    const weights = classWeight && { classWeight };
    await model.fit(noise([32, 4], 1), ys, { epochs: 1, batchSize: 8, verbose: 0, ...weights });
    await vitals.flush();
    return sampleOf(await scrape(vitals.url), 'training_layer_initial_loss_ratio', { layer: 'out' });
  };
  expect(await first()).toBeGreaterThan(0.5);
  expect(await first()).toBeLessThan(2.5);
  expect(await first({ 0: 100, 1: 1, 2: 1 })).toBeUndefined();
});

describe('the classes of a loss of your own', () => {
  /** Cross-entropy where the network is unsure (Lin et al. 2017, γ = 2). */
  const focal = (labels: tf.Tensor, guess: tf.Tensor) => {
    const p = guess.clipByValue(1e-6, 1 - 1e-6);
    return labels.mul(p.log()).mul(tf.scalar(1).sub(p).square()).neg().sum(-1);
  };
  const firstOf = async (model: tf.LayersModel, ys: tf.Tensor) =>
    (await samplesOf(model, noise([32, 4], 1), ys)).find(
      ({ name }) => name === 'training_class_predicted_total',
    );
  const yes = classes(32, 2).slice([0, 0], [32, 1]);

  test('are counted where the output is a distribution, and its first loss is not that of guessing', async () => {
    const model = network(focal, { units: 3, activation: 'softmax' });
    const samples = await samplesOf(model, noise([32, 4], 1), classes(32, 3));
    const counts = samples.filter(({ name }) => name === 'training_class_predicted_total');
    expect(counts.reduce((sum, { value }) => sum + value, 0)).toBe(4 * 32);
    expect(samples.some(({ name }) => name.includes('initial_loss'))).toBe(false);
  });

  test('are counted at one sigmoid whose accuracy is wanted, and else it may be any number', async () => {
    expect(
      await firstOf(network(focal, { units: 1, activation: 'sigmoid' }, ['accuracy']), yes),
    ).toBeDefined();
    expect(await firstOf(network(focal, { units: 1, activation: 'sigmoid' }), yes)).toBeUndefined();
    expect(
      await firstOf(network(focal, { units: 2, activation: 'sigmoid' }, ['accuracy']), classes(32, 2)),
    ).toBeUndefined();
    expect(
      await firstOf(network(tf.losses.meanSquaredError, { units: 3, activation: 'softmax' }), classes(32, 3)),
    ).toBeUndefined();
  });
});
