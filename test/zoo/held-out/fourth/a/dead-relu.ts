import { fitting } from '../../../loops.js';
import { classifier } from '../../../networks.js';
import { sick } from '../../../run.js';
import { feeding, take } from './loop.js';
import { gratings, spots } from './pictures.js';
import { beats } from './series.js';

export const deadRelu = sick('dead-relu', [
  {
    name: 'u-dead-one-sided-weights',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Weights are drawn from -0.3 to 0 instead of -0.3 to 0.3, and pixels are never negative.',
    layers: ['encoder'],
    // Weights of one sign are the mistake itself.
    alsoAllowed: ['poor-initialization', 'variable-not-training', 'vanishing-gradient'],
    build(tf, seed) {
      const pixels = spots(tf, seed, { examples: 640 });
      const kernelInitializer = tf.initializers.randomUniform({ minval: -0.3, maxval: 0 });
      const model = tf.sequential();
      model.add(
        tf.layers.dense({
          name: 'encoder',
          units: 24,
          activation: 'relu',
          inputShape: [64],
          kernelInitializer,
        }),
      );
      model.add(tf.layers.dense({ name: 'decoder', units: 64, activation: 'sigmoid' }));
      model.compile({ optimizer: tf.train.adam(0.005), loss: 'binaryCrossentropy' });
      return feeding(tf, model, 320, (step) => {
        const { x } = take({ xs: pixels, ys: pixels }, step);
        return { xs: x, ys: x.clone() };
      });
    },
  },
  {
    name: 'u-dead-behind-normalization',
    heldOut: true,
    loop: 'fit',
    mistake: 'The offset of a batch normalisation before a ReLU starts at -5 standard deviations.',
    layers: ['rectify'],
    alsoAllowed: ['variable-not-training', 'vanishing-gradient', 'loss-not-improving', 'class-collapse'],
    build(tf, seed) {
      const model = tf.sequential();
      const betaInitializer = tf.initializers.constant({ value: -5 });
      model.add(
        tf.layers.conv2d({ name: 'edges', filters: 6, kernelSize: 3, strides: 2, inputShape: [8, 8, 1] }),
      );
      model.add(tf.layers.batchNormalization({ name: 'normalize', betaInitializer }));
      model.add(tf.layers.activation({ name: 'rectify', activation: 'relu' }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'direction', units: 4, activation: 'softmax' }));
      const compiled = classifier(model, tf.train.rmsprop(0.001));
      return fitting(compiled, gratings(tf, seed, { size: 8 }), { epochs: 18 });
    },
  },
  {
    name: 'u-dead-most-filters',
    heldOut: true,
    loop: 'fit',
    mistake: 'Thresholds are drawn from -8 to 1.5: two of three units never fire, the rest do the work.',
    layers: ['pick'],
    build(tf, seed) {
      const { xs, ys } = beats(tf, seed, { length: 12 });
      const biasInitializer = tf.initializers.randomUniform({ minval: -8, maxval: 1.5 });
      const network = tf.sequential();
      network.add(tf.layers.dense({ name: 'mix', units: 20, activation: 'tanh', inputShape: [24] }));
      network.add(tf.layers.dense({ name: 'pick', units: 40, activation: 'relu', biasInitializer }));
      network.add(tf.layers.dense({ name: 'form', units: 3, activation: 'softmax' }));
      return fitting(
        classifier(network, tf.train.momentum(0.01, 0.9)),
        { xs: xs.reshape([-1, 24]), ys },
        { epochs: 18 },
      );
    },
  },
]);
