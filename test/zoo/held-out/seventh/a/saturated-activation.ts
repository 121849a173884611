import { fitting } from '../../../loops.js';
import { classifier, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { minimizing, onEach, rows, squaredError } from '../../loops.js';
import { stack } from '../../part2-networks.js';
import { shapes, spectra, tanks } from './data.js';

/** At the rails there is next to no slope. */
const railed = ['vanishing-gradient', 'variable-not-training', 'loss-not-improving', 'loss-stalled'];

export const saturatedActivation = sick('saturated-activation', [
  {
    name: 'y-saturated-bytes-without-scale',
    heldOut: true,
    loop: 'custom',
    mistake: 'The kernel of an encoder comes from an eight-bit file, without its scale of 1 / 100.',
    layers: ['code'],
    alsoAllowed: [...railed, 'poor-initialization'],
    build(tf, seed) {
      const { xs } = spectra(tf, seed);
      const random = new Random(seed + 43);
      const code = tf.layers.dense({ name: 'code', units: 10, activation: 'sigmoid', inputShape: [24] });
      const model = stack(tf, code, tf.layers.dense({ name: 'decoder', units: 24 }));
      const bytes = Array.from({ length: 240 }, () => Math.round(25 * random.normal()));
      code.setWeights([tf.tensor2d(bytes, [24, 10]), tf.zeros([10])]);
      return minimizing(tf, tf.train.adamax(0.005), model, {
        steps: 300,
        loss: (step) => squaredError(tf, model, rows({ xs, ys: xs }, step)),
      });
    },
  },
  {
    name: 'y-saturated-gamma-of-a-hundred',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The gamma of a batch normalisation before a tanh starts at 100, where 1 was meant.',
    layers: ['squash'],
    alsoAllowed: ['poor-initialization'],
    build(tf, seed) {
      const model = stack(
        tf,
        tf.layers.conv2d({ name: 'conv', filters: 8, kernelSize: 3, strides: 2, inputShape: [8, 8, 1] }),
        tf.layers.batchNormalization({
          name: 'norm',
          gammaInitializer: tf.initializers.constant({ value: 100 }),
        }),
        tf.layers.activation({ name: 'squash', activation: 'tanh' }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
      );
      return fitting(classifier(model, tf.train.momentum(0.01, 0.9)), shapes(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'y-saturated-hours-since-1970',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The hour since 1970, about 480,000, was left among the columns of a recurrent tanh layer.',
    layers: ['memory'],
    alsoAllowed: [...railed, 'inputs-not-normalized'],
    build(tf, seed) {
      const random = new Random(seed + 47);
      const { xs, ys } = tanks(tf, seed, { length: 6 });
      const hours = Array.from({ length: 512 }, () => 480_000 + random.integer(400)).flatMap((hour) =>
        Array.from({ length: 6 }, (_, t) => hour + t),
      );
      const dated = tf.concat([xs, tf.tensor3d(hours, [512, 6, 1])], 2);
      const model = stack(
        tf,
        tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [6, 3] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      regressor(model, tf.train.rmsprop(0.003));
      return onEach(tf, model, (step) => rows({ xs: dated, ys }, step), { steps: 300 });
    },
  },
]);
