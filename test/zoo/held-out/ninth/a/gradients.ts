import type * as tfjs from '@tensorflow/tfjs';
import { clusters, spirals, teacher } from '../../../data.js';
import { fitting, onBatches } from '../../../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { plainStep, training } from '../../eighth/loops.js';
import { rows } from '../../loops.js';
import { stack, through, variablesOf } from '../../part2-networks.js';

export const vanishing = sick('vanishing-gradient', [
  {
    // Seven sigmoid layers, as in an old text book.
    heldOut: true,
    name: 'n-vanishing-seven-sigmoids',
    loop: 'fit',
    mistake: 'A deep network of sigmoids: each layer passes back less than a quarter of the gradient.',
    layers: ['hidden1', 'hidden2', 'hidden3'],
    alsoAllowed: ['loss-not-improving', 'class-collapse', 'loss-stalled'],
    build(tf, seed) {
      const model = mlp(tf, [8, 20, 20, 20, 20, 20, 20, 3], {
        hidden: { activation: 'sigmoid' },
        out: { activation: 'softmax' },
      });
      const data = clusters(tf, seed, { examples: 640, spread: 1.5 });
      return fitting(classifier(model, tf.train.momentum(0.02, 0.9)), data, { epochs: 15 });
    },
  },
  {
    // A chain of hard sigmoids on a tabular regression, beside which the shallow end learns alone.
    heldOut: true,
    name: 'n-vanishing-hard-sigmoids',
    loop: 'custom',
    mistake: 'Hard sigmoids, of slope a fifth, in each of five layers in a row.',
    layers: ['encode1', 'encode2'],
    alsoAllowed: ['loss-not-improving', 'loss-stalled'],
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 960, features: 6, noise: 0.1 });
      const names = ['encode1', 'encode2', 'middle', 'decode1', 'decode2'];
      const hidden = names.map((name, at) =>
        tf.layers.dense({ name, units: 16, activation: 'hardSigmoid', ...(at === 0 && { inputShape: [6] }) }),
      );
      const model = stack(tf, ...hidden, tf.layers.dense({ name: 'out', units: 1 }));
      const optimizer = tf.train.sgd(0.05);
      const step = (index: number) => {
        const { xs, ys } = rows(data, index);
        const told = plainStep(
          tf,
          optimizer,
          variablesOf(model),
          () => tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar,
        );
        tf.dispose([xs, ys]);
        return told;
      };
      return training(tf, { target: optimizer, model }, { steps: 300, step });
    },
  },
]);

export const exploding = sick('exploding-gradient', [
  {
    // A loss scale that doubles every 20 steps, as for half floats.
    heldOut: true,
    name: 'n-exploding-scale-left-in',
    loop: 'custom',
    mistake: 'Gradients are not divided by the loss scale before they are applied; Adam hides it.',
    onset: 21,
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 960, features: 8, noise: 0.1 });
      const model = mlp(tf, [8, 24, 12, 1], { hidden: { activation: 'softplus' } });
      const optimizer = tf.train.adam(0.003);
      const step = (index: number) => {
        const scale = 2 ** Math.min(20, Math.floor(index / 20));
        const { xs, ys } = rows(data, index);
        const told = plainStep(
          tf,
          optimizer,
          variablesOf(model),
          () => tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor).mul(scale) as tfjs.Scalar,
        );
        const loss = told.loss.div(scale) as tfjs.Scalar;
        tf.dispose([xs, ys, told]);
        return { loss };
      };
      return training(tf, { target: optimizer, model }, { steps: 320, step });
    },
  },
  {
    // A generator against a Wasserstein critic whose weights nothing holds; the generator is watched.
    heldOut: true,
    name: 'n-exploding-unheld-critic',
    loop: 'custom',
    mistake:
      "The critic's weights are not clipped after its steps, so that the slopes it hands on grow without end.",
    alsoAllowed: ['loss-diverging', 'loss-oscillating'],
    build(tf, seed) {
      const random = new Random(seed);
      const generator = mlp(tf, [3, 16, 2], { hidden: { activation: 'tanh' } });
      const critic = mlp(tf, [2, 16, 1], { hidden: { activation: 'elu' }, out: { useBias: false } });
      const [ours, theirs] = [tf.train.rmsprop(0.0004), tf.train.rmsprop(0.01)];
      const limit = Number.POSITIVE_INFINITY;
      const normals = (size: number) => tf.tensor2d(random.normals(32 * size), [32, size]);
      const score = (xs: tfjs.Tensor) => (critic.apply(xs) as tfjs.Tensor).mean() as tfjs.Scalar;
      const step = () => {
        const [real, noise] = tf.tidy(() => [normals(2).mul([0.6, 1]).add([2, -1]), normals(3)]);
        const fake = generator.predict(noise) as tfjs.Tensor;
        tf.dispose(plainStep(tf, theirs, variablesOf(critic), () => score(fake).sub(score(real))));
        for (const weight of variablesOf(critic))
          tf.tidy(() => weight.assign(weight.clipByValue(-limit, limit)));
        const told = plainStep(tf, ours, variablesOf(generator), () =>
          score(generator.apply(noise) as tfjs.Tensor).neg(),
        );
        tf.dispose([real, noise, fake]);
        return told;
      };
      return training(tf, { target: ours, model: generator }, { steps: 300, step });
    },
  },
]);

export const deadUnits = sick('dead-relu', [
  {
    // A bias that was meant for the last layer, where classes are rare.
    heldOut: true,
    name: 'n-dead-prior-in-the-wrong-layer',
    loop: 'fit',
    mistake: 'The bias of the second hidden layer starts at -4: it was meant for the output.',
    layers: ['hidden2'],
    alsoAllowed: [
      'loss-not-improving',
      'variable-not-training',
      'vanishing-gradient',
      'class-collapse',
      'poor-initialization',
    ],
    build(tf, seed) {
      const dense = (name: string, units: number, bias = 0) =>
        tf.layers.dense({
          name,
          units,
          activation: 'relu',
          biasInitializer: tf.initializers.constant({ value: bias }),
        });
      const input = tf.input({ shape: [2] });
      const second = through(dense('hidden2', 24, -4), through(dense('hidden1', 24), input));
      const output = through(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }), second);
      const model = tf.model({ inputs: input, outputs: output });
      const data = spirals(tf, seed, { examples: 640, classes: 3 });
      return fitting(classifier(model, tf.train.adam(0.003)), data, { epochs: 15 });
    },
  },
  {
    // The rate is lowered by hand after 120 steps; the point slipped.
    heldOut: true,
    name: 'n-dead-slipped-point',
    loop: 'trainOnBatch',
    mistake:
      'After 120 steps the rate becomes 1.5 instead of 0.015, and some steps later all units are dead.',
    layers: ['hidden2'],
    onset: 121,
    alsoAllowed: [
      'learning-rate-too-high',
      'loss-spike',
      'loss-diverging',
      'variable-not-training',
      'vanishing-gradient',
      'exploding-gradient',
      'loss-oscillating',
    ],
    build(tf, seed) {
      const optimizer = tf.train.sgd(0.05);
      const data = teacher(tf, seed, { examples: 1280, features: 10, outputs: 2, noise: 0.1 });
      const model = regressor(mlp(tf, [10, 24, 16, 2]), optimizer);
      return onBatches(tf, model, data, {
        steps: 280,
        before: (step) => setLearningRate(optimizer, step < 120 ? 0.05 : 1.5),
      });
    },
  },
]);
