import type * as tfjs from '@tensorflow/tfjs';
import { clock } from '../../../clock.js';
import { clusters, sentences, spirals, teacher, withLabelNoise } from '../../../data.js';
import { custom, fitting, onBatches } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';

export const rates = [
  ...sick('learning-rate-too-high', [
    // A regression with Huber's loss.
    {
      name: 'p-rmsprop-at-adadeltas-rate',
      heldOut: true,
      loop: 'custom',
      mistake: 'Adadelta was replaced by RMSprop and its learning rate of 1 was left as it was.',
      alsoAllowed: ['loss-not-improving', 'loss-oscillating', 'loss-diverging', 'saturated-activation'],
      build: (tf, seed) => {
        const data = teacher(tf, seed, { features: 8, noise: 0.1 });
        const model = mlp(tf, [8, 24, 12, 1], { hidden: { activation: 'tanh' } });
        return custom(tf, tf.train.rmsprop(1), model, data, {
          steps: 300,
          loss: (x, y) => tf.losses.huberLoss(y, model.predict(x) as tfjs.Tensor) as tfjs.Scalar,
        });
      },
    },
  ]),
  ...sick('learning-rate-too-low', [
    // A residual network on tabular data.
    {
      name: 'p-rate-of-a-fine-tuning',
      heldOut: true,
      loop: 'fit',
      mistake: 'The learning rate of 0.000002 was copied from a script that fine-tunes a trained network.',
      alsoAllowed: ['loss-not-improving'],
      build: (tf, seed) => {
        const data = clusters(tf, seed, { features: 10, classes: 4, spread: 1.5 });
        const input = tf.input({ shape: [10] });
        let x = tf.layers.dense({ name: 'stem', units: 20 }).apply(input) as tfjs.SymbolicTensor;
        for (const block of [1, 2]) {
          const inner = tf.layers.dense({ name: `block${block}a`, units: 20, activation: 'relu' }).apply(x);
          const outer = tf.layers
            .dense({ name: `block${block}b`, units: 20 })
            .apply(inner) as tfjs.SymbolicTensor;
          x = tf.layers.add({ name: `sum${block}` }).apply([x, outer]) as tfjs.SymbolicTensor;
        }
        const out = tf.layers.dense({ name: 'kind', units: 4, activation: 'softmax' }).apply(x);
        const model = tf.model({ inputs: input, outputs: out as tfjs.SymbolicTensor });
        return fitting(classifier(model, tf.train.adamax(0.000002)), data, { epochs: 20 });
      },
    },
  ]),
  ...sick('overfitting', [
    // The topic of short texts, of which only a few were labelled.
    {
      name: 'p-hundred-labelled-texts',
      heldOut: true,
      loop: 'fit',
      mistake:
        'A wide network on bags of words is trained for 110 epochs on 96 texts, without early stopping, dropout or a penalty.',
      alsoAllowed: ['overtraining'],
      build: (tf, seed) => {
        const bags = (of: number, examples: number) => {
          const { xs, ys } = sentences(tf, of, { examples, words: 240, length: 8 });
          return withLabelNoise(tf, of, { xs: tf.oneHot(xs.toInt(), 240).sum(1).toFloat(), ys }, 0.3);
        };
        const [texts, validation] = [bags(seed, 96), bags(seed + 1000, 160)];
        const model = mlp(tf, [240, 32, 3], { out: { activation: 'softmax' } });
        return fitting(classifier(model, tf.train.adam(0.005)), texts, { epochs: 110, validation });
      },
    },
  ]),
  ...sick('regularization-dominates', [
    // Regression on tabular data with weight decay.
    {
      name: 'p-lasso-on-every-layer',
      heldOut: true,
      loop: 'fit',
      mistake: 'Every kernel has an l1 penalty of 0.1, where 0.0001 would do.',
      alsoAllowed: ['poor-initialization'],
      build: (tf, seed) => {
        const data = teacher(tf, seed, { features: 12, outputs: 2, noise: 0.1 });
        const kernelRegularizer = tf.regularizers.l1({ l1: 0.1 });
        const model = mlp(tf, [12, 40, 20, 2], {
          hidden: { activation: 'elu', kernelRegularizer },
          out: { kernelRegularizer },
        });
        return fitting(regressor(model, tf.train.adam(0.0007)), data, { epochs: 20 });
      },
    },
  ]),
  ...sick('class-collapse', [
    // Three kinds of customers, about equally many since the data were gathered anew.
    {
      name: 'p-old-class-weights',
      heldOut: true,
      loop: 'fit',
      mistake: 'Class weights of an earlier, lopsided data set (1 : 60 : 1) are applied to balanced labels.',
      alsoAllowed: ['poor-initialization'],
      build: (tf, seed) => {
        const data = clusters(tf, seed, { features: 6, classes: 3, spread: 0.4 });
        const model = mlp(tf, [6, 12, 3], { out: { activation: 'softmax' } });
        return fitting(classifier(model, tf.train.adagrad(0.03)), data, {
          epochs: 20,
          classWeight: { 0: 1, 1: 60, 2: 1 },
        });
      },
    },
  ]),
  ...sick('tensor-leak', [
    // Spirals; a moving average of the weights is kept for the final model.
    {
      name: 'p-moving-average-of-weights',
      heldOut: true,
      loop: 'fit',
      mistake:
        'onBatchEnd makes new averages of the weights outside tf.tidy and never disposes of the old ones.',
      alsoAllowed: [],
      build: (tf, seed) => {
        const data = spirals(tf, seed, { examples: 512 });
        const model = mlp(tf, [2, 32, 16, 2], { out: { activation: 'softmax' } });
        classifier(model, tf.train.adam(0.01));
        let averages = model.getWeights().map((weight) => weight.clone());
        return fitting(model, data, {
          epochs: 20,
          callbacks: {
            onBatchEnd: async () => {
              averages = model
                .getWeights()
                .map((weight, at) => weight.mul(0.01).add(averages[at]?.mul(0.99) ?? weight));
            },
          },
        });
      },
    },
  ]),
  ...sick('throughput-drop', [
    // A loader whose cache holds the first half of what is trained on.
    {
      name: 'p-cache-that-overflows',
      heldOut: true,
      loop: 'trainOnBatch',
      clock: 'virtual',
      mistake:
        'The cache of decoded examples outgrows the memory, and from then on batches are decoded again and again.',
      onset: 191,
      alsoAllowed: [],
      build: (tf, seed) => {
        const data = teacher(tf, seed, { features: 8, noise: 0.1 });
        const model = regressor(mlp(tf, [8, 24, 1], { hidden: { activation: 'selu' } }), tf.train.sgd(0.02));
        const random = new Random(seed + 5);
        return onBatches(tf, model, data, {
          steps: 360,
          before: (step) => {
            const loading = step < 190 ? 0.004 : 0.11;
            clock.advance(0.04 + loading * (0.7 + 0.6 * random.uniform()));
          },
        });
      },
    },
  ]),
];
