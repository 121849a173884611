import { blobs, clusters, sines, teacher } from '../data.js';
import { custom, fitting, onBatches } from '../loops.js';
import { classifier, mlp, regressor, setLearningRate, twoHeads } from '../networks.js';
import { sick } from '../run.js';

/** A gradient without bound takes the weights and the loss with it. */
const alsoAllowed = [
  'learning-rate-too-high',
  'loss-diverging',
  'loss-nonfinite',
  'loss-not-improving',
  'dead-relu',
  'variable-not-training',
];

export const explodingGradient = sick('exploding-gradient', [
  {
    name: 'exploding-deep-linear',
    heldOut: false,
    loop: 'fit',
    mistake: 'Eight linear layers whose weights start too large.',
    alsoAllowed,
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.4 });
      const widths = [8, ...Array<number>(7).fill(16), 1] as [number, ...number[], number];
      const model = mlp(tf, widths, { hidden: { activation: 'linear', kernelInitializer } });
      return fitting(regressor(model, tf.train.sgd(1e-3)), teacher(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'exploding-deep-relu',
    heldOut: true,
    loop: 'fit',
    mistake: 'Ten ReLU layers whose weights start twice as large as they should.',
    alsoAllowed,
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.6 });
      const widths = [8, ...Array<number>(10).fill(20), 1] as [number, ...number[], number];
      const model = mlp(tf, widths, { hidden: { kernelInitializer } });
      return fitting(regressor(model, tf.train.sgd(1e-4)), teacher(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'exploding-recurrent-linear',
    heldOut: false,
    loop: 'fit',
    mistake: 'A linear recurrent layer whose state grows by a fifth at each of 20 steps.',
    alsoAllowed,
    build(tf, seed) {
      const model = tf.sequential();
      model.add(
        tf.layers.simpleRNN({
          name: 'memory',
          units: 12,
          activation: 'linear',
          recurrentInitializer: tf.initializers.orthogonal({ gain: 1.2 }),
          inputShape: [20, 1],
        }),
      );
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return fitting(regressor(model, tf.train.sgd(1e-3)), sines(tf, seed, { length: 20 }), { epochs: 14 });
    },
  },
  {
    name: 'exploding-momentum-autoencoder',
    heldOut: true,
    loop: 'custom',
    mistake: 'A deep linear autoencoder, no clipping, momentum at the edge of what is stable.',
    alsoAllowed,
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 6 }).xs.reshape([-1, 36]).mul(4);
      const model = mlp(tf, [36, 24, 12, 24, 36], { hidden: { activation: 'linear' } });
      return custom(
        tf,
        tf.train.momentum(0.02, 0.98),
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
    name: 'exploding-by-growing-rate',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'A rate search that is never stopped: the learning rate grows by 2 % each step.',
    alsoAllowed,
    build(tf, seed) {
      const optimizer = tf.train.sgd(0.01);
      const model = regressor(mlp(tf, [8, 32, 32, 1]), optimizer);
      return onBatches(tf, model, teacher(tf, seed), {
        steps: 320,
        before: (step) => setLearningRate(optimizer, 0.01 * 1.02 ** step),
      });
    },
  },
  {
    name: 'exploding-unscaled-head',
    heldOut: true,
    loop: 'fit',
    mistake: 'One of two heads has targets in the thousands and SGD.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const model = twoHeads(tf, 8, [32, 16], 3);
      model.compile({ optimizer: tf.train.sgd(1e-3), loss: ['categoricalCrossentropy', 'meanSquaredError'] });
      return fitting(model, { xs, ys: [clusters(tf, seed).ys, ys.mul(1000)] }, { epochs: 18 });
    },
  },
  {
    name: 'exploding-recurrent-relu',
    heldOut: false,
    loop: 'fit',
    mistake:
      'A ReLU recurrent layer over 30 steps without clipping: learning pushes its state over the edge.',
    alsoAllowed,
    build(tf, seed) {
      const model = tf.sequential();
      model.add(
        tf.layers.simpleRNN({
          name: 'memory',
          units: 12,
          activation: 'relu',
          recurrentInitializer: 'identity',
          inputShape: [30, 1],
        }),
      );
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      const data = sines(tf, seed, { length: 30, classes: 4 });
      return fitting(classifier(model, tf.train.sgd(0.2)), data, { epochs: 14 });
    },
  },
]);
