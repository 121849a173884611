import type * as tfjs from '@tensorflow/tfjs';
import { clusters, oneHot, split, withLabelNoise } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { Random } from '../random.js';
import { healthy } from '../run.js';
import { flags, friedman, houses, labelsOf, moons, rings, standardised, topics } from './part2-data.js';
import { stack, through } from './part2-networks.js';

const softmax = { activation: 'softmax' } as const;

/** Dense networks on rows of a table. */
export const healthyTables = healthy([
  {
    name: 'h-ok-half-of-all-zero',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(moons(tf, seed, { examples: 680, noise: 0.2 }), 512);
      const model = mlp(tf, [2, 48, 48, 2], { hidden: { kernelInitializer: 'heNormal' }, out: softmax });
      return fitting(classifier(model, tf.train.adam(0.002)), train, { epochs: 18, validation: test });
    },
  },
  {
    name: 'h-ok-train-above-validation',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const { train, test } = split(flags(tf, seed, { examples: 1000 }), 640);
      const model = mlp(tf, [24, 80, 40, 3], {
        hidden: { activation: 'elu' },
        out: softmax,
        between: (number) => [tf.layers.dropout({ name: `drop${number}`, rate: 0.4 })],
      });
      return fittingDataset(tf, classifier(model, tf.train.rmsprop(0.001)), train, {
        epochs: 16,
        validation: test,
      });
    },
  },
  {
    name: 'h-ok-norm-before-activation',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const block = (units: number, first: object = {}) => [
        tf.layers.dense({ name: `dense${units}`, units, useBias: false, ...first }),
        tf.layers.batchNormalization({ name: `norm${units}` }),
        tf.layers.activation({ name: `relu${units}`, activation: 'relu' }),
      ];
      const out = tf.layers.dense({ name: 'out', units: 3, ...softmax });
      const model = stack(tf, ...block(32, { inputShape: [2] }), ...block(24), out);
      return onBatches(tf, classifier(model, tf.train.momentum(0.03, 0.9)), rings(tf, seed), { steps: 320 });
    },
  },
  {
    name: 'h-ok-layer-norm',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(friedman(tf, seed, { examples: 700 }), 512);
      const model = mlp(tf, [10, 24, 16, 1], {
        hidden: { activation: 'swish' },
        between: (number) => [tf.layers.layerNormalization({ name: `norm${number}` })],
      });
      return fitting(regressor(model, tf.train.adam(0.003)), train, { epochs: 16, validation: test });
    },
  },
  {
    name: 'h-ok-l2-on-all-weights',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const { xs, ys } = houses(tf, seed, { examples: 672 });
      const { train, test } = split({ xs: standardised(xs), ys }, 512);
      const penalty = tf.regularizers.l2({ l2: 5e-4 });
      const both = { kernelRegularizer: penalty, biasRegularizer: penalty };
      const model = mlp(tf, [4, 24, 16, 1], { hidden: { activation: 'elu', ...both }, out: both });
      return fittingDataset(tf, regressor(model, tf.train.adamax(0.01)), train, {
        epochs: 18,
        validation: test,
      });
    },
  },
  {
    name: 'h-ok-l1-on-binary-inputs',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const model = mlp(tf, [24, 20, 3], {
        hidden: { activation: 'tanh', kernelRegularizer: tf.regularizers.l1({ l1: 4e-4 }) },
        out: softmax,
      });
      const data = flags(tf, seed, { examples: 800 });
      return onBatches(tf, classifier(model, tf.train.rmsprop(0.004)), data, { steps: 350 });
    },
  },
  {
    name: 'h-ok-frozen-random-waves',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Random features that stay as they are, and a head that learns to read them.
      const waves = tf.layers.dense({
        name: 'waves',
        units: 80,
        activation: 'tanh',
        kernelInitializer: tf.initializers.randomNormal({ stddev: 1.6 }),
        biasInitializer: tf.initializers.randomUniform({ minval: -2, maxval: 2 }),
        trainable: false,
        inputShape: [2],
      });
      const model = stack(tf, waves, tf.layers.dense({ name: 'out', units: 3, ...softmax }));
      return fitting(classifier(model, tf.train.momentum(0.03, 0.9)), rings(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'h-ok-full-batch',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Gradient descent as in the textbook: all 160 examples in each step.
      const { xs, ys } = houses(tf, seed, { examples: 160 });
      const model = regressor(
        mlp(tf, [4, 12, 1], { hidden: { activation: 'tanh' } }),
        tf.train.momentum(0.02, 0.9),
      );
      return fitting(model, { xs: standardised(xs), ys: standardised(ys) }, { epochs: 300, batchSize: 160 });
    },
  },
  {
    name: 'h-ok-four-rows-a-step',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 240, noise: 0.2 });
      const model = regressor(
        mlp(tf, [10, 20, 1], { hidden: { activation: 'softplus' } }),
        tf.train.adagrad(0.03),
      );
      return fitting(model, data, { epochs: 6, batchSize: 4 });
    },
  },
  {
    name: 'h-ok-prices-in-full',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // In thousands: the loss starts above 1e5.
      const { xs, ys } = houses(tf, seed);
      const model = regressor(mlp(tf, [4, 32, 1]), tf.train.adam(0.2));
      return onBatches(tf, model, { xs: standardised(xs), ys: ys.mul(100) }, { steps: 400 });
    },
  },
  {
    name: 'h-ok-million-to-noise',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Targets around 1,500: a linear model goes from 2e6 to the noise in a hundred steps.
      const { xs, ys } = friedman(tf, seed, { noise: 0.3 });
      const model = regressor(mlp(tf, [10, 1]), tf.train.momentum(0.01, 0.9));
      return fitting(model, { xs, ys: ys.mul(200).add(1500) }, { epochs: 18 });
    },
  },
  {
    name: 'h-ok-exact-and-flat',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      // A rotation of the inputs: the error is gone after a hundred steps and stays away.
      const random = new Random(seed + 8);
      const xs = tf.tensor2d(random.normals(512 * 6), [512, 6]);
      const turn = tf.tensor2d(random.normals(36), [6, 6]).div(2);
      const model = regressor(mlp(tf, [6, 6], { out: { useBias: false } }), tf.train.sgd(0.4));
      return fittingDataset(tf, model, { xs, ys: xs.matMul(turn) }, { epochs: 25 });
    },
  },
  {
    name: 'h-ok-tenth-with-momentum',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const { xs, ys } = rings(tf, seed, { examples: 640, classes: 2 });
      const model = mlp(tf, [2, 16, 2], { hidden: { activation: 'tanh' }, out: softmax });
      return fittingDataset(
        tf,
        classifier(model, tf.train.momentum(0.1, 0.9), 'sparseCategoricalCrossentropy'),
        { xs, ys: labelsOf(ys) },
        { epochs: 18 },
      );
    },
  },
  {
    name: 'h-ok-heavy-tails',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // Student's t with 2.5 degrees of freedom: some values lie 15 deviations off.
      const random = new Random(seed + 9);
      const { xs, ys } = clusters(tf, seed, { features: 6, classes: 4, spread: 1.5, examples: 640 });
      const stretch = Array.from({ length: 640 * 6 }, () => {
        const squares = Array.from({ length: 3 }, () => random.normal() ** 2).reduce((sum, x) => sum + x, 0);
        return Math.sqrt(2.5 / squares);
      });
      const tails = standardised(xs.mul(tf.tensor2d(stretch, [640, 6])));
      const model = mlp(tf, [6, 32, 4], { hidden: { activation: 'elu' }, out: softmax });
      return onBatches(tf, classifier(model, tf.train.adamax(0.005)), { xs: tails, ys }, { steps: 300 });
    },
  },
  {
    name: 'h-ok-multi-label',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(topics(tf, seed, { examples: 800 }), 600);
      const model = mlp(tf, [60, 24, 5], { out: { activation: 'sigmoid' } });
      return fitting(regressor(model, tf.train.adam(0.003), 'binaryCrossentropy'), train, {
        epochs: 12,
        batchSize: 24,
        validation: test,
      });
    },
  },
  {
    name: 'h-ok-categories',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Weekday, shop and product as one-hot columns; the target is what they add up to.
      const random = new Random(seed + 10);
      const sizes = [7, 12, 20];
      const effects = sizes.map((size) => random.normals(size));
      const rows = Array.from({ length: 640 }, () => sizes.map((size) => random.integer(size)));
      const columns = sizes.map((size, at) =>
        oneHot(
          tf,
          rows.map((row) => row[at] ?? 0),
          size,
        ),
      );
      const sums = rows.map((row) => row.reduce((sum, value, at) => sum + (effects[at]?.[value] ?? 0), 0));
      const ys = tf.tensor2d(sums, [640, 1]).add(tf.randomNormal([640, 1], 0, 0.2, 'float32', seed));
      const model = regressor(mlp(tf, [39, 16, 1]), tf.train.adam(0.005));
      return fitting(model, { xs: tf.concat(columns, 1), ys }, { epochs: 15 });
    },
  },
  {
    name: 'h-ok-logistic-from-zeros',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = clusters(tf, seed, { features: 5, classes: 4, spread: 0.8 });
      const model = mlp(tf, [5, 4], { out: { ...softmax, kernelInitializer: 'zeros' } });
      return onBatches(tf, classifier(model, tf.train.sgd(0.3)), data, { steps: 300 });
    },
  },
  {
    name: 'h-ok-output-from-zeros',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(rings(tf, seed, { examples: 700 }), 512);
      const model = mlp(tf, [2, 32, 24, 3], {
        hidden: { kernelInitializer: 'heUniform' },
        out: { ...softmax, kernelInitializer: 'zeros' },
      });
      return fitting(classifier(model, tf.train.adam(0.005)), train, { epochs: 16, validation: test });
    },
  },
  {
    name: 'h-ok-lecun-tanh',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const hidden = { activation: 'tanh', kernelInitializer: 'leCunUniform' } as const;
      const model = mlp(tf, [10, 24, 24, 1], { hidden });
      return fittingDataset(tf, regressor(model, tf.train.rmsprop(0.002)), friedman(tf, seed), {
        epochs: 18,
      });
    },
  },
  {
    name: 'h-ok-orthogonal-deep-tanh',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const hidden = { activation: 'tanh', kernelInitializer: 'orthogonal' } as const;
      const model = mlp(tf, [2, 20, 20, 20, 20, 20, 20, 20, 20, 2], { hidden, out: softmax });
      const { xs, ys } = moons(tf, seed);
      return onBatches(
        tf,
        classifier(model, tf.train.sgd(0.05), 'sparseCategoricalCrossentropy'),
        { xs, ys: labelsOf(ys) },
        { steps: 400 },
      );
    },
  },
  {
    name: 'h-ok-very-wide',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [10, 800, 1]);
      return fitting(regressor(model, tf.train.adam(5e-4)), friedman(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'h-ok-rare-class-learned',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(
        clusters(tf, seed, { examples: 1200, classes: 2, features: 6, spread: 1.2, shares: [12, 1] }),
        800,
      );
      const model = mlp(tf, [6, 24, 2], { hidden: { activation: 'swish' }, out: softmax });
      return fitting(classifier(model, tf.train.adam(0.005)), train, {
        epochs: 12,
        validation: test,
        classWeight: { 0: 1, 1: 4 },
      });
    },
  },
  {
    name: 'h-ok-small-and-noisy',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Eight rows a step, a fifth of the labels wrong: single losses jump, the trend falls.
      const data = withLabelNoise(tf, seed, clusters(tf, seed, { examples: 200, features: 5 }), 0.2);
      const model = mlp(tf, [5, 8, 3], { hidden: { activation: 'tanh' }, out: softmax });
      return fitting(classifier(model, tf.train.sgd(0.05)), data, { epochs: 16, batchSize: 8 });
    },
  },
  {
    name: 'h-ok-label-smoothing',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // A perfect network still has a loss of half a nat.
      const { xs, ys } = clusters(tf, seed, { classes: 5, features: 8 });
      const model = mlp(tf, [8, 32, 5], { out: softmax });
      const soft = ys.mul(0.85).add(0.15 / 5);
      return onBatches(tf, classifier(model, tf.train.adam(0.004)), { xs, ys: soft }, { steps: 320 });
    },
  },
  {
    name: 'h-ok-from-logits',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(moons(tf, seed, { examples: 640, noise: 0.25 }), 480);
      const fromLogits: Parameters<typeof classifier>[2] = (truth, logits) =>
        tf.losses.softmaxCrossEntropy(truth, logits);
      const model = classifier(mlp(tf, [2, 20, 20, 2]), tf.train.rmsprop(0.002), fromLogits);
      return fitting(model, train, { epochs: 20, validation: test });
    },
  },
  {
    name: 'h-ok-forty-steps',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const data = clusters(tf, seed, { examples: 320, spread: 1.3 });
      const model = mlp(tf, [8, 20, 3], { hidden: { activation: 'elu' }, out: softmax });
      return fitting(classifier(model, tf.train.adam(0.02)), data, { epochs: 4 });
    },
  },
  {
    name: 'h-ok-long-validation',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Ten times as many rows to validate on as to train on.
      const { train, test } = split(friedman(tf, seed, { examples: 3520, noise: 0.2 }), 320);
      const model = regressor(mlp(tf, [10, 24, 1], { hidden: { activation: 'elu' } }), tf.train.adam(0.004));
      return fitting(model, train, { epochs: 24, validation: test });
    },
  },
  {
    name: 'h-ok-two-tables',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const first = houses(tf, seed);
      const second = friedman(tf, seed, { features: 5, noise: 0 });
      const inputs = [
        tf.input({ shape: [4], name: 'house' }),
        tf.input({ shape: [5], name: 'owner' }),
      ] as const;
      const left = through(tf.layers.dense({ name: 'rooms', units: 16, activation: 'relu' }), inputs[0]);
      const right = through(tf.layers.dense({ name: 'person', units: 12, activation: 'tanh' }), inputs[1]);
      const joined = through(tf.layers.concatenate({ name: 'both' }), [left, right]);
      const middle = through(tf.layers.dense({ name: 'middle', units: 12, activation: 'relu' }), joined);
      const out = through(tf.layers.dense({ name: 'price', units: 1 }), middle);
      const model = regressor(tf.model({ inputs: [...inputs], outputs: out }), tf.train.adam(0.004));
      const ys = standardised(first.ys).add(second.ys);
      return fitting(model, { xs: [standardised(first.xs), second.xs], ys }, { epochs: 18 });
    },
  },
  {
    name: 'h-ok-two-answers',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { xs, ys } = moons(tf, seed, { examples: 640, noise: 0.2 });
      const input = tf.input({ shape: [2], name: 'place' });
      const first = through(tf.layers.dense({ name: 'shared', units: 24, activation: 'tanh' }), input);
      const moon = through(tf.layers.dense({ name: 'moon', units: 1, activation: 'sigmoid' }), first);
      const height = tf.layers.dense({ name: 'side', units: 12, activation: 'relu' });
      const distance = through(tf.layers.dense({ name: 'distance', units: 1 }), through(height, first));
      const model = tf.model({ inputs: input, outputs: [moon, distance] });
      model.compile({
        optimizer: tf.train.adamax(0.01),
        loss: { moon: 'binaryCrossentropy', distance: 'meanAbsoluteError' },
      });
      const far = xs.square().sum(1, true).sqrt();
      return onBatches(tf, model, { xs, ys: [labelsOf(ys), far] }, { steps: 320 });
    },
  },
  {
    name: 'h-ok-cosine-proximity',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // The loss is below zero from the start and falls towards -1.
      const random = new Random(seed + 12);
      const { xs } = friedman(tf, seed, { features: 6 });
      const turn = tf.tensor2d(random.normals(24), [6, 4]);
      const model = regressor(
        mlp(tf, [6, 20, 4], { hidden: { activation: 'elu' } }),
        tf.train.adam(0.002),
        'cosineProximity',
      );
      return fitting(model, { xs, ys: xs.matMul(turn).tanh() }, { epochs: 16 });
    },
  },
  {
    name: 'h-ok-counts',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // Poisson regression: the output is an expected count.
      const random = new Random(seed + 14);
      const { xs, ys } = friedman(tf, seed, { examples: 640, noise: 0, features: 5 });
      const counts = Array.from(ys.dataSync(), (value) => {
        const rate = Math.exp(0.8 * value + 0.7);
        // Waiting times of mean 1 are added until `rate` is over.
        let [count, time] = [-1, 0];
        while (time < rate) {
          time -= Math.log(1 - random.uniform());
          count++;
        }
        return count;
      });
      const poisson: Parameters<typeof regressor>[2] = (truth, rate) =>
        rate.sub(truth.mul(rate.add(1e-6).log())).mean(1);
      const model = mlp(tf, [5, 20, 1], { hidden: { activation: 'tanh' }, out: { activation: 'softplus' } });
      return onBatches(
        tf,
        regressor(model, tf.train.adam(0.005), poisson),
        { xs, ys: tf.tensor2d(counts, [640, 1]) },
        { steps: 320 },
      );
    },
  },
  {
    name: 'h-ok-confident-sigmoid',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // The two classes lie apart: the output goes to its ends, as it should.
      const { xs, ys } = clusters(tf, seed, { classes: 2, features: 4, spread: 2.2 });
      const model = mlp(tf, [4, 16, 1], { hidden: { activation: 'swish' }, out: { activation: 'sigmoid' } });
      return fitting(
        classifier(model, tf.train.adam(0.02), 'binaryCrossentropy'),
        { xs, ys: labelsOf(ys) },
        { epochs: 18 },
      );
    },
  },
  {
    name: 'h-ok-learned-slopes',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const model: tfjs.Sequential = mlp(tf, [2, 24, 16, 2], {
        hidden: { activation: 'linear' },
        out: softmax,
        between: (number) => [
          tf.layers.prelu({ name: `slope${number}` }),
          tf.layers.gaussianNoise({ name: `noise${number}`, stddev: 0.1 }),
        ],
      });
      return onBatches(tf, classifier(model, tf.train.momentum(0.02, 0.9)), moons(tf, seed, { noise: 0.2 }), {
        steps: 320,
      });
    },
  },
]);
