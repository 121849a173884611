import { blobs, sines, teacher } from '../data.js';
import { custom, fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor, setLearningRate } from '../networks.js';
import { sick } from '../run.js';

/** Of a rate that has decayed to almost nothing. */
const decayed = ['learning-rate-too-low', 'variable-not-training'];
/** Of a rate that keeps the loss bouncing. */
const bouncing = ['loss-oscillating', 'learning-rate-too-high'];

export const lossStalled = sick('loss-stalled', [
  {
    name: 'stalled-milestones-in-steps',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Milestones meant as epochs are counted in steps: the rate is a thousandth after 45 steps.',
    alsoAllowed: decayed,
    build(tf, seed) {
      const optimizer = tf.train.momentum(0.02, 0.9);
      const model = regressor(mlp(tf, [8, 32, 16, 1]), optimizer);
      return onBatches(tf, model, teacher(tf, seed, { noise: 0.1 }), {
        steps: 320,
        before: (step) => setLearningRate(optimizer, 0.02 * 0.1 ** Math.min(3, Math.floor(step / 15))),
      });
    },
  },
  {
    name: 'stalled-divided-every-epoch',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The rate is divided by 2.5 after every epoch of a convolutional network.',
    alsoAllowed: decayed,
    build(tf, seed) {
      const optimizer = tf.train.sgd(0.15);
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), optimizer);
      return fitting(model, blobs(tf, seed, { noise: 0.3 }), {
        epochs: 20,
        callbacks: {
          onEpochBegin: async (epoch) => setLearningRate(optimizer, Math.max(1e-5, 0.15 * 2.5 ** -epoch)),
        },
      });
    },
  },
  {
    name: 'stalled-short-cosine',
    heldOut: false,
    loop: 'custom',
    mistake: 'The cosine of the rate reaches its end after 40 steps of 360.',
    alsoAllowed: decayed,
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 8, noise: 0.05, classes: 8 }).xs.reshape([-1, 64]);
      const model = mlp(tf, [64, 32, 8, 32, 64], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.adam(0.003);
      return custom(
        tf,
        optimizer,
        model,
        { xs: pixels, ys: pixels },
        {
          steps: 360,
          before: (step) => {
            const share = (1 + Math.cos((Math.PI * Math.min(step, 40)) / 40)) / 2;
            setLearningRate(optimizer, Math.max(1e-6, 0.003 * share));
          },
          loss: (x, y) => tf.losses.meanSquaredError(y, model.apply(x) as typeof pixels),
        },
      );
    },
  },
  {
    name: 'stalled-inverse-decay',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A decay of 1 / (1 + epoch)^2.5 comes on top of what RMSProp does by itself.',
    alsoAllowed: decayed,
    build(tf, seed) {
      const optimizer = tf.train.rmsprop(0.03);
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      return fitting(classifier(model, optimizer), sines(tf, seed, { length: 6, classes: 4 }), {
        epochs: 20,
        callbacks: {
          onEpochBegin: async (epoch) => setLearningRate(optimizer, 0.03 / (1 + epoch) ** 2.5),
        },
      });
    },
  },
  {
    name: 'stalled-bouncing-absolute-error',
    heldOut: false,
    loop: 'fitDataset',
    mistake:
      'SGD keeps a rate of 0.3 on an absolute error, whose gradient does not shrink: it jumps to and fro.',
    alsoAllowed: bouncing,
    build(tf, seed) {
      const model = regressor(mlp(tf, [8, 32, 1]), tf.train.sgd(0.3), 'meanAbsoluteError');
      return fittingDataset(tf, model, teacher(tf, seed, { examples: 1600, noise: 0.02 }), { epochs: 7 });
    },
  },
]);
