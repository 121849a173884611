import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { flats, rentals } from './records.js';
import { glyphs } from './signals.js';
import { drawn } from './steps.js';

type Symbolic = tfjs.SymbolicTensor;

export const inputsNotNormalized = sick('inputs-not-normalized', [
  {
    name: 'u-raw-table-of-flats',
    heldOut: true,
    loop: 'fit',
    mistake: 'Square metres, years and metres to the station go into the network as they are.',
    alsoAllowed: ['dead-relu'],
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed, { raw: true });
      const model = mlp(tf, [5, 24, 12, 1]);
      model.compile({ optimizer: tf.train.adam(0.002), loss: 'meanSquaredError' });
      return fitting(model, { xs, ys: ys.sub(ys.mean()).div(100) }, { epochs: 16 });
    },
  },
  {
    name: 'u-raw-glyphs',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Pictures of 0 to 255 are drawn from their bytes without dividing.',
    alsoAllowed: ['saturated-activation'],
    build(tf, seed) {
      const { xs, ys } = glyphs(tf, seed);
      const model = tf.sequential();
      model.add(
        tf.layers.conv2d({
          name: 'edges',
          filters: 8,
          kernelSize: 3,
          strides: 2,
          activation: 'tanh',
          inputShape: [8, 8, 1],
        }),
      );
      model.add(tf.layers.flatten({ name: 'row' }));
      model.add(tf.layers.dense({ name: 'shape', units: 5, activation: 'softmax' }));
      model.compile({
        optimizer: tf.train.adam(0.002),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return drawn(tf, model, { xs: xs.mul(255).round(), ys }, { steps: 320, seed });
    },
  },
  {
    name: 'u-raw-pressure-beside',
    heldOut: true,
    loop: 'fit',
    mistake: 'A second input was added for the weather station: kelvin and hectopascal, unscaled.',
    build(tf, seed) {
      const { xs, ys } = rentals(tf, seed, { examples: 640 });
      const random = new Random(seed + 17);
      const warmth = Array.from(xs.slice([0, 2], [-1, 1]).dataSync());
      const station = tf.tensor2d(warmth.map((t) => [286 + 8 * t, 1013 + 9 * random.normal()]));
      const hour = tf.input({ shape: [5], name: 'hour' });
      const weather = tf.input({ shape: [2], name: 'weather' });
      const left = tf.layers
        .dense({ name: 'calendar', units: 16, activation: 'elu' })
        .apply(hour) as Symbolic;
      const right = tf.layers
        .dense({ name: 'station', units: 4, activation: 'elu' })
        .apply(weather) as Symbolic;
      const both = tf.layers.concatenate({ name: 'both' }).apply([left, right]) as Symbolic;
      const out = tf.layers.dense({ name: 'amount', units: 1 }).apply(both) as Symbolic;
      const model = tf.model({ inputs: [hour, weather], outputs: out });
      model.compile({ optimizer: tf.train.adam(0.002), loss: 'meanSquaredError' });
      return fitting(model, { xs: [xs, station], ys: ys.add(1).log() }, { epochs: 16 });
    },
  },
]);
