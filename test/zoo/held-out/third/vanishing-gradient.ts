import { fitting } from '../../loops.js';
import { classifier, mlp, regressor } from '../../networks.js';
import { sick } from '../../run.js';
import { customers, mixtures, tallies, waves } from './data-a.js';
import { chain, onParts } from './loops-a.js';

export const vanishingGradient = sick('vanishing-gradient', [
  {
    name: 't-vanishing-sigmoid-tower',
    heldOut: true,
    loop: 'fit',
    mistake: 'Seven sigmoid layers, each of which lets a tenth of the gradient through.',
    layers: ['hidden1', 'hidden2', 'hidden3'],
    alsoAllowed: ['loss-not-improving', 'variable-not-training', 'class-collapse'],
    build(tf, seed) {
      const data = customers(tf, seed, { noise: 0.2 });
      const model = mlp(tf, [11, 16, 16, 16, 16, 16, 16, 16, 1], {
        hidden: { activation: 'sigmoid' },
        out: { activation: 'sigmoid' },
      });
      return fitting(classifier(model, tf.train.sgd(0.05), 'binaryCrossentropy'), data, { epochs: 14 });
    },
  },
  {
    name: 't-vanishing-small-filters',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'Six convolutions whose filters start at a deviation of 0.04: nothing comes through them, forth or back.',
    layers: ['conv1', 'conv2', 'conv3'],
    alsoAllowed: ['poor-initialization', 'loss-not-improving', 'variable-not-training', 'class-collapse'],
    build(tf, seed) {
      const data = waves(tf, seed, { examples: 400, length: 16 });
      const convolutions = Array.from({ length: 6 }, (_, index) =>
        tf.layers.conv1d({
          name: `conv${index + 1}`,
          filters: 6,
          kernelSize: 3,
          padding: 'same',
          strides: index === 0 ? 2 : 1,
          activation: 'tanh',
          kernelInitializer: tf.initializers.randomNormal({ stddev: 0.04 }),
          ...(index === 0 && { inputShape: [16, 1] }),
        }),
      );
      const model = chain(
        tf,
        ...convolutions,
        tf.layers.flatten(),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return onParts(tf, classifier(model, tf.train.momentum(0.02, 0.9)), data, { steps: 240, size: 20 });
    },
  },
  {
    name: 't-vanishing-recurrent-tower',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'Only the first token counts, and fourteen steps of a recurrent net with a weak memory lie behind it.',
    layers: ['tokens', 'lower'],
    alsoAllowed: ['loss-not-improving', 'variable-not-training', 'class-collapse'],
    build(tf, seed) {
      const data = tallies(tf, seed, { words: 8, length: 14, memory: true, examples: 512 });
      const model = chain(
        tf,
        tf.layers.embedding({ name: 'tokens', inputDim: 8, outputDim: 6, inputLength: 14 }),
        tf.layers.simpleRNN({ name: 'lower', units: 8, activation: 'sigmoid', returnSequences: true }),
        tf.layers.simpleRNN({ name: 'middle', units: 8, activation: 'sigmoid', returnSequences: true }),
        tf.layers.simpleRNN({ name: 'upper', units: 8, activation: 'sigmoid' }),
        tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
      );
      return onParts(tf, classifier(model, tf.train.sgd(0.05), 'binaryCrossentropy'), data, {
        steps: 160,
        size: 16,
      });
    },
  },
  {
    name: 't-vanishing-deep-autoencoder',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A deep autoencoder in sigmoids from end to end; the encoder hears nothing of the error.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: ['loss-not-improving', 'variable-not-training'],
    build(tf, seed) {
      const data = mixtures(tf, seed, { features: 12, rank: 3, examples: 512 });
      const model = mlp(tf, [12, 16, 12, 8, 4, 8, 12, 16, 12], { hidden: { activation: 'sigmoid' } });
      return fitting(regressor(model, tf.train.momentum(0.02, 0.9)), data, { epochs: 18 });
    },
  },
]);
