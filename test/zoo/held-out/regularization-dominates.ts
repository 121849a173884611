import { sentences, split } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';
import { labelsOf, moons, stripes, swings, walks } from './part2-data.js';

/** Weights that shrink to nothing pass nothing on: no class is told from another any more. */
const shrunk = ['loss-not-improving', 'class-collapse', 'vanishing-gradient', 'variable-not-training'];

export const regularizationDominates = sick('regularization-dominates', [
  {
    name: 'h-penalty-slipped-decimal',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'The l2 of all three layers is 0.5 where 0.0005 was meant.',
    layers: ['hidden1', 'hidden2', 'out'],
    alsoAllowed: shrunk,
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l2({ l2: 0.5 });
      const { train, test } = split(moons(tf, seed, { examples: 640 }), 512);
      const model = mlp(tf, [2, 40, 24, 2], {
        hidden: { activation: 'elu', kernelRegularizer },
        out: { activation: 'softmax', kernelRegularizer },
      });
      return fittingDataset(tf, classifier(model, tf.train.momentum(0.003, 0.9)), train, {
        epochs: 18,
        validation: test,
      });
    },
  },
  {
    name: 'h-penalty-l1-over-time',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'An l1 of 0.4 on the filters over time outweighs what the error asks of them.',
    layers: ['filters'],
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'filters',
          filters: 12,
          kernelSize: 4,
          activation: 'tanh',
          inputShape: [12, 1],
          kernelRegularizer: tf.regularizers.l1({ l1: 0.4 }),
        }),
      );
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return fitting(regressor(model, tf.train.adam(0.002)), swings(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'h-penalty-on-filters',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'The filters of both convolutions are penalised with l1 and l2 of 0.2.',
    layers: ['conv1', 'conv2'],
    alsoAllowed: [...shrunk, 'dead-relu'],
    build(tf, seed) {
      const model = cnn(tf, [8, 8, 1], [8, 12], 4, {
        conv: { kernelRegularizer: tf.regularizers.l1l2({ l1: 0.2, l2: 0.2 }) },
      });
      const data = stripes(tf, seed);
      return onBatches(
        tf,
        classifier(model, tf.train.rmsprop(0.0005), 'sparseCategoricalCrossentropy'),
        { xs: data.xs, ys: labelsOf(data.ys) },
        { steps: 300 },
      );
    },
  },
  {
    name: 'h-penalty-on-embedding',
    heldOut: true,
    loop: 'fit',
    mistake: 'An l2 of 0.5 on the vectors of 24 letters shrinks them faster than the words are learned.',
    layers: ['letters'],
    build(tf, seed) {
      const model = tf.sequential();
      model.add(
        tf.layers.embedding({
          name: 'letters',
          inputDim: 24,
          outputDim: 8,
          inputLength: 6,
          embeddingsInitializer: tf.initializers.randomNormal({ stddev: 0.5 }),
          embeddingsRegularizer: tf.regularizers.l2({ l2: 0.5 }),
        }),
      );
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
      return fitting(
        classifier(model, tf.train.adagrad(0.02)),
        sentences(tf, seed, { words: 24, length: 6, examples: 640 }),
        { epochs: 13 },
      );
    },
  },
  {
    name: 'h-penalty-of-a-wide-layer',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'An l2 of 0.05 that suited 16 units was kept for 400: the penalty grows with every weight.',
    layers: ['wide'],
    build(tf, seed) {
      const { xs, ys } = walks(tf, seed, { length: 10, channels: 2 });
      const model = tf.sequential();
      model.add(tf.layers.flatten({ name: 'flat', inputShape: [10, 2] }));
      model.add(
        tf.layers.dense({
          name: 'wide',
          units: 400,
          activation: 'tanh',
          kernelInitializer: 'heUniform',
          kernelRegularizer: tf.regularizers.l2({ l2: 0.05 }),
        }),
      );
      model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
      return onBatches(tf, classifier(model, tf.train.adamax(0.0005)), { xs, ys }, { steps: 300 });
    },
  },
]);
