import { blobs, clusters, sines, teacher } from '../data.js';
import { custom, fitting, onBatches } from '../loops.js';
import { mlp, regressor, setLearningRate, twoHeads } from '../networks.js';
import { sick } from '../run.js';

/** A gradient without bound takes the weights and the loss with it. */
const alsoAllowed = [
  'learning-rate-too-high',
  'loss-diverging',
  'loss-nonfinite',
  'loss-not-improving',
  'dead-relu',
  'variable-not-training',
  // Weights of twice the scale in each of many layers: outputs far beyond their targets.
  'poor-initialization',
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
    name: 'exploding-momentum-autoencoder',
    heldOut: false,
    loop: 'custom',
    mistake:
      'A deep linear autoencoder, no clipping, momentum beyond what is stable: some 50 steps, then infinity.',
    alsoAllowed,
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 6 }).xs.reshape([-1, 36]).mul(4);
      const model = mlp(tf, [36, 24, 12, 24, 36], { hidden: { activation: 'linear' } });
      return custom(
        tf,
        tf.train.momentum(0.03, 0.99),
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
    name: 'exploding-momentum-fit',
    heldOut: false,
    loop: 'fit',
    mistake: 'The same network and a momentum of 0.98 at a higher rate: a dozen steps, then infinity.',
    alsoAllowed,
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 6 }).xs.reshape([-1, 36]).mul(4);
      const model = mlp(tf, [36, 24, 12, 24, 36], { hidden: { activation: 'linear' } });
      return fitting(
        regressor(model, tf.train.momentum(0.1, 0.98)),
        { xs: pixels, ys: pixels },
        { epochs: 16 },
      );
    },
  },
  {
    name: 'exploding-unscaled-head',
    heldOut: false,
    loop: 'fit',
    mistake: 'One of two heads has targets in the thousands and SGD.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const model = twoHeads(tf, 8, [32, 16], 3, { activation: 'elu' });
      model.compile({ optimizer: tf.train.sgd(1e-4), loss: ['categoricalCrossentropy', 'meanSquaredError'] });
      return fitting(model, { xs, ys: [clusters(tf, seed).ys, ys.mul(1000)] }, { epochs: 18 });
    },
  },
  {
    name: 'exploding-by-growing-rate',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'A rate search that is never stopped: the learning rate grows by 3 % each step.',
    alsoAllowed,
    build(tf, seed) {
      const optimizer = tf.train.sgd(0.01);
      const model = regressor(mlp(tf, [8, 32, 32, 1]), optimizer);
      return onBatches(tf, model, teacher(tf, seed), {
        steps: 260,
        before: (step) => setLearningRate(optimizer, 0.01 * 1.03 ** step),
      });
    },
  },
  {
    name: 'exploding-recurrent-growing-rate',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'The same with a linear recurrent layer over 20 steps.',
    alsoAllowed,
    build(tf, seed) {
      const optimizer = tf.train.sgd(1e-4);
      const model = tf.sequential();
      const recurrent = { activation: 'linear', recurrentInitializer: 'orthogonal' } as const;
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 8, ...recurrent, inputShape: [20, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return onBatches(tf, regressor(model, optimizer), sines(tf, seed, { length: 20 }), {
        steps: 300,
        before: (step) => setLearningRate(optimizer, 1e-4 * 1.04 ** step),
      });
    },
  },
  {
    name: 'exploding-recurrent-relu',
    heldOut: false,
    loop: 'fit',
    mistake:
      'A ReLU recurrent layer over 30 steps without clipping: one step takes the gradient up a billionfold.',
    alsoAllowed,
    build(tf, seed) {
      const model = tf.sequential();
      const recurrent = { activation: 'relu', recurrentInitializer: 'identity' } as const;
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 12, ...recurrent, inputShape: [30, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return fitting(regressor(model, tf.train.sgd(0.01)), sines(tf, seed, { length: 30 }), { epochs: 14 });
    },
  },
]);
