import type * as tfjs from '@tensorflow/tfjs';
import { clusters, sentences, split } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';
import { friedman, moons, stripes, swings } from './part2-data.js';
import { stack, variablesOf } from './part2-networks.js';

export const tensorLeak = sick('tensor-leak', [
  {
    name: 'h-leak-history-in-callback',
    heldOut: true,
    loop: 'fit',
    mistake: 'A callback keeps the loss of each batch as a tensor, for a plot.',
    build(tf, seed) {
      const { train, test } = split(moons(tf, seed, { examples: 640 }), 480);
      const model = classifier(
        mlp(tf, [2, 24, 16, 2], { out: { activation: 'softmax' } }),
        tf.train.adamax(0.01),
      );
      const history: tfjs.Scalar[] = [];
      return fitting(model, train, {
        epochs: 20,
        validation: test,
        callbacks: {
          onBatchEnd: async (_, logs) => {
            history.push(tf.scalar(logs?.loss ?? 0));
          },
        },
      });
    },
  },
  {
    name: 'h-leak-loop-without-tidy',
    heldOut: true,
    loop: 'custom',
    mistake: 'The loop measures its accuracy outside of tidy and disposes nothing: five tensors a step.',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 640, features: 5, classes: 4 });
      const model = mlp(tf, [5, 24, 4], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.rmsprop(0.003);
      const weights = variablesOf(model);
      const batches = Array.from({ length: 20 }, (_, k) => {
        const y = ys.slice(32 * k, 32);
        return { x: xs.slice(32 * k, 32), y, label: y.argMax(1) };
      });
      return {
        target: optimizer,
        variables: model.trainableWeights,
        train: async (vitals) => {
          for (let step = 0; step < 300; step++) {
            const batch = batches[step % 20];
            if (!batch) throw new Error('training: expected a batch, found none');
            const { x, y, label } = batch;
            const loss = optimizer.minimize(
              () => tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
              true,
              weights,
            );
            const accuracy = (model.predict(x) as tfjs.Tensor).argMax(1).equal(label).mean();
            if (loss) vitals?.step({ loss, accuracy: accuracy as tfjs.Scalar });
            if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    },
  },
  {
    name: 'h-leak-loss-that-keeps',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'The loss function keeps its weights and errors to look at them later: two tensors a step.',
    build(tf, seed) {
      const looked: tfjs.Tensor[] = [];
      const weighted: Parameters<typeof regressor>[2] = (truth, guess) => {
        const weight = tf.keep(truth.abs().add(0.5));
        const errors = tf.keep(guess.sub(truth).abs());
        looked.push(weight, errors);
        return guess.sub(truth).square().mul(weight).mean(1);
      };
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 10, inputShape: [8, 1] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const subject = onBatches(
        tf,
        regressor(model, tf.train.adam(0.01), weighted),
        swings(tf, seed, { length: 8 }),
        { steps: 280 },
      );
      return {
        ...subject,
        train: async () => {
          await subject.train();
          tf.dispose(looked);
        },
      };
    },
  },
  {
    name: 'h-leak-in-generator',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake:
      'The generator forgets the bytes that it makes the images of, and their noise: three tensors a step.',
    build(tf, seed) {
      const { xs, ys } = stripes(tf, seed, { examples: 640 });
      const bytes = Array.from(xs.mul(255).dataSync());
      const model = classifier(cnn(tf, [8, 8, 1], [8, 12], 4), tf.train.adam(0.003));
      const dataset = tf.data.generator(function* () {
        for (let at = 0; at < 640; at += 32) {
          const raw = tf.tensor4d(bytes.slice(at * 64, (at + 32) * 64), [32, 8, 8, 1]);
          const noise = tf.randomNormal(raw.shape, 0, 0.05);
          yield { xs: raw.div(255).add(noise), ys: ys.slice(at, 32) };
        }
      });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(dataset, { epochs: 15, verbose: 0 });
        },
      };
    },
  },
  {
    name: 'h-leak-old-weights',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'An average over the weights is kept beside the model, and its former value is never let go.',
    build(tf, seed) {
      const data = friedman(tf, seed);
      const model = regressor(mlp(tf, [10, 24, 1], { hidden: { activation: 'elu' } }), tf.train.sgd(0.03));
      let average = model.getWeights().map((weight) => weight.clone());
      return onBatches(tf, model, data, {
        steps: 320,
        before: () => {
          const weights = model.getWeights();
          average = average.map((old, index) =>
            tf.tidy(() => old.mul(0.99).add(weights[index]?.mul(0.01) ?? 0)),
          );
        },
      });
    },
  },
  {
    name: 'h-leak-metric',
    heldOut: true,
    loop: 'fit',
    mistake: 'A metric keeps the guesses of each batch to draw a curve after training.',
    build(tf, seed) {
      const { xs, ys } = sentences(tf, seed, { words: 12, length: 6, classes: 2 });
      const guesses: tfjs.Tensor[] = [];
      const recall = (truth: tfjs.Tensor, guess: tfjs.Tensor): tfjs.Tensor => {
        const kept = tf.keep(guess.greater(0.5).toFloat());
        guesses.push(kept);
        return kept.mul(truth).sum().div(truth.sum());
      };
      const words = tf.oneHot(xs.toInt(), 12).reshape([-1, 72]);
      const model = stack(
        tf,
        tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu', inputShape: [72] }),
        tf.layers.dense({ name: 'out', units: 2, activation: 'softmax' }),
      );
      model.compile({ optimizer: tf.train.adam(0.005), loss: 'categoricalCrossentropy', metrics: [recall] });
      const subject = fitting(model, { xs: words, ys }, { epochs: 18 });
      return {
        ...subject,
        train: async () => {
          await subject.train();
          tf.dispose(guesses);
        },
      };
    },
  },
]);
