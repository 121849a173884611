import { clusters, split } from '../../../data.js';
import { fitting, onBatches } from '../../../loops.js';
import { classifier, cnn, mlp, regressor, setLearningRate } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { generated, onEach, rows, squaredError } from '../../loops.js';
import { looping } from '../../part2-loops.js';
import { stack, variablesOf } from '../../part2-networks.js';
import { beats, engines, quadrants, reviews, shapes, tanks } from './data.js';
import { each, lengthOf, stepByHand } from './loops.js';

/** Rates and batches that look odd and are right. */
export const healthyRates = healthy([
  {
    name: 'y-ok-bold-gradient-descent',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // A rate of 0.6 is near the largest that this softmax takes, and far from too large.
      const data = clusters(tf, seed, { classes: 4, features: 6, spread: 1.3 });
      const model = mlp(tf, [6, 16, 4], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.sgd(0.6)), data, { epochs: 40, batchSize: 64 });
    },
  },
  {
    name: 'y-ok-four-pictures-a-step',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const model = cnn(tf, [8, 8, 1], [8, 12], 4);
      return fitting(classifier(model, tf.train.adam(0.002)), shapes(tf, seed, { examples: 480 }), {
        epochs: 4,
        batchSize: 4,
      });
    },
  },
  {
    name: 'y-ok-gentle-triangles',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // The rate goes up and down between 0.005 and 0.02 every forty steps; the loss hardly notices.
      const optimizer = tf.train.momentum(0.005, 0.9);
      const data = engines(tf, seed, { noise: 0.2 });
      const model = regressor(mlp(tf, [6, 24, 12, 1], { hidden: { activation: 'elu' } }), optimizer);
      return onEach(tf, model, (step) => rows(data, step), {
        steps: 360,
        before: (step) => setLearningRate(optimizer, 0.005 + 0.015 * (1 - Math.abs(((step % 40) - 20) / 20))),
      });
    },
  },
  {
    name: 'y-ok-clipped-warm-up-and-cosine',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    build(tf, seed) {
      // Gradients are clipped to length 1, which only the first ones exceed.
      const data = tanks(tf, seed, { length: 6, noise: 0.1 });
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 10, inputShape: [6, 2] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const optimizer = tf.train.adam(0.0005);
      return looping(tf, optimizer, model, {
        steps: 320,
        step: (index) => {
          const warm = Math.min(1, (index + 1) / 25);
          setLearningRate(optimizer, 0.015 * warm * (0.505 + 0.495 * Math.cos((Math.PI * index) / 320)));
          return stepByHand(
            tf,
            optimizer,
            variablesOf(model),
            () => squaredError(tf, model, rows(data, index)),
            (gradients) => {
              const length = lengthOf(tf, gradients);
              const clipped = tf.tidy(() => each(gradients, (gradient) => gradient.div(length.maximum(1))));
              length.dispose();
              return clipped;
            },
          );
        },
      });
    },
  },
  {
    name: 'y-ok-adadelta',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      // A tenth is a hundred times the default, and right for Adadelta.
      const data = beats(tf, seed);
      const model = stack(
        tf,
        tf.layers.conv1d({ name: 'conv', filters: 10, kernelSize: 5, strides: 2, inputShape: [24, 1] }),
        tf.layers.batchNormalization({ name: 'norm' }),
        tf.layers.activation({ name: 'relu', activation: 'relu' }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      classifier(model, tf.train.adadelta(0.1));
      return generated(tf, model, (step) => rows(data, step), { epochs: 16 });
    },
  },
  {
    name: 'y-ok-floor-of-the-absolute-error',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Half of the scatter is noise: the loss is at its floor after a hundred steps, and the rate decays.
      const { train, test } = split(engines(tf, seed, { examples: 840, noise: 0.5 }), 640);
      const optimizer = tf.train.adam(0.01);
      const model = mlp(tf, [6, 24, 1], { hidden: { activation: 'swish' } });
      return fitting(regressor(model, optimizer, 'meanAbsoluteError'), train, {
        epochs: 18,
        validation: test,
        callbacks: {
          onEpochEnd: (epoch) => setLearningRate(optimizer, 0.01 * 0.88 ** (epoch + 1)),
        },
      });
    },
  },
  {
    name: 'y-ok-plateau-then-quadrants',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // Nothing linear tells the quadrants: the loss stays near ln 2 for some tens of steps before it falls.
      const model = mlp(tf, [2, 16, 16, 2], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      classifier(model, tf.train.rmsprop(0.004));
      return onBatches(tf, model, quadrants(tf, seed), { steps: 320 });
    },
  },
  {
    name: 'y-ok-early-stop-of-words',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(reviews(tf, seed, { examples: 1400 }), 1000);
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 40, outputDim: 4, inputLength: 8 }),
        tf.layers.globalAveragePooling1d({ name: 'mean' }),
        tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
      );
      classifier(model, tf.train.adamax(0.04), 'binaryCrossentropy');
      let [best, waited] = [Number.POSITIVE_INFINITY, 0];
      return fitting(model, train, {
        epochs: 14,
        validation: test,
        callbacks: {
          onEpochEnd: (_, logs) => {
            const loss = Number(logs?.val_loss);
            waited = loss < best - 0.002 ? 0 : waited + 1;
            best = Math.min(best, loss);
            if (waited >= 2) model.stopTraining = true;
          },
        },
      });
    },
  },
]);
