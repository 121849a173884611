import * as tf from '@tensorflow/tfjs';
import { TrainvitalsError, type Vitals, type WatchOptions, watch } from 'trainvitals';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type Sample, sampleOf, scrape } from './scrape.js';

beforeAll(() => tf.setBackend('cpu'));
const open: Vitals[] = [];
afterEach(async () => {
  for (const vitals of open.splice(0)) await vitals.close();
});

async function watched(target: object, options: WatchOptions = {}): Promise<Vitals> {
  const vitals = await watch(target, { port: 0, every: 1, linger: 0, ...options });
  open.push(vitals);
  return vitals;
}

async function samplesOf(vitals: Vitals): Promise<Sample[]> {
  await vitals.flush();
  return scrape(vitals.url);
}

const noise = (shape: [number, number], seed: number) =>
  tf.randomNormal<tf.Rank.R2>(shape, 0, 1, 'float32', seed);
const layersIn = (samples: readonly Sample[], name: string) =>
  samples
    .filter((sample) => sample.name === name)
    .map(({ labels }) => [labels.layer, labels.variable].filter(Boolean).join('/'));

function regression(name = 'plain', optimizer: string | tf.Optimizer = tf.train.sgd(0.01)) {
  const model = tf.sequential({
    name,
    layers: [
      tf.layers.dense({
        name: 'hidden',
        units: 5,
        inputShape: [4],
        activation: 'relu',
        kernelInitializer: tf.initializers.heNormal({ seed: 4 }),
      }),
      tf.layers.dense({ name: 'out', units: 1, kernelInitializer: tf.initializers.heNormal({ seed: 5 }) }),
    ],
  });
  model.compile({ optimizer, loss: 'meanSquaredError' });
  return model;
}

const learn = (model: tf.LayersModel, epochs = 2) =>
  model.fit(noise([32, 4], 1), noise([32, 1], 2), { epochs, batchSize: 8, verbose: 0 });

test('several inputs, several outputs, a shared layer and a nested model are all seen, once each', async () => {
  const [a, b] = [tf.input({ shape: [4], name: 'left' }), tf.input({ shape: [4], name: 'right' })];
  const shared = tf.layers.dense({
    name: 'shared',
    units: 6,
    activation: 'relu',
    kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }),
  });
  const nested = tf.sequential({
    name: 'nested',
    layers: [tf.layers.dense({ name: 'inner', units: 3, inputShape: [12], activation: 'tanh' })],
  });
  const both = tf.layers.concatenate().apply([shared.apply(a), shared.apply(b)] as tf.SymbolicTensor[]);
  const body = nested.apply(both) as tf.SymbolicTensor;
  const outputs = [
    tf.layers.dense({ name: 'one', units: 1 }).apply(body) as tf.SymbolicTensor,
    tf.layers.dense({ name: 'two', units: 2 }).apply(body) as tf.SymbolicTensor,
  ];
  const model = tf.model({ inputs: [a, b], outputs });
  model.compile({ optimizer: 'adam', loss: ['meanSquaredError', 'meanAbsoluteError'], metrics: ['mse'] });
  const vitals = await watched(model);
  await model.fit([noise([32, 4], 1), noise([32, 4], 2)], [noise([32, 1], 3), noise([32, 2], 4)], {
    epochs: 2,
    batchSize: 8,
    verbose: 0,
  });
  const samples = await samplesOf(vitals);
  expect(layersIn(samples, 'training_layer_weight_norm').sort()).toEqual(
    ['shared', 'inner', 'one', 'two'].flatMap((layer) => [`${layer}/bias`, `${layer}/kernel`]).sort(),
  );
  expect(layersIn(samples, 'training_layer_activation_mean')).toEqual(
    expect.arrayContaining(['shared', 'inner', 'one', 'two']),
  );
  expect(
    samples.filter(({ name }) => name === 'training_input_mean').map(({ labels }) => labels.input),
  ).toEqual(['left', 'right']);
  expect(sampleOf(samples, 'training_steps_total')).toBe(8);
  expect(sampleOf(samples, 'training_agent_errors_total', { stage: 'statistics' })).toBe(0);
});

test('the penalty is separated from the data, also where a shared layer counts it twice or it is custom', async () => {
  const a = tf.input({ shape: [4] });
  const b = tf.input({ shape: [4] });
  const shared = tf.layers.dense({
    name: 'shared',
    units: 3,
    kernelInitializer: tf.initializers.ones(),
    kernelRegularizer: tf.regularizers.l2({ l2: 0.5 }),
  });
  const sum = tf.layers
    .add()
    .apply([shared.apply(a), shared.apply(b)] as tf.SymbolicTensor[]) as tf.SymbolicTensor;
  const model = tf.model({
    inputs: [a, b],
    outputs: tf.layers
      .dense({ name: 'out', units: 1, kernelInitializer: 'zeros' })
      .apply(sum) as tf.SymbolicTensor,
  });
  model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
  const vitals = await watched(model);
  // With zero outgoing weights no data gradient reaches the shared layer: all it gets is the penalty's.
  await model.trainOnBatch([noise([8, 4], 1), noise([8, 4], 2)], tf.ones([8, 1]));
  const samples = await samplesOf(vitals);
  const kernel = { layer: 'shared', variable: 'kernel' };
  expect(sampleOf(samples, 'training_layer_gradient_norm', kernel)).toBe(0);
  // Twice l2·Σw² with twelve weights of 1.
  expect(sampleOf(samples, 'training_regularization_loss')).toBeCloseTo(2 * 0.5 * 12, 4);
  expect(sampleOf(samples, 'training_data_loss')).toBeCloseTo(1, 4);
  expect(sampleOf(samples, 'training_gradient_norm')).toBeGreaterThan(1);
});

test('validation is no step time, its loss is compared with the data loss, and epochs are counted', async () => {
  const model = regression();
  const evaluate = Reflect.get(Reflect.get(model, 'model'), 'testLoop');
  Reflect.set(Reflect.get(model, 'model'), 'testLoop', function slow(this: object, ...args: unknown[]) {
    // A validation far longer than all steps together.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
    return Reflect.apply(evaluate, this, args);
  });
  const vitals = await watched(model);
  const [xs, ys] = [noise([32, 4], 1), noise([32, 1], 2)];
  const { history } = await model.fit(xs, ys, {
    epochs: 3,
    batchSize: 8,
    verbose: 0,
    validationData: [xs, ys],
  });
  const samples = await samplesOf(vitals);
  expect(sampleOf(samples, 'training_step_duration_seconds_count')).toBe(12);
  expect(sampleOf(samples, 'training_step_duration_seconds_bucket', { le: '0.5' })).toBe(12);
  expect(sampleOf(samples, 'training_epochs_total')).toBe(3);
  expect(sampleOf(samples, 'training_loss', { split: 'validation' })).toBeCloseTo(
    Number(history.val_loss?.at(-1)),
    5,
  );
});

test('a later compile() with another optimizer and other metrics goes on being watched', async () => {
  const model = regression('again', 'sgd');
  const vitals = await watched(model);
  await learn(model);
  model.compile({ optimizer: tf.train.adam(0.02), loss: 'meanSquaredError', metrics: ['mae'] });
  await learn(model);
  const samples = await samplesOf(vitals);
  expect(sampleOf(samples, 'training_steps_total')).toBe(16);
  expect(sampleOf(samples, 'training_learning_rate')).toBeCloseTo(0.02, 6);
  expect(sampleOf(samples, 'training_metric', { metric: 'mae', split: 'train' })).toBeGreaterThan(0);
});

test('a later compile() with another loss begins the windows of the loss anew, the same loss does not', async () => {
  const model = regression();
  const vitals = await watched(model);
  await learn(model, 6);
  const initial = async () => sampleOf(await samplesOf(vitals), 'training_loss_initial');
  const first = await initial();
  model.compile({ optimizer: tf.train.sgd(0.001), loss: 'meanSquaredError' });
  await learn(model, 6);
  expect(await initial()).toBeLessThan(2 * (first ?? Number.NaN));
  const thousandfold = (y: tf.Tensor, x: tf.Tensor) => tf.losses.meanSquaredError(y, x).mul(1000);
  model.compile({ optimizer: tf.train.sgd(1e-6), loss: thousandfold });
  await learn(model, 6);
  expect(await initial()).toBeGreaterThan(100 * (first ?? Number.NaN));
});

test('a frozen layer is not trainable, its weights stay, and nothing is wrong with it', async () => {
  const model = regression();
  const [hidden] = model.layers;
  if (hidden) hidden.trainable = false;
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const vitals = await watched(model);
  await learn(model, 20);
  const samples = await samplesOf(vitals);
  expect(sampleOf(samples, 'training_layer_trainable', { layer: 'hidden', variable: 'kernel' })).toBe(0);
  expect(sampleOf(samples, 'training_layer_trainable', { layer: 'out', variable: 'kernel' })).toBe(1);
  expect(vitals.symptoms().filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(vitals.symptoms().map(({ symptom, layer }) => [symptom, layer])).toEqual([
    ['variable-frozen', 'hidden'],
    ['variable-frozen', 'hidden'],
  ]);
});

test('two runs at once share the port and are told apart by their name; one after the other works as well', async () => {
  const [first, second] = [regression('first'), regression('second')];
  const one = await watched(first, { run: 'one', port: 0 });
  const { port } = one;
  const two = await watched(second, { run: 'two', port });
  expect(two.url).toBe(one.url);
  await Promise.all([learn(first, 2), learn(second, 3)]);
  await two.flush();
  const samples = await samplesOf(one);
  expect(sampleOf(samples, 'training_steps_total', { run: 'one' })).toBe(8);
  expect(sampleOf(samples, 'training_steps_total', { run: 'two' })).toBe(12);
  await one.close();
  expect(sampleOf(await scrape(two.url), 'training_steps_total')).toBe(12);
  await two.close();
  const three = await watched(first, { run: 'three', port });
  await learn(first, 1);
  expect(sampleOf(await samplesOf(three), 'training_steps_total', { run: 'three' })).toBe(4);
});

test('close() gives everything back as it was, and may be called again', async () => {
  const model = regression();
  const inner: object = Reflect.get(model, 'model');
  const optimizer: object = model.optimizer;
  const before = [model, inner, optimizer, ...model.layers].map((object) =>
    Object.getOwnPropertyNames(object),
  );
  const tensors = tf.memory().numTensors;
  const vitals = await watched(model);
  await vitals.close();
  await vitals.close();
  expect(
    [model, inner, optimizer, ...model.layers].map((object) => Object.getOwnPropertyNames(object)),
  ).toEqual(before);
  expect(tf.memory().numTensors).toBe(tensors);
  await expect(fetch(vitals.url)).rejects.toThrow();
  await learn(model);
});

test('a hand-written loop: gradients through the optimizer, the loss and metrics by step()', async () => {
  const w = tf.variable(tf.zeros([4, 1]), true, 'linear/kernel');
  const idle = tf.variable(tf.ones([2, 2]), true, 'linear/unused');
  const optimizer = tf.train.sgd(0.1);
  const vitals = await watched(optimizer, { variables: { 'linear/kernel': w, 'linear/unused': idle } });
  const xs = noise([32, 4], 1);
  const ys = xs.sum(1, true);
  for (let step = 0; step < 10; step++) {
    // Gradients by hand: the optimizer sees neither the loss nor the forward pass.
    const { value, grads } = tf.variableGrads(
      () => tf.losses.meanSquaredError(ys, xs.matMul(w as tf.Tensor2D)).asScalar(),
      [w],
    );
    optimizer.applyGradients(grads);
    vitals.step({ loss: value, custom: step, examples: 32 });
    tf.dispose([value, grads]);
  }
  vitals.evaluation({ loss: 0.25, accuracy: 0.5 });
  const samples = await samplesOf(vitals);
  expect(sampleOf(samples, 'training_steps_total')).toBe(10);
  expect(sampleOf(samples, 'training_examples_total')).toBe(320);
  expect(sampleOf(samples, 'training_metric', { metric: 'custom', split: 'train' })).toBe(9);
  expect(sampleOf(samples, 'training_metric', { metric: 'accuracy', split: 'validation' })).toBe(0.5);
  expect(sampleOf(samples, 'training_loss', { split: 'validation' })).toBe(0.25);
  expect(sampleOf(samples, 'training_loss_improvement_ratio')).toBeGreaterThan(0);
  expect(
    sampleOf(samples, 'training_layer_update_ratio', { layer: 'linear', variable: 'kernel' }),
  ).toBeGreaterThan(0);
});

test('predictions, inspected gradients and losses that throw between two steps leave no tensor behind', async () => {
  const x = noise([8, 4], 3);
  const growth = async (isWatched: boolean) => {
    const model = regression();
    if (isWatched) await watched(model);
    await learn(model, 1);
    const loss = () => (model.apply(x) as tf.Tensor).square().mean() as tf.Scalar;
    const inspect = () => {
      const { value, grads } = model.optimizer.computeGradients(loss);
      tf.dispose([value, grads]);
      (model.predict(x) as tf.Tensor).dispose();
      const thrown = () =>
        model.optimizer.minimize(() => {
          tf.dispose(model.apply(x) as tf.Tensor);
          throw new Error('no loss');
        });
      expect(thrown).toThrow('no loss');
    };
    inspect();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 20; i++) inspect();
    return tf.memory().numTensors - before;
  };
  // tfjs itself loses what it saved for a backward pass that never came.
  const itsOwn = await growth(false);
  expect(await growth(true)).toBe(itsOwn);
});

test('gradients that are accumulated before they are applied are one step', async () => {
  const model = regression();
  const vitals = await watched(model, { every: 2 });
  const x = noise([8, 4], 3);
  const loss = () => (model.apply(x) as tf.Tensor).square().mean() as tf.Scalar;
  for (let step = 0; step < 10; step++) {
    const [first, second] = [model.optimizer.computeGradients(loss), model.optimizer.computeGradients(loss)];
    model.optimizer.applyGradients(first.grads);
    tf.dispose([first, second] as object as tf.TensorContainer);
  }
  const samples = await samplesOf(vitals);
  expect(sampleOf(samples, 'training_steps_total')).toBe(10);
  expect(
    sampleOf(samples, 'training_layer_update_ratio', { layer: 'out', variable: 'kernel' }),
  ).toBeGreaterThan(0);
});

test('a model that shares its optimizer is not charged with the steps of the other', async () => {
  const optimizer = tf.train.sgd(0.01);
  const [ours, other] = [regression('ours', optimizer), regression('other', optimizer)];
  const vitals = await watched(ours);
  await learn(ours, 2);
  await learn(other, 3);
  expect(sampleOf(await samplesOf(vitals), 'training_steps_total')).toBe(8);
});

test('two networks with layers of the same name in one loop have series of their own', async () => {
  const [a, b] = [regression('a'), regression('b')];
  const weights = [...a.trainableWeights, ...b.trainableWeights];
  const optimizer = tf.train.sgd(0.01);
  const vitals = await watched(optimizer, { variables: weights });
  const x = noise([8, 4], 3);
  optimizer.minimize(
    () =>
      tf
        .add(a.apply(x) as tf.Tensor, b.apply(x) as tf.Tensor)
        .square()
        .mean() as tf.Scalar,
  );
  expect(new Set(layersIn(await samplesOf(vitals), 'training_layer_weight_norm')).size).toBe(8);
});

test('the models of a hand-written loop show inputs and activations, however they are called', async () => {
  const [encoder, decoder] = [regression('encoder'), regression('decoder')];
  const optimizer = tf.train.sgd(0.01);
  const free = tf.variable(tf.scalar(1), true, 'temperature/value');
  const vitals = await watched(optimizer, { model: [encoder, decoder], variables: [free] });
  const x = noise([8, 4], 3);
  for (let step = 0; step < 3; step++) {
    optimizer.minimize(() =>
      tf.tidy(() => {
        const ys = [encoder.predict(x.add(step)) as tf.Tensor, decoder.apply(x) as tf.Tensor];
        return tf.addN(ys).square().mean().mul(free) as tf.Scalar;
      }),
    );
    // A look at the model between two steps is no part of either.
    (encoder.predict(x.mul(100)) as tf.Tensor).dispose();
  }
  const samples = await samplesOf(vitals);
  expect(layersIn(samples, 'training_layer_weight_norm').sort()).toEqual(
    [
      ...['hidden', 'out', 'decoder/hidden', 'decoder/out'].flatMap((layer) => [
        `${layer}/kernel`,
        `${layer}/bias`,
      ]),
      'temperature/value',
    ].sort(),
  );
  expect(layersIn(samples, 'training_layer_activation_zero_ratio').sort()).toEqual([
    'decoder/hidden',
    'decoder/out',
    'hidden',
    'out',
  ]);
  const means = samples.filter(({ name }) => name === 'training_input_mean').map(({ value }) => value);
  const mean = x.mean().dataSync()[0] ?? Number.NaN;
  expect(means).toHaveLength(2);
  expect(means[0]).toBeCloseTo(mean + 2, 4);
  expect(means[1]).toBeCloseTo(mean, 4);
  expect(sampleOf(samples, 'training_examples_total')).toBe(24);
  expect(sampleOf(samples, 'training_run_info', { model: 'encoder+decoder' })).toBe(1);
});

test('a loop that takes its gradients by itself shows inputs and activations too', async () => {
  const model = regression();
  const optimizer = tf.train.sgd(0.01);
  const vitals = await watched(optimizer, { model });
  const x = noise([8, 4], 3);
  for (let step = 0; step < 3; step++) {
    const { value, grads } = tf.variableGrads(
      () => (model.apply(x) as tf.Tensor).square().mean() as tf.Scalar,
    );
    // What is looked at before the gradients are applied is no part of the step.
    (model.predict(x.mul(100)) as tf.Tensor).dispose();
    optimizer.applyGradients(grads);
    tf.dispose([value, grads]);
  }
  const samples = await samplesOf(vitals);
  expect(sampleOf(samples, 'training_steps_total')).toBe(3);
  expect(layersIn(samples, 'training_layer_activation_std')).toEqual(['hidden', 'out']);
  expect(sampleOf(samples, 'training_layer_activation_std', { layer: 'out' })).toBeLessThan(20);
  expect(sampleOf(samples, 'training_input_mean')).toBeCloseTo(x.mean().dataSync()[0] ?? Number.NaN, 4);
});

test('what is differentiated and never applied is no step, leaves nothing behind, and keeps a finished run finished', async () => {
  const model = regression();
  const optimizer = tf.train.sgd(0.01);
  const vitals = await watched(optimizer, { model });
  const states: string[] = [];
  vitals.on('run', ({ state }) => states.push(state));
  const x = noise([8, 4], 3);
  const loss = () => (model.apply(x) as tf.Tensor).square().mean() as tf.Scalar;
  optimizer.minimize(loss);
  const saliency = tf.grad((input: tf.Tensor) => (model.apply(input) as tf.Tensor).sum());
  saliency(x).dispose();
  await vitals.finish();
  const tensors = tf.memory().numTensors;
  for (let look = 0; look < 20; look++) saliency(x).dispose();
  expect(tf.memory().numTensors).toBe(tensors);
  expect(states).toEqual(['finished']);
  expect(sampleOf(await samplesOf(vitals), 'training_steps_total')).toBe(1);
});

test('examples that a loop reports are not counted twice', async () => {
  const model = regression();
  const optimizer = tf.train.sgd(0.01);
  const vitals = await watched(optimizer, { model });
  const x = noise([64, 4], 3);
  for (let step = 0; step < 3; step++) {
    optimizer.minimize(() => (model.predict(x) as tf.Tensor).square().mean() as tf.Scalar);
    vitals.step({ examples: 64 });
  }
  expect(sampleOf(await samplesOf(vitals), 'training_examples_total')).toBe(192);
});

test('two inputs that one layer reads are told apart in a hand-written loop', async () => {
  const inputs = ['left', 'right'].map((name) => tf.input({ shape: [4], name }));
  const reader = tf.layers.dense({ name: 'reader', units: 3 });
  const merged = tf.layers
    .concatenate()
    .apply(inputs.map((input) => reader.apply(input) as tf.SymbolicTensor));
  const model = tf.model({ inputs, outputs: merged as tf.SymbolicTensor });
  const optimizer = tf.train.sgd(0.01);
  const vitals = await watched(optimizer, { model });
  const fed = [tf.fill([8, 4], 1), tf.fill([8, 4], 7)];
  optimizer.minimize(() => (model.apply(fed) as tf.Tensor).square().mean() as tf.Scalar);
  const samples = await samplesOf(vitals);
  expect(sampleOf(samples, 'training_input_mean', { input: 'left' })).toBeCloseTo(1);
  expect(sampleOf(samples, 'training_input_mean', { input: 'right' })).toBeCloseTo(7);
});

test('a NaN in what a hand-written loop feeds is told from one that the training makes, in steps that are not measured too', async () => {
  const model = regression();
  const optimizer = tf.train.sgd(0.01);
  const vitals = await watched(optimizer, { model, every: 100 });
  const raised: string[] = [];
  vitals.on('symptom', ({ symptom }) => raised.push(symptom));
  const batch = noise([8, 4], 3);
  const bad = tf.tensor2d(
    Array.from({ length: 32 }, (_, index) => (index === 7 ? Number.NaN : 1)),
    [8, 4],
  );
  for (const x of [batch, batch, batch, bad])
    optimizer.minimize(() => (model.predict(x) as tf.Tensor).square().mean() as tf.Scalar);
  await vitals.flush();
  expect(raised).toContain('inputs-nonfinite');
});

test('where values are read later, a batch with NaN in a step that is not measured is blamed too, and nothing leaks', async () => {
  const Cpu = tf.backend().constructor as new () => ReturnType<typeof tf.backend>;
  tf.registerBackend('later', () => new Cpu());
  tf.copyRegisteredKernels('cpu', 'later');
  await tf.setBackend('later');
  try {
    const model = regression();
    const vitals = await watched(model, { every: 100 });
    const raised: string[] = [];
    vitals.on('symptom', ({ symptom, state }) => state === 'raised' && raised.push(symptom));
    await learn(model, 1);
    await vitals.flush();
    const tensors = tf.memory().numTensors;
    await learn(model, 1);
    await vitals.flush();
    // The two tensors of data that `learn` itself makes.
    expect(tf.memory().numTensors).toBe(tensors + 2);
    expect(raised).toEqual([]);
    const ys = tf.fill([8, 1], Number.NaN);
    await model.fit(noise([8, 4], 1), ys, { epochs: 1, batchSize: 8, verbose: 0 });
    await vitals.flush();
    expect(raised).toContain('inputs-nonfinite');
  } finally {
    await tf.setBackend('cpu');
  }
});

test('two networks that are trained in turn are neither frozen nor standing still at a regular look', async () => {
  const [a, b] = [regression('a'), regression('b')];
  const optimizer = tf.train.sgd(0.01);
  const vitals = await watched(optimizer, { model: [a, b], every: 2 });
  const raised: string[] = [];
  vitals.on('symptom', ({ symptom }) => raised.push(symptom));
  const weights = (model: tf.LayersModel) =>
    model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  for (let step = 0; step < 200; step++) {
    const model = step % 2 === 0 ? a : b;
    const x = noise([8, 4], step);
    const loss = () => (model.apply(x) as tf.Tensor).sub(1).square().mean() as tf.Scalar;
    optimizer.minimize(loss, false, weights(model));
    x.dispose();
  }
  const samples = await samplesOf(vitals);
  const trainable = samples.filter(({ name }) => name === 'training_layer_trainable');
  expect(trainable.map(({ value }) => value)).toEqual(Array(8).fill(1));
  expect(raised).toEqual([]);
});

test('the validation of several outputs has the total loss and the right names', async () => {
  const input = tf.input({ shape: [4] });
  const outputs = [1, 2, 3].map(
    (units) => tf.layers.dense({ name: `o${units}`, units }).apply(input) as tf.SymbolicTensor,
  );
  const model = tf.model({ inputs: input, outputs });
  model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError', metrics: ['mae'] });
  const vitals = await watched(model);
  const x = noise([8, 4], 1);
  const ys = [1, 2, 3].map((units) => noise([8, units], units));
  await model.fit(x, ys, { epochs: 1, batchSize: 8, verbose: 0, validationData: [x, ys] });
  const samples = await samplesOf(vitals);
  // At a rate of 0 the validation on the training data is the training itself.
  for (const name of ['training_loss', 'training_metric']) {
    for (const { labels, value } of samples.filter(
      (s) => s.name === name && s.labels.split === 'validation',
    )) {
      expect(value, JSON.stringify(labels)).toBeCloseTo(
        sampleOf(samples, name, { ...labels, split: 'train' }) ?? Number.NaN,
        4,
      );
    }
  }
  expect(sampleOf(samples, 'training_loss', { split: 'validation' })).toBeGreaterThan(0);
  expect(sampleOf(samples, 'training_metric', { metric: 'o3_loss', split: 'validation' })).toBeGreaterThan(0);
});

test.each(['int32', 'bool', 'float32'] as const)('labels of type %s are counted by class', async (dtype) => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ name: 'out', units: 1, inputShape: [4], activation: 'sigmoid' })],
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'binaryCrossentropy' });
  const vitals = await watched(model);
  const labels = tf.tensor2d(
    Array.from({ length: 40 }, (_, row) => [row < 25 ? 0 : 1]),
    [40, 1],
    'int32',
  );
  await model.fit(noise([40, 4], 1), dtype === 'float32' ? labels.toFloat() : labels.cast(dtype), {
    epochs: 1,
    batchSize: 8,
    verbose: 0,
  });
  const samples = await samplesOf(vitals);
  const counts = ['0', '1'].map((name) =>
    sampleOf(samples, 'training_class_examples_total', { class: name }),
  );
  expect(counts).toEqual([25, 15]);
});

test('two handles on one model, closed in either order, give it back as it was', async () => {
  const model = regression();
  await learn(model, 1);
  const inner: object = Reflect.get(model, 'model');
  const before = Object.getOwnPropertyNames(inner);
  const [one, two] = [await watched(model), await watched(model)];
  await learn(model, 1);
  await one.close();
  await two.close();
  expect(Object.getOwnPropertyNames(inner)).toEqual(before);
});

test.each([
  'first',
  'second',
])('of two handles on one model both hear of epochs, also when the %s is closed', async (closed) => {
  const model = regression();
  const inner = () => Reflect.get(Object(Reflect.get(model, 'model')), 'history');
  const handles = [await watched(model), await watched(model)];
  const [gone, left] = closed === 'first' ? handles : [...handles].reverse();
  if (!gone || !left) throw new Error('two handles');
  const epochs = async ({ url, run }: Vitals) =>
    (await scrape(url)).find(({ name, labels }) => name === 'training_epochs_total' && labels.run === run)
      ?.value;
  await learn(model, 2);
  for (const handle of handles) {
    await handle.flush();
    expect(await epochs(handle)).toBe(2);
  }
  await gone.close();
  const history = await learn(model, 1);
  await left.flush();
  expect(await epochs(left)).toBe(3);
  expect(inner()).toBe(history);
  await left.close();
  expect(inner()).toBe(history);
});

test('recurrent halves, batch normalisation and embeddings have names of their own', async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ name: 'words', inputDim: 20, outputDim: 4, inputLength: 6 }),
      tf.layers.bidirectional({
        name: 'both',
        layer: tf.layers.gru({ units: 3 }) as tf.RNN,
        mergeMode: 'concat',
      }),
      tf.layers.batchNormalization({ name: 'norm' }),
      tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy', metrics: ['accuracy'] });
  const vitals = await watched(model, { labels: ['no', 'yes'] });
  const words = tf.randomUniform([16, 6], 0, 20, 'int32', 3);
  await model.fit(words, tf.randomUniform([16, 1], 0, 2, 'int32', 4).toFloat(), {
    epochs: 2,
    batchSize: 8,
    verbose: 0,
  });
  const samples = await samplesOf(vitals);
  const variables = layersIn(samples, 'training_layer_weight_norm');
  expect(new Set(variables).size).toBe(variables.length);
  expect(variables).toContain('words/embeddings');
  expect(variables).toContain('norm/moving_mean');
  expect(variables.filter((name) => name.startsWith('both/'))).toHaveLength(6);
  const counted = (['no', 'yes'] as const).map(
    (name) => sampleOf(samples, 'training_class_examples_total', { class: name }) ?? 0,
  );
  expect(counted[0]).toBeGreaterThan(0);
  expect((counted[0] ?? 0) + (counted[1] ?? 0)).toBe(32);
});

test('layers can be left out', async () => {
  const model = regression();
  const vitals = await watched(model, { layers: { exclude: ['hid*'] } });
  await learn(model);
  expect(layersIn(await samplesOf(vitals), 'training_layer_weight_norm')).toEqual(['out/kernel', 'out/bias']);
});

test.each<[object, RegExp]>([
  [{ port: 70_000 }, /option "port" must be a whole number from 0 to 65535, got 70000/],
  [{ prot: 1 }, /watch\(\): unknown option "prot"; known are run, rank, /],
  [{ budget: 'much' }, /option "budget" must be a number from/],
  [{ every: 0 }, /option "every"/],
  [{ run: '' }, /option "run" must be a text/],
  [{ rank: 2, worldSize: 2 }, /option "rank" must be below worldSize \(2\), got 2/],
  [
    { symptoms: { 'dead-rely': false } },
    /option "symptoms": unknown symptom "dead-rely"; known are .*dead-relu/,
  ],
  [
    { symptoms: { 'dead-relu': { share: 3 } } },
    /option "symptoms": limit "dead-relu.share" must be a number from 0 to 1, got 3/,
  ],
  [{ model: {} }, /options "model", "variables" and "penalty" are for watch\(optimizer\)/],
  [{ variables: [] }, /options "model", "variables" and "penalty" are for watch\(optimizer\)/],
  [{ layers: { only: [] } }, /unknown part "only" of option "layers"; known are include, exclude/],
])('watch(model, %j) is refused in one line', async (options, message) => {
  const error = await watch(regression(), options as WatchOptions).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TrainvitalsError);
  expect(String(error)).toMatch(message);
  expect(String(error)).not.toContain('\n');
});

test.each<[object, RegExp]>([
  [{ model: {} }, /option "model" must be a tf.LayersModel or a list of them, got another object/],
  [{ model: [] }, /option "model" must be a tf.LayersModel or a list of them, got a list of 0/],
  [{ model: [regression(), 3] }, /option "model" must be a tf.LayersModel or a list of them, got 3/],
])('watch(optimizer, …) is refused in one line: %#', async (options, message) => {
  const error = await watch(tf.train.sgd(0.1), { port: 0, ...options }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TrainvitalsError);
  expect(String(error)).toMatch(message);
});

test('what cannot be watched is refused in one line, and nothing stays patched', async () => {
  const raw = tf.sequential({ name: 'raw', layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  await expect(watch(raw, { port: 0 })).rejects.toThrow(
    'watch(): model "raw" is not compiled; call watch() after compile()',
  );
  await expect(watch({}, { port: 0 })).rejects.toThrow('expected a compiled model or an optimizer');
  const { createServer } = await import('node:http');
  const blocker = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => blocker.once('listening', resolve));
  const address = blocker.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(watch(regression(), { port })).rejects.toThrow(
    `watch(): port ${port} on 127.0.0.1 is taken by another process`,
  );
  blocker.close();
});
