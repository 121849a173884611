import type * as tfjs from '@tensorflow/tfjs';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { messages, patients, spectra } from './x-data.js';
import { drawing } from './x-loops.js';

const softmax = { activation: 'softmax' } as const;

export const classCollapse = sick('class-collapse', [
  {
    name: 'x-collapse-first-column',
    heldOut: true,
    loop: 'fit',
    mistake: 'The loss takes the probability of the first class where it should take that of the label.',
    alsoAllowed: ['loss-mismatch'],
    build(tf, seed) {
      const model = mlp(tf, [10, 24, 4], { hidden: { activation: 'elu' }, out: softmax });
      const loss = (_: tfjs.Tensor, guess: tfjs.Tensor) =>
        guess.slice([0, 0], [-1, 1]).add(1e-6).log().neg().mean() as tfjs.Scalar;
      const data = patients(tf, seed, { shares: [1, 1, 1, 1] });
      return fitting(classifier(model, tf.train.adam(0.003), loss), data, { epochs: 11 });
    },
  },
  {
    name: 'x-collapse-positive-weight',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Positives count 100 times, as in the screening before; here they are two patients in five.',
    build(tf, seed) {
      const { xs, ys } = patients(tf, seed, { shares: [3, 2], distance: 0.8 });
      const model = mlp(tf, [10, 16, 1], {
        hidden: { activation: 'tanh' },
        out: { activation: 'sigmoid' },
      });
      const loss = (label: tfjs.Tensor, guess: tfjs.Tensor) => {
        const chance = guess.clipByValue(1e-6, 1 - 1e-6);
        const [positive, negative] = [label.mul(chance.log()), label.sub(1).mul(chance.sub(1).neg().log())];
        return positive.mul(-100).add(negative).mean() as tfjs.Scalar;
      };
      const compiled = classifier(model, tf.train.adam(0.008), loss);
      return drawing(tf, compiled, { xs, ys: ys.slice([0, 1], [-1, 1]) }, { steps: 340, seed });
    },
  },
  {
    name: 'x-collapse-only-greetings',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Messages are cut to six words at the wrong end: only the greeting is left, which says nothing.',
    alsoAllowed: ['loss-not-improving', 'loss-stalled'],
    build(tf, seed) {
      const data = messages(tf, seed, { examples: 4800, to: 6 });
      const greetings = { xs: data.xs.slice([0, 0], [-1, 30]), ys: data.ys };
      const model = mlp(tf, [30, 16, 3], { hidden: { activation: 'elu' }, out: softmax });
      return fittingDataset(tf, classifier(model, tf.train.adam(0.003)), greetings, { epochs: 2 });
    },
  },
  {
    name: 'x-collapse-old-mask',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The mask of a former task still takes 30 off the logits of all classes but the first.',
    alsoAllowed: [
      'loss-not-improving',
      'poor-initialization',
      'vanishing-gradient',
      'variable-frozen',
      'variable-not-training',
    ],
    build(tf, seed) {
      const { xs, ys } = spectra(tf, seed, { shares: [2, 1, 1, 1] });
      const model = mlp(tf, [24, 32, 4], {
        hidden: { activation: 'selu', kernelInitializer: 'leCunNormal' },
      });
      const mask = tf.layers.dense({
        name: 'mask',
        units: 4,
        kernelInitializer: 'identity',
        trainable: false,
        ...softmax,
      });
      model.add(mask);
      mask.setWeights([tf.eye(4), tf.tensor1d([0, -30, -30, -30])]);
      const compiled = classifier(model, tf.train.momentum(0.02, 0.9));
      return drawing(tf, compiled, { xs: xs.reshape([-1, 24]), ys }, { steps: 360, seed });
    },
  },
  {
    name: 'x-collapse-one-row-off',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'From step 171 on labels are joined with the findings of the next patient in the file.',
    onset: 171,
    alsoAllowed: ['loss-diverging', 'loss-spike', 'exploding-gradient', 'loss-stalled'],
    build(tf, seed) {
      const { xs, ys } = patients(tf, seed, { examples: 8001, shares: [6, 2, 2], distance: 2.5 });
      const model = classifier(mlp(tf, [10, 20, 3], { out: softmax }), tf.train.adam(0.01));
      const wrong = { xs: xs.slice(1, 8000), ys: ys.slice(0, 8000) };
      const well = drawing(tf, model, { xs, ys }, { steps: 170, seed });
      const badly = drawing(tf, model, wrong, { steps: 250, seed: seed + 1 });
      return {
        target: model,
        train: async (vitals) => {
          await well.train(vitals);
          await badly.train(vitals);
        },
      };
    },
  },
]);
