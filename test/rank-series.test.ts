import * as tf from '@tensorflow/tfjs';
import { type Vitals, type WatchOptions, watch } from 'trainvitals';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Sample, sampleOf, scrape } from './scrape.js';

beforeAll(() => tf.setBackend('cpu'));

const [xs, ys] = [tf.randomNormal([32, 4], 0, 1, 'float32', 1), tf.randomNormal([32, 1], 0, 1, 'float32', 2)];

/** A network with a normalization, whose running statistics are no weights that ranks share. */
function network() {
  const initial = (seed: number) => tf.initializers.heNormal({ seed });
  return tf.sequential({
    layers: [
      tf.layers.dense({ name: 'hidden', units: 8, inputShape: [4], kernelInitializer: initial(3) }),
      tf.layers.batchNormalization({ name: 'norm' }),
      tf.layers.dense({ name: 'out', units: 1, kernelInitializer: initial(4) }),
    ],
  });
}

/** A loop as data parallelism writes it: gradients, something between, their application. */
async function loop(options: WatchOptions) {
  const model = network();
  const optimizer: tf.Optimizer = tf.train.adam(0.01);
  const vitals = await watch(optimizer, { model, port: 0, linger: 0, ...options });
  onTestFinished(() => vitals.close());
  const step = (between: () => void = () => {}) => {
    const { value, grads } = optimizer.computeGradients(() =>
      tf.losses.meanSquaredError(ys, model.apply(xs, { training: true }) as tf.Tensor).asScalar(),
    );
    between();
    optimizer.applyGradients(grads);
    tf.dispose([value, grads]);
  };
  return { model, vitals, step };
}

async function samplesOf(vitals: Vitals): Promise<Sample[]> {
  await vitals.flush();
  return scrape(vitals.url);
}

const normOf = (tensor: tf.Tensor): number =>
  Math.sqrt(Array.from(tensor.dataSync()).reduce((sum, value) => sum + value * value, 0));
const ofRanks = (samples: readonly Sample[]) => [
  ...new Set(
    samples.map(({ name }) => name).filter((name) => /^training_(replica|step_own_time)_/.test(name)),
  ),
];
const wait = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

test.each([
  { steps: 1, told: 1 },
  { steps: 11, told: 8 },
  { steps: 32, told: 32 },
])('of $steps steps, weights are those before the update of step $told, whatever was sampled', async ({
  steps,
  told,
}) => {
  const { model, vitals, step } = await loop({ rank: 1, worldSize: 2, every: 1000 });
  let expected: { layer: string; variable: string; norm: number }[] = [];
  for (let n = 1; n <= steps; n++) {
    if (n === told)
      expected = model.layers.flatMap((layer) =>
        layer.trainableWeights.map((weight) => ({
          layer: layer.name,
          variable: weight.originalName.split('/').at(-1) ?? '',
          norm: normOf(weight.read()),
        })),
      );
    step();
  }
  const samples = await samplesOf(vitals);
  expect(sampleOf(samples, 'training_replica_step', { rank: '1' })).toBe(told);
  const found = samples.filter(({ name }) => name === 'training_replica_weight_norm');
  expect(found).toHaveLength(expected.length);
  for (const { layer, variable, norm } of expected)
    expect(sampleOf(found, 'training_replica_weight_norm', { layer, variable })).toBeCloseTo(norm, 5);
});

describe('series that compare ranks', () => {
  test.each<{ who: string; options: WatchOptions; series: string[] }>([
    { who: 'a run of one process', options: {}, series: [] },
    {
      who: 'a rank',
      options: { rank: 0, worldSize: 2 },
      series: [
        'training_replica_step',
        'training_replica_weight_norm',
        'training_step_own_time_seconds',
        'training_step_own_time_typical_seconds',
      ],
    },
    {
      who: 'a rank that is not meant to hold the same weights',
      options: { rank: 0, worldSize: 2, symptoms: { 'replica-divergence': false } },
      series: ['training_step_own_time_seconds', 'training_step_own_time_typical_seconds'],
    },
  ])('$who has $series', async ({ options, series }) => {
    const { vitals, step } = await loop(options);
    for (let n = 0; n < 3; n++) step();
    expect(ofRanks(await samplesOf(vitals))).toEqual(series);
  });

  test('also in a fit', async () => {
    const model = network();
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const vitals = await watch(model, { rank: 0, worldSize: 2, port: 0, linger: 0 });
    onTestFinished(() => vitals.close());
    await model.fit(xs, ys, { batchSize: 8, epochs: 2, verbose: 0 });
    const samples = await samplesOf(vitals);
    expect(sampleOf(samples, 'training_replica_step')).toBe(8);
    expect(sampleOf(samples, 'training_step_own_time_typical_seconds')).toBeGreaterThan(0);
  });
});

describe('the own time of a step', () => {
  /** Seconds by which a step is longer than anything that it does itself. */
  const WAITED = 0.2;
  const times = async (vitals: Vitals) => {
    const samples = await samplesOf(vitals);
    return {
      own: sampleOf(samples, 'training_step_own_time_typical_seconds') ?? Number.NaN,
      whole: sampleOf(samples, 'training_step_duration_typical_seconds') ?? Number.NaN,
    };
  };

  test('is without the time between having gradients and applying them', async () => {
    const { vitals, step } = await loop({ rank: 0, worldSize: 2 });
    for (let n = 0; n < 5; n++) step(() => wait(1000 * WAITED));
    const { own, whole } = await times(vitals);
    expect(whole).toBeGreaterThanOrEqual(WAITED);
    expect(own).toBeLessThan(whole / 2);
  });

  test('is with what lies between two steps, where data are loaded', async () => {
    const { vitals, step } = await loop({ rank: 0, worldSize: 2 });
    for (let n = 0; n < 5; n++) {
      wait(1000 * WAITED);
      step();
    }
    const { own, whole } = await times(vitals);
    expect(whole).toBeLessThan(own / 2);
  });

  const pause = () => wait(1000 * WAITED);
  test.each([
    { what: 'a wait elsewhere', before: pause, waited: WAITED, isShort: true },
    { what: 'no wait, where it was seen to wait', between: pause, waited: 0, isShort: false },
    { what: 'no number of seconds, which is no report', before: pause, waited: Number.NaN, isShort: false },
  ])('is what the loop reports: $what', async ({ before, between, waited, isShort }) => {
    const { vitals, step } = await loop({ rank: 0, worldSize: 2 });
    for (let n = 0; n < 5; n++) {
      before?.();
      step(between);
      vitals.step({ waited });
    }
    const { own } = await times(vitals);
    if (isShort) expect(own).toBeLessThan(WAITED / 2);
    else expect(own).toBeGreaterThanOrEqual(WAITED);
    expect(sampleOf(await samplesOf(vitals), 'training_metric', { metric: 'waited' })).toBeUndefined();
  });
});

test('ranks train as they would unwatched: the same weights to the last bit, and no tensor more', async () => {
  const alone = network();
  const optimizer: tf.Optimizer = tf.train.adam(0.01);
  const { model, step } = await loop({ rank: 0, worldSize: 2 });
  const plain = () => {
    const { value, grads } = optimizer.computeGradients(() =>
      tf.losses.meanSquaredError(ys, alone.apply(xs, { training: true }) as tf.Tensor).asScalar(),
    );
    optimizer.applyGradients(grads);
    tf.dispose([value, grads]);
  };
  plain();
  step();
  const grown = (train: () => void) => {
    const before = tf.memory().numTensors;
    for (let n = 0; n < 20; n++) train();
    return tf.memory().numTensors - before;
  };
  expect(grown(step)).toBe(grown(plain));
  expect(model.getWeights().map((weight) => weight.dataSync())).toEqual(
    alone.getWeights().map((weight) => weight.dataSync()),
  );
});
