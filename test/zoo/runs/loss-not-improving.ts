import { blobs, clusters, digits, mispaired, oneHot, sines, teacher } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor, twoHeads } from '../networks.js';
import { Random } from '../random.js';
import { sick } from '../run.js';

export const lossNotImproving = sick('loss-not-improving', [
  {
    name: 'stuck-shuffled-labels',
    heldOut: false,
    loop: 'fit',
    mistake: 'The examples were shuffled, their labels were not.',
    build(tf, seed) {
      const data = mispaired(tf, seed, clusters(tf, seed, { examples: 9600, classes: 10 }));
      const model = mlp(tf, [8, 24, 10], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax', kernelInitializer: tf.initializers.randomNormal({ stddev: 0.05 }) },
      });
      return fitting(classifier(model, tf.train.adam(0.001)), data, { epochs: 1 });
    },
  },
  {
    name: 'stuck-blank-images',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The image decoder returns blank images.',
    alsoAllowed: ['inputs-constant', 'class-collapse', 'variable-not-training', 'dead-relu'],
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed, { examples: 1600 });
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.sgd(0.05));
      return fitting(model, { xs: tf.zerosLike(xs), ys }, { epochs: 5 });
    },
  },
  {
    name: 'stuck-noise-target',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The wrong column is the target: nothing in the series tells it.',
    build(tf, seed) {
      const { xs } = sines(tf, seed, { examples: 4800, length: 8 });
      const ys = tf.tensor2d(new Random(seed + 1).normals(4800), [4800, 1]);
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [8, 1] }));
      const small = tf.initializers.randomNormal({ stddev: 0.01 });
      model.add(tf.layers.dense({ name: 'out', units: 1, kernelInitializer: small }));
      return fitting(regressor(model, tf.train.momentum(0.01, 0.9)), { xs, ys }, { epochs: 2 });
    },
  },
  {
    name: 'stuck-shifted-digits',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A header line was dropped in one of two files: each image has the label of the next.',
    async build(tf) {
      const { train } = await digits(tf, 3000);
      const ys = tf.concat([train.ys.slice(1), train.ys.slice(0, 1)]);
      const model = cnn(tf, [28, 28, 1], [8, 16], 10, { conv: { kernelSize: 5 } });
      return fitting(classifier(model, tf.train.sgd(0.02)), { xs: train.xs, ys }, { epochs: 3 });
    },
  },
  {
    name: 'stuck-two-wrong-heads',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Both targets of a model with two heads were joined on the wrong key.',
    build(tf, seed) {
      const kinds = mispaired(tf, seed, clusters(tf, seed, { examples: 9600 }));
      const sizes = mispaired(tf, seed, teacher(tf, seed, { examples: 9600 }));
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.02 });
      const model = twoHeads(tf, 8, [16], 3, { activation: 'tanh', kernelInitializer });
      model.compile({
        optimizer: tf.train.rmsprop(0.0005),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      return onBatches(tf, model, { xs: kinds.xs, ys: [kinds.ys, sizes.ys] }, { steps: 300 });
    },
  },
  {
    name: 'stuck-truncated-sequences',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Sequences are padded in front and cut behind: only padding is left.',
    alsoAllowed: ['inputs-constant', 'class-collapse', 'variable-not-training'],
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { examples: 2400, length: 8, classes: 4 });
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 8, inputShape: [8, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.adam(0.005)), { xs: tf.zerosLike(xs), ys }, { epochs: 4 });
    },
  },
  {
    name: 'stuck-dataset-random-classes',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'Labels are drawn at random by a bug of the pipeline.',
    build(tf, seed) {
      const { xs } = clusters(tf, seed, { examples: 4800 });
      const random = new Random(seed + 2);
      const ys = oneHot(
        tf,
        Array.from({ length: 4800 }, () => random.integer(3)),
        3,
      );
      const model = mlp(tf, [8, 16, 3], {
        out: { activation: 'softmax', kernelInitializer: tf.initializers.randomNormal({ stddev: 0.05 }) },
      });
      return fittingDataset(tf, classifier(model, tf.train.momentum(0.01, 0.9)), { xs, ys }, { epochs: 2 });
    },
  },
]);
