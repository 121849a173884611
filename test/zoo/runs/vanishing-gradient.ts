import { blobs, clusters, digits, teacher } from '../data.js';
import { custom, fitting, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor, twoHeads } from '../networks.js';
import { Random } from '../random.js';
import { sick } from '../run.js';

const alsoAllowed = ['loss-not-improving', 'variable-not-training'];

export const vanishingGradient = sick('vanishing-gradient', [
  {
    name: 'vanishing-deep-sigmoid',
    heldOut: false,
    loop: 'fit',
    mistake: 'Nine sigmoid layers in a row, initialised as usual.',
    layers: ['hidden1'],
    alsoAllowed,
    build(tf, seed) {
      const widths = [8, ...Array<number>(9).fill(16), 3] as [number, ...number[], number];
      const model = mlp(tf, widths, { hidden: { activation: 'sigmoid' }, out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.sgd(0.1)), clusters(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'vanishing-small-tanh',
    heldOut: false,
    loop: 'fit',
    mistake: 'Six tanh layers whose weights start with a standard deviation of 0.03.',
    layers: ['hidden1'],
    alsoAllowed,
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.03 });
      const widths = [8, ...Array<number>(6).fill(24), 3] as [number, ...number[], number];
      const model = mlp(tf, widths, {
        hidden: { activation: 'tanh', kernelInitializer },
        out: { activation: 'softmax' },
      });
      return fitting(classifier(model, tf.train.momentum(0.01, 0.9)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'vanishing-through-time',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A plain recurrent layer must remember its first input for 25 steps, its state halves at each.',
    layers: ['memory'],
    alsoAllowed,
    build(tf, seed) {
      const random = new Random(seed);
      const firsts = Array.from({ length: 512 }, () => random.normal());
      const values = firsts.flatMap((first) => [first, ...Array<number>(24).fill(0)]);
      const model = tf.sequential();
      model.add(
        tf.layers.simpleRNN({
          name: 'memory',
          units: 12,
          recurrentInitializer: tf.initializers.orthogonal({ gain: 0.5 }),
          inputShape: [25, 1],
        }),
      );
      model.add(tf.layers.dense({ name: 'hidden', units: 8, activation: 'tanh' }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      const data = { xs: tf.tensor3d(values, [512, 25, 1]), ys: tf.tensor2d(firsts, [512, 1]) };
      return fitting(regressor(model, tf.train.sgd(0.05)), data, { epochs: 16 });
    },
  },
  {
    name: 'vanishing-sigmoid-cnn',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Five sigmoid convolutions in a row with small weights.',
    layers: ['conv1'],
    alsoAllowed,
    build(tf, seed) {
      const model = cnn(tf, [10, 10, 1], [6, 6, 6, 6, 6], 4, {
        conv: {
          activation: 'sigmoid',
          strides: 1,
          padding: 'valid',
          kernelSize: 2,
          kernelInitializer: tf.initializers.randomNormal({ stddev: 0.1 }),
        },
      });
      return fitting(classifier(model, tf.train.sgd(0.05)), blobs(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'vanishing-sigmoid-autoencoder',
    heldOut: false,
    loop: 'custom',
    mistake: 'An autoencoder of eight sigmoid layers.',
    layers: ['hidden1'],
    alsoAllowed,
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 6 }).xs.reshape([-1, 36]);
      const model = mlp(tf, [36, 24, 16, 12, 8, 8, 12, 16, 24, 36], { hidden: { activation: 'sigmoid' } });
      return custom(
        tf,
        tf.train.momentum(0.05, 0.9),
        model,
        { xs: pixels, ys: pixels },
        {
          steps: 280,
          loss: (x, y) => tf.losses.meanSquaredError(y, model.apply(x) as typeof pixels),
        },
      );
    },
  },
  {
    name: 'vanishing-two-heads',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'A trunk of eight sigmoid layers under two heads, trained with Adam.',
    layers: ['trunk1'],
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.1 });
      const model = twoHeads(tf, 8, Array<number>(8).fill(12), 3, {
        activation: 'sigmoid',
        kernelInitializer,
      });
      model.compile({
        optimizer: tf.train.adam(0.001),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      return onBatches(tf, model, { xs, ys: [clusters(tf, seed).ys, ys] }, { steps: 300 });
    },
  },
  {
    name: 'vanishing-small-regression',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Seven tanh layers of a regression whose weights start with a standard deviation of 0.02.',
    layers: ['hidden1'],
    alsoAllowed,
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.02 });
      const model = mlp(tf, [8, 24, 24, 24, 24, 24, 24, 24, 1], {
        hidden: { activation: 'tanh', kernelInitializer },
        out: { kernelInitializer },
      });
      return onBatches(tf, regressor(model, tf.train.sgd(0.1)), teacher(tf, seed), { steps: 300 });
    },
  },
  {
    name: 'vanishing-digits',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Seven sigmoid layers on handwritten digits, RMSProp.',
    layers: ['hidden1'],
    alsoAllowed,
    async build(tf) {
      const { train } = await digits(tf, 1600);
      const model = mlp(tf, [784, 32, 32, 32, 32, 32, 32, 32, 10], {
        hidden: { activation: 'sigmoid', kernelInitializer: tf.initializers.randomNormal({ stddev: 0.05 }) },
        out: { activation: 'softmax' },
      });
      const data = { xs: train.xs.reshape([-1, 784]), ys: train.ys };
      return fitting(classifier(model, tf.train.rmsprop(0.0005)), data, { epochs: 6 });
    },
  },
]);
