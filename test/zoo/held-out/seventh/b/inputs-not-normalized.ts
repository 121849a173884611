import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { labelsOf } from '../../part2-data.js';
import { stack } from '../../part2-networks.js';
import { drawing } from '../../sixth/b/x-loops.js';
import { beats, town, weather } from './data.js';

const stuck = ['loss-not-improving', 'class-collapse'];
/** Where a gate or the softmax is sure beyond float32, its gradient is 0. */
const saturated = ['variable-not-training', 'vanishing-gradient'];

export const inputsNotNormalized = sick('inputs-not-normalized', [
  {
    name: 'z-scale-degrees-of-one-town',
    heldOut: true,
    loop: 'fit',
    mistake: 'Places within one town as they come, in degrees: 48.1 and 11.6, whatever the district.',
    alsoAllowed: [...stuck, 'saturated-activation'],
    build(tf, seed) {
      const model = mlp(tf, [2, 24, 16, 3], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      return fitting(classifier(model, tf.train.adamax(0.005)), town(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'z-scale-pascals-and-kelvins',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'A recurrent network reads the pressure in pascals beside the temperature in kelvins.',
    alsoAllowed: [...stuck, 'saturated-activation', ...saturated],
    build(tf, seed) {
      const { xs, ys } = weather(tf, seed);
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 2] }),
        tf.layers.dense({ name: 'rises', units: 1, activation: 'sigmoid' }),
      );
      classifier(model, tf.train.rmsprop(0.003), 'binaryCrossentropy');
      return drawing(tf, model, { xs, ys: labelsOf(ys) }, { steps: 280, seed });
    },
  },
  {
    name: 'z-scale-sixteen-bit-sound',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Samples of sound are fed as the 16-bit numbers of the file, up to some ten thousands.',
    alsoAllowed: [...stuck, 'loss-stalled', ...saturated, 'poor-initialization'],
    build(tf, seed) {
      const { xs, ys } = beats(tf, seed, { noise: 0.3 });
      const model = stack(
        tf,
        tf.layers.conv1d({
          name: 'local',
          filters: 10,
          kernelSize: 6,
          activation: 'relu',
          inputShape: [16, 1],
        }),
        tf.layers.globalAveragePooling1d({ name: 'pooled' }),
        tf.layers.dense({ name: 'kind', units: 3, activation: 'softmax' }),
      );
      return fittingDataset(
        tf,
        classifier(model, tf.train.adagrad(0.02)),
        { xs: xs.mul(9000).round(), ys },
        { epochs: 18 },
      );
    },
  },
]);
