import { blobs, clusters, sines } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, cnn, mlp, setLearningRate } from '../networks.js';
import { sick } from '../run.js';

const softmax = { activation: 'softmax' } as const;

/** One answer for everything is as good as none. */
const alsoAllowed = ['loss-not-improving', 'loss-stalled', 'variable-not-training', 'vanishing-gradient'];

export const classCollapse = sick('class-collapse', [
  {
    name: 'collapsed-by-class-weight',
    heldOut: false,
    loop: 'fit',
    mistake: 'The class weights of an old data set are still there: one class counts a hundred times.',
    alsoAllowed: [...alsoAllowed, 'exploding-gradient', 'loss-oscillating'],
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 3], { out: softmax });
      const data = clusters(tf, seed, { spread: 0.5 });
      return fitting(classifier(model, tf.train.adam(0.003)), data, {
        epochs: 18,
        classWeight: { 0: 1, 1: 100, 2: 1 },
      });
    },
  },
  {
    name: 'collapsed-dead-trunk',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake:
      'Both ReLU layers start with a bias of -6 and are dead: only the bias of the output still answers.',
    alsoAllowed: [
      ...alsoAllowed,
      'dead-relu',
      'learning-rate-too-high',
      'loss-spike',
      'exploding-gradient',
      'loss-diverging',
    ],
    build(tf, seed) {
      const biasInitializer = tf.initializers.constant({ value: -6 });
      const model = mlp(tf, [8, 32, 16, 3], { hidden: { biasInitializer }, out: softmax });
      const data = clusters(tf, seed, { shares: [2, 1, 1] });
      return onBatches(tf, classifier(model, tf.train.momentum(0.01, 0.9)), data, { steps: 300 });
    },
  },
  {
    name: 'collapsed-by-first-batches',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Adam runs its first five batches at a rate of 1, by a warm-up that goes the wrong way.',
    alsoAllowed: [
      ...alsoAllowed,
      'dead-relu',
      'learning-rate-too-high',
      'learning-rate-too-low',
      'exploding-gradient',
      'loss-diverging',
      'loss-spike',
    ],
    build(tf, seed) {
      const optimizer = tf.train.adam(1);
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), optimizer);
      return fitting(model, blobs(tf, seed, { noise: 0.4 }), {
        epochs: 18,
        callbacks: {
          onBatchEnd: async (batch) => {
            if (batch === 4) setLearningRate(optimizer, 0.0005);
          },
        },
      });
    },
  },
  {
    name: 'collapsed-binary-bias',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'The bias of a sigmoid output starts at 6 and the rate is small: everything is called positive.',
    alsoAllowed: [...alsoAllowed, 'learning-rate-too-low', 'poor-initialization', 'saturated-activation'],
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { classes: 2, spread: 0.7 });
      const biasInitializer = tf.initializers.constant({ value: 6 });
      const model = mlp(tf, [8, 24, 1], {
        hidden: { activation: 'tanh' },
        out: { activation: 'sigmoid', biasInitializer },
      });
      const labels = ys.slice([0, 1], [-1, 1]);
      const compiled = classifier(model, tf.train.sgd(0.002), 'binaryCrossentropy');
      return fittingDataset(tf, compiled, { xs, ys: labels }, { epochs: 18 });
    },
  },
  {
    name: 'collapsed-on-strangers-labels',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Series and classes were joined on the wrong key: the most frequent class is the best guess.',
    alsoAllowed,
    build(tf, seed) {
      const { xs } = sines(tf, seed, { examples: 4800, length: 6 });
      const { ys } = clusters(tf, seed, { examples: 4800, features: 1, shares: [5, 2, 3] });
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 3, ...softmax }));
      return fitting(classifier(model, tf.train.rmsprop(0.002)), { xs, ys }, { epochs: 2 });
    },
  },
]);
