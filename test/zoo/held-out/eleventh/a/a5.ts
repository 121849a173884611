import type * as tfjs from '@tensorflow/tfjs';
import { clusters, type Plain } from '../../../data.js';
import { custom, fitting } from '../../../loops.js';
import { classifier, mlp, regressor, twoHeads } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick, type Tf } from '../../../run.js';

/** Keeps the `count` largest of each example's codes, as a k-sparse autoencoder does; the others are 0. */
function keepLargest(tf: Tf, count: number): tfjs.layers.Layer {
  class KeepLargest extends tf.layers.Layer {
    static className = 'KeepLargest';

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [codes] = [inputs].flat() as tfjs.Tensor2D[];
      if (!codes) throw new Error('largest codes: expected codes, got none');
      const kept = codes.arraySync().map((row) => {
        const least = row.toSorted((a, b) => b - a)[count - 1] ?? 0;
        return row.map((code) => (code >= least ? code : 0));
      });
      return tf.tensor2d(kept);
    }
  }
  return new KeepLargest({ name: 'largest' });
}

/** Mixtures of a few of six spectra over 16 channels. */
function spectra(tf: Tf, seed: number, examples: number): Plain {
  const random = new Random(seed);
  const sources = Array.from({ length: 6 }, () => random.normals(16));
  const rows = Array.from({ length: examples }, () => {
    const strengths = sources.map(() => (random.uniform() < 0.35 ? 0.5 + random.uniform() : 0));
    return Array.from({ length: 16 }, (_, channel) =>
      strengths.reduce(
        (sum, strength, at) => sum + strength * (sources[at]?.[channel] ?? 0),
        0.05 * random.normal(),
      ),
    );
  });
  const xs = tf.tensor2d(rows);
  return { xs, ys: xs };
}

/** Short series of 6 to 9 values in two channels, filled up with zeros to 30; the class is which channel is higher. */
function paddedSeries(tf: Tf, seed: number, examples: number): Plain {
  const random = new Random(seed);
  const rows: number[][][] = [];
  const labels: number[][] = [];
  for (let example = 0; example < examples; example++) {
    const level = random.normal();
    const series = Array.from({ length: 6 + random.integer(4) }, () => [
      level + 0.5 * random.normal(),
      0.5 * random.normal(),
    ]);
    const padding = Array.from({ length: 30 - series.length }, () => [0, 0]);
    rows.push([...series, ...padding]);
    labels.push(level > 0 ? [1, 0] : [0, 1]);
  }
  return { xs: tf.tensor3d(rows), ys: tf.tensor2d(labels) };
}

export const a5 = [
  ...sick('variable-disconnected', [
    {
      name: 'q-largest-codes-in-arrays',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake:
        'Picks the largest codes of an autoencoder with arraySync and makes a new tensor, which has no past.',
      layers: ['encode1', 'encode2'],
      alsoAllowed: ['loss-stalled'],
      build: (tf, seed) => {
        const model = tf.sequential();
        model.add(tf.layers.dense({ name: 'encode1', units: 24, activation: 'relu', inputShape: [16] }));
        model.add(tf.layers.dense({ name: 'encode2', units: 12 }));
        model.add(keepLargest(tf, 5));
        model.add(tf.layers.dense({ name: 'decode1', units: 24, activation: 'relu' }));
        model.add(tf.layers.dense({ name: 'decode2', units: 16 }));
        return fitting(regressor(model, tf.train.adam(0.005)), spectra(tf, seed, 640), { epochs: 14 });
      },
    },
    {
      name: 'q-second-head-without-error',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      backend: 'wasm',
      mistake:
        'Gives the network a second head, but forgets its error in the loss, which is that of the first.',
      layers: ['size'],
      build: (tf, seed) => {
        const { xs, ys: kinds } = clusters(tf, seed, { examples: 640, features: 12, classes: 4 });
        const sizes = tf.tidy(() => xs.slice([0, 0], [-1, 4]).mean(1, true).mul(2).tanh());
        const model = twoHeads(tf, 12, [24, 12], 4);
        return custom(
          tf,
          tf.train.momentum(0.02, 0.9),
          model,
          { xs, ys: tf.concat([kinds, sizes], 1) },
          {
            steps: 300,
            loss: (x, y) => {
              const [kind, size] = model.apply(x) as tfjs.Tensor[];
              if (!kind || !size) throw new Error('training: expected two heads');
              const [kinds, sizes] = tf.split(y, [4, 1], 1);
              if (!kinds || !sizes) throw new Error('training: expected two targets');
              const kindError = tf.metrics.categoricalCrossentropy(kinds, kind).mean();
              return kindError.asScalar();
            },
          },
        );
      },
    },
  ]),
  ...sick('vanishing-gradient', [
    {
      name: 'q-eight-sigmoids-deep',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake: 'Stacks eight hidden layers of sigmoids, as in a textbook, without normalising between them.',
      layers: ['hidden1', 'hidden2', 'hidden3', 'hidden4'],
      alsoAllowed: ['class-collapse', 'loss-not-improving', 'variable-not-training'],
      build: (tf, seed) => {
        const data = clusters(tf, seed, { examples: 512, features: 8, classes: 3 });
        const model = mlp(tf, [8, 16, 16, 16, 16, 16, 16, 16, 16, 3], {
          hidden: { activation: 'sigmoid' },
          out: { activation: 'softmax' },
        });
        return fitting(classifier(model, tf.train.momentum(0.05, 0.9)), data, { epochs: 18 });
      },
    },
    {
      name: 'q-padding-behind-the-series',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake:
        'Pads short series at their end, unmasked: the gradient goes back through 20 empty steps to reach them.',
      layers: ['project', 'reader'],
      alsoAllowed: ['class-collapse', 'loss-not-improving', 'variable-not-training'],
      build: (tf, seed) => {
        const model = tf.sequential();
        model.add(
          tf.layers.timeDistributed({
            name: 'project',
            layer: tf.layers.dense({ units: 6, activation: 'tanh', useBias: false }),
            inputShape: [30, 2],
          }),
        );
        model.add(tf.layers.simpleRNN({ name: 'reader', units: 12, recurrentInitializer: 'randomNormal' }));
        model.add(tf.layers.dense({ name: 'out', units: 2, activation: 'softmax' }));
        const data = paddedSeries(tf, seed, 512);
        return fitting(classifier(model, tf.train.momentum(0.005, 0.9)), data, { epochs: 15 });
      },
    },
  ]),
];
