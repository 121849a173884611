import { blobs, clusters, sines, teacher } from '../data.js';
import { custom, fitting, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor, twoHeads } from '../networks.js';
import { sick } from '../run.js';

/** What a run on its way to infinity shows as well. */
const onTheWay = ['learning-rate-too-high', 'exploding-gradient', 'loss-diverging', 'dead-relu'];
/** NaN in the weights: nothing learns any more, and a ReLU of NaN may count as off. */
const afterwards = ['loss-not-improving', 'dead-relu', 'variable-not-training'];

export const lossNonfinite = sick('loss-nonfinite', [
  {
    name: 'nan-log-of-zero',
    heldOut: false,
    loop: 'fit',
    mistake: 'A hand-written cross-entropy takes the logarithm of a probability that underflows to 0.',
    alsoAllowed: ['inputs-not-normalized', ...onTheWay, ...afterwards],
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { spread: 2 });
      const model = mlp(tf, [8, 32, 32, 3], { out: { activation: 'softmax' } });
      const crossEntropy: Parameters<typeof classifier>[2] = (labels, probabilities) =>
        labels.mul(probabilities.log()).sum(-1).neg();
      return fitting(
        classifier(model, tf.train.adam(0.01), crossEntropy),
        { xs: xs.mul(150), ys },
        { epochs: 20 },
      );
    },
  },
  {
    name: 'nan-normalised-constant',
    heldOut: false,
    loop: 'fit',
    mistake: 'Each feature is divided by its standard deviation, which is 0 for a constant one.',
    alsoAllowed: ['inputs-nonfinite', ...afterwards],
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed);
      const raw = xs.mul(tf.tensor1d([1, 1, 1, 0, 1, 1, 1, 1]));
      const { mean, variance } = tf.moments(raw, 0);
      const model = mlp(tf, [8, 24, 3], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      const normalised = { xs: raw.sub(mean).div(variance.sqrt()), ys };
      return fitting(classifier(model, tf.train.rmsprop(0.005)), normalised, { epochs: 16 });
    },
  },
  {
    name: 'nan-root-of-zero',
    heldOut: false,
    loop: 'custom',
    mistake: 'The Euclidean distance as a loss has no gradient where prediction and target are equal.',
    alsoAllowed: afterwards,
    build(tf, seed) {
      const { xs } = blobs(tf, seed, { size: 8 });
      const pixels = xs.reshape([-1, 64]);
      // Padding: rows that are all zero, and a decoder without biases that gives exactly zero for them.
      const padded = tf.concat([pixels.slice(0, 480), tf.zerosLike(pixels.slice(0, 32))]);
      const model = mlp(tf, [64, 16, 64], { hidden: { useBias: false }, out: { useBias: false } });
      return custom(
        tf,
        tf.train.momentum(0.01, 0.9),
        model,
        { xs: padded, ys: padded },
        {
          steps: 260,
          loss: (x, y) =>
            tf
              .sub(model.apply(x) as typeof padded, y)
              .square()
              .sum(1)
              .sqrt()
              .mean(),
        },
      );
    },
  },
  {
    name: 'nan-huge-rate-regression',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Plain SGD with a learning rate of 5 on a regression.',
    alsoAllowed: [...onTheWay, ...afterwards],
    build(tf, seed) {
      const model = regressor(mlp(tf, [8, 32, 32, 1]), tf.train.sgd(5));
      return onBatches(tf, model, teacher(tf, seed), { steps: 250 });
    },
  },
  {
    name: 'nan-exponential-head',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake:
      'Counts are modelled as exp(output) of inputs that were never scaled: the exponential overflows.',
    alsoAllowed: ['inputs-not-normalized', ...onTheWay, ...afterwards],
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const model = twoHeads(tf, 8, [32], 3);
      const poisson: Parameters<typeof regressor>[2] = (counts, logs) =>
        logs.exp().sub(counts.mul(logs)).mean(-1);
      model.compile({
        optimizer: tf.train.momentum(0.001, 0.9),
        loss: [tf.metrics.categoricalCrossentropy, poisson],
      });
      const kinds = clusters(tf, seed).ys;
      return onBatches(tf, model, { xs: xs.mul(100), ys: [kinds, ys.exp().round()] }, { steps: 260 });
    },
  },
  {
    name: 'nan-one-bad-image',
    heldOut: false,
    loop: 'fit',
    mistake: 'One image of 512 was decoded into NaN.',
    alsoAllowed: ['inputs-nonfinite', ...afterwards],
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed, { size: 6 });
      const bad = tf.fill([1, 6, 6, 1], Number.NaN);
      const images = tf.concat([xs.slice(0, 300), bad, xs.slice(301)]);
      const model = classifier(cnn(tf, [6, 6, 1], [4, 8], 4), tf.train.adam(0.003));
      return fitting(model, { xs: images, ys }, { epochs: 18 });
    },
  },
  {
    name: 'nan-recurrent-overflow',
    heldOut: false,
    loop: 'fit',
    mistake: 'A recurrent layer with ReLU and a recurrent kernel that doubles the state at each of 12 steps.',
    alsoAllowed: [...onTheWay, ...afterwards],
    build(tf, seed) {
      const model = tf.sequential();
      model.add(
        tf.layers.simpleRNN({
          name: 'memory',
          units: 16,
          activation: 'relu',
          recurrentInitializer: tf.initializers.orthogonal({ gain: 2.5, seed }),
          inputShape: [12, 1],
        }),
      );
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return fitting(regressor(model, tf.train.sgd(0.01)), sines(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'nan-deep-relu-overflow',
    heldOut: false,
    loop: 'fit',
    mistake: 'Ten ReLU layers whose weights start twice as large as they should: three steps to infinity.',
    alsoAllowed: [...onTheWay, ...afterwards],
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.6 });
      const widths = [8, ...Array<number>(10).fill(20), 1] as [number, ...number[], number];
      const model = mlp(tf, widths, { hidden: { kernelInitializer } });
      return fitting(regressor(model, tf.train.sgd(2e-5)), teacher(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'nan-variance-collapses',
    heldOut: false,
    loop: 'custom',
    mistake:
      'A standard deviation is predicted without keeping it above 0: its logarithm fails once the fit is good.',
    alsoAllowed: [...onTheWay, ...afterwards],
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const bias = tf.initializers.constant({ value: 2 });
      const model = mlp(tf, [8, 32, 2], { hidden: { activation: 'tanh' }, out: { biasInitializer: bias } });
      return custom(
        tf,
        tf.train.adam(0.005),
        model,
        { xs, ys },
        {
          steps: 300,
          loss: (x, y) => {
            const [center, spread] = tf.split(model.apply(x) as typeof ys, 2, 1);
            if (!center || !spread) throw new Error('splitting the output: expected two halves');
            return y.sub(center).div(spread).square().mul(0.5).add(spread.log()).mean();
          },
        },
      );
    },
  },
  {
    name: 'nan-hidden-by-wasm',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Infinite inputs on a backend whose clipped cross-entropy stays finite.',
    alsoAllowed: ['inputs-nonfinite', ...afterwards],
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed);
      const model = classifier(mlp(tf, [8, 32, 3], { out: { activation: 'softmax' } }), tf.train.adam(0.003));
      // The logarithm of a feature that is sometimes 0.
      return fitting(model, { xs: xs.relu().log(), ys }, { epochs: 16 });
    },
  },
]);
