import { clusters, split, teacher } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { healthy } from '../run.js';

const softmax = { activation: 'softmax' } as const;

/** Penalties, dropout, normalisation, frozen layers. */
export const healthyRegularized = healthy([
  {
    name: 'ok-dropout',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(clusters(tf, seed, { examples: 700 }), 512);
      const model = mlp(tf, [8, 64, 32, 3], {
        out: softmax,
        between: (number) => [tf.layers.dropout({ name: `drop${number}`, rate: 0.5 })],
      });
      return fitting(classifier(model, tf.train.adam(0.003)), train, { epochs: 20, validation: test });
    },
  },
  {
    name: 'ok-batch-normalization',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(clusters(tf, seed, { examples: 700 }), 512);
      const model = mlp(tf, [8, 32, 32, 3], {
        out: softmax,
        between: (number) => [tf.layers.batchNormalization({ name: `norm${number}` })],
      });
      return fitting(classifier(model, tf.train.sgd(0.1)), train, { epochs: 16, validation: test });
    },
  },
  {
    name: 'ok-mild-l2',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(clusters(tf, seed, { examples: 1800 }), 1600);
      const model = mlp(tf, [8, 48, 32, 3], {
        hidden: { kernelRegularizer: tf.regularizers.l2({ l2: 0.001 }) },
        out: softmax,
      });
      return fitting(classifier(model, tf.train.adam(0.002)), train, { epochs: 7, validation: test });
    },
  },
  {
    name: 'ok-l1',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 3], {
        hidden: { kernelRegularizer: tf.regularizers.l1({ l1: 0.001 }) },
        out: softmax,
      });
      return fitting(classifier(model, tf.train.momentum(0.02, 0.9)), clusters(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'ok-frozen-base',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 48, 32, 3], { out: softmax });
      const base = model.getLayer('hidden1');
      base.trainable = false;
      return fitting(classifier(model, tf.train.adam(0.005)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'ok-frozen-pretrained',
    heldOut: false,
    loop: 'fit',
    async build(tf, seed) {
      const model = classifier(mlp(tf, [8, 32, 16, 3], { out: softmax }), tf.train.adam(0.01));
      const data = clusters(tf, seed);
      await model.fit(data.xs, data.ys, { epochs: 6, verbose: 0 });
      for (const layer of model.layers.slice(0, 2)) layer.trainable = false;
      // Fine-tuning of a new task: the same clusters under other names.
      return fitting(
        classifier(model, tf.train.sgd(0.05)),
        { xs: data.xs, ys: data.ys.reverse(1) },
        { epochs: 18 },
      );
    },
  },
  {
    name: 'ok-everything-regularized',
    heldOut: false,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const model = mlp(tf, [8, 48, 3], {
        hidden: { kernelRegularizer: tf.regularizers.l1l2({ l1: 2e-4, l2: 5e-4 }), biasRegularizer: 'l1l2' },
        out: softmax,
        between: (number) => [
          tf.layers.batchNormalization({ name: `norm${number}` }),
          tf.layers.dropout({ name: `drop${number}`, rate: 0.2 }),
        ],
      });
      return onBatches(tf, classifier(model, tf.train.rmsprop(0.002)), clusters(tf, seed), { steps: 320 });
    },
  },
  {
    name: 'ok-weight-decay-regression',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(teacher(tf, seed, { examples: 1000, noise: 0.1 }), 800);
      const model = mlp(tf, [8, 32, 1], {
        hidden: { activation: 'tanh', kernelRegularizer: tf.regularizers.l2({ l2: 0.002 }) },
      });
      return fitting(regressor(model, tf.train.adam(0.01)), train, { epochs: 14, validation: test });
    },
  },
]);
