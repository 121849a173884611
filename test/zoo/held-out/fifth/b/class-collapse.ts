import type * as tfjs from '@tensorflow/tfjs';
import { fitting, onBatches } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { bars } from './signals.js';
import { fromGenerator } from './steps.js';
import { churn, flowers } from './tables.js';

const softmax = { activation: 'softmax' } as const;

export const classCollapse = sick('class-collapse', [
  {
    name: 'v-collapsed-focal-alpha',
    heldOut: true,
    loop: 'fit',
    mistake: 'A focal loss keeps the alpha of 0.99 of another task; here the classes are equally frequent.',
    build(tf, seed) {
      const focal = (truth: tfjs.Tensor, guess: tfjs.Tensor) => {
        const p = guess.clipByValue(1e-6, 1 - 1e-6);
        const good = truth.mul(p.log()).mul(tf.scalar(1).sub(p).square()).mul(0.99);
        const bad = tf.scalar(1).sub(truth).mul(tf.scalar(1).sub(p).log()).mul(p.square()).mul(0.01);
        return good.add(bad).neg().mean(-1);
      };
      const model = mlp(tf, [7, 20, 1], { out: { activation: 'sigmoid' } });
      const compiled = classifier(model, tf.train.adam(0.005), focal);
      return fitting(compiled, churn(tf, seed, { sharpness: 1 }), { epochs: 16 });
    },
  },
  {
    name: 'v-collapsed-averaged-away',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Each image has its mean taken away, and the network begins with a global average: 0.',
    alsoAllowed: ['loss-not-improving', 'loss-stalled', 'variable-not-training', 'vanishing-gradient'],
    build(tf, seed) {
      const { xs, ys } = bars(tf, seed, { examples: 640, shares: [5, 3, 2, 2] });
      const centred = xs.sub(xs.mean([1, 2, 3], true));
      const model = tf.sequential();
      model.add(tf.layers.globalAveragePooling2d({ name: 'average', inputShape: [9, 9, 1] }));
      model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'tanh' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, ...softmax }));
      return fromGenerator(
        tf,
        classifier(model, tf.train.momentum(0.02, 0.9)),
        { xs: centred, ys },
        { epochs: 15 },
      );
    },
  },
  {
    name: 'v-collapsed-counts-as-bias',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'The bias of the output starts at the shares of the classes in per cent, not at their logarithms.',
    alsoAllowed: [
      'loss-not-improving',
      'loss-stalled',
      'poor-initialization',
      'variable-not-training',
      'vanishing-gradient',
    ],
    build(tf, seed) {
      const data = flowers(tf, seed, { shares: [6, 3, 2] });
      const model = mlp(tf, [6, 24, 3], { hidden: { activation: 'elu' }, out: softmax });
      model.build();
      const out = model.getLayer('out');
      out.setWeights([out.getWeights()[0] ?? tf.zeros([24, 3]), tf.tensor1d([55, 27, 18])]);
      return onBatches(tf, classifier(model, tf.train.adam(0.002)), data, { steps: 300 });
    },
  },
]);
