import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, split, teacher } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../networks.js';
import { healthy } from '../run.js';

const softmax = { activation: 'softmax' } as const;

/** Exclusive or of the signs of two features: nothing to gain until several units agree. */
function exclusiveOr({ xs }: { xs: tfjs.Tensor }) {
  const product = xs.sign().prod(1, true);
  return { xs, ys: product.greater(0).concat(product.lessEqual(0), 1).toFloat() };
}

/** Healthy runs that come close to a symptom. */
export const healthyHard = healthy([
  {
    name: 'ok-plateau-then-learning',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const data = exclusiveOr(teacher(tf, seed, { examples: 640, features: 2 }));
      const small = { kernelInitializer: tf.initializers.randomNormal({ stddev: 0.2 }) };
      const model = mlp(tf, [2, 24, 2], {
        hidden: { activation: 'tanh', ...small },
        out: { ...softmax, ...small },
      });
      return fitting(classifier(model, tf.train.adam(0.008)), data, { epochs: 20 });
    },
  },
  {
    name: 'ok-plateau-momentum',
    heldOut: false,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = exclusiveOr(teacher(tf, seed, { examples: 640, features: 2 }));
      const small = { kernelInitializer: tf.initializers.randomNormal({ stddev: 0.1 }) };
      const model = mlp(tf, [2, 32, 2], { hidden: small, out: { ...softmax, ...small } });
      return onBatches(tf, classifier(model, tf.train.momentum(0.03, 0.9)), data, { steps: 400 });
    },
  },
  {
    name: 'ok-some-dead-units',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      // A third of the units starts below what the inputs can lift it to; the others are enough.
      const biasInitializer = tf.initializers.randomUniform({ minval: -4, maxval: 4 });
      const model = mlp(tf, [8, 48, 3], { hidden: { biasInitializer }, out: softmax });
      return fitting(classifier(model, tf.train.adam(0.003)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'ok-wide-small-updates',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 256, 64, 3], { out: softmax });
      return fitting(classifier(model, tf.train.sgd(0.02)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'ok-outlying-targets',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { noise: 0.1 });
      // One target of 100 is eight standard deviations off: its batches have ten times the loss.
      const rare = tf.randomUniform([512, 1], 0, 1, 'float32', seed).less(0.01).toFloat();
      const model = regressor(mlp(tf, [8, 32, 1]), tf.train.adam(0.003));
      return fitting(model, { xs, ys: ys.add(rare.mul(8)) }, { epochs: 20 });
    },
  },
  {
    name: 'ok-three-sigmoids',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 24, 16, 3], { hidden: { activation: 'sigmoid' }, out: softmax });
      return fitting(classifier(model, tf.train.adam(0.01)), clusters(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'ok-resumed',
    heldOut: false,
    loop: 'fit',
    async build(tf, seed) {
      const { train, test } = split(blobs(tf, seed, { examples: 1200, size: 8, noise: 0.1 }), 1024);
      const flat = ({ xs }: typeof train) => ({ xs: xs.reshape([-1, 64]), ys: xs.reshape([-1, 64]) });
      const model = regressor(mlp(tf, [64, 32, 8, 32, 64]), tf.train.adam(0.002));
      const data = flat(train);
      await model.fit(data.xs, data.ys, { epochs: 3, batchSize: 32, verbose: 0 });
      return fitting(model, data, { epochs: 9, validation: flat(test) });
    },
  },
  {
    name: 'ok-uneven-batches',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      // 330 examples: the last batch of each epoch has ten.
      const { train, test } = split(clusters(tf, seed, { examples: 430, features: 5, spread: 0.8 }), 330);
      const model = classifier(mlp(tf, [5, 12, 3], { out: softmax }), tf.train.adam(0.003));
      return fitting(model, train, { epochs: 26, validation: test });
    },
  },
  {
    name: 'ok-restarts',
    heldOut: false,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // Cosine decay with warm restarts: the loss jumps a little at each.
      const optimizer = tf.train.momentum(0.05, 0.9);
      const model = regressor(mlp(tf, [8, 32, 16, 1]), optimizer);
      return onBatches(tf, model, teacher(tf, seed, { examples: 1600, noise: 0.2 }), {
        steps: 400,
        before: (step) =>
          setLearningRate(optimizer, 0.001 + 0.024 * (1 + Math.cos((Math.PI * (step % 100)) / 100))),
      });
    },
  },
  {
    name: 'ok-deep-tanh',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const widths = [8, 24, 24, 24, 24, 24, 24, 3] as [number, ...number[], number];
      const model = mlp(tf, widths, { hidden: { activation: 'tanh' }, out: softmax });
      return fitting(classifier(model, tf.train.rmsprop(0.001)), clusters(tf, seed), { epochs: 18 });
    },
  },
]);
