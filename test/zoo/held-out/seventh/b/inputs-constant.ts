import { fitting } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { generated } from '../../loops.js';
import { stack } from '../../part2-networks.js';
import { drawing } from '../../sixth/b/x-loops.js';
import { beats, drawings, tanks } from './data.js';

export const inputsConstant = sick('inputs-constant', [
  {
    name: 'z-constant-first-batch-cached',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'The generator takes the first batch each time, for its place is never moved on.',
    build(tf, seed) {
      const { xs, ys } = drawings(tf, seed);
      const model = classifier(cnn(tf, [9, 9, 1], [8, 12], 4), tf.train.adam(0.002));
      return generated(tf, model, () => ({ xs: xs.slice(0, 32), ys: ys.slice(0, 32) }), { epochs: 18 });
    },
  },
  {
    name: 'z-constant-whole-numbers',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Scaling to 0..1 is done in whole numbers: each value becomes 0.',
    alsoAllowed: ['loss-not-improving', 'class-collapse', 'variable-not-training', 'vanishing-gradient'],
    build(tf, seed) {
      const { xs, ys } = beats(tf, seed);
      const loud = xs.reshape([-1, 16]).add(3).clipByValue(0, 8).mul(30).floor();
      const model = mlp(tf, [16, 32, 16, 3], {
        hidden: { activation: 'elu' },
        out: { activation: 'softmax' },
      });
      return drawing(
        tf,
        classifier(model, tf.train.momentum(0.01, 0.9)),
        { xs: loud.div(255).floor(), ys },
        { steps: 300, seed },
      );
    },
  },
  {
    name: 'z-constant-one-row-for-all',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The rows share one buffer: what was written last into it is the input of every example.',
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const { xs, ys } = tanks(tf, seed);
      const shared = xs.slice([639, 0, 0], [1, 6, 2]);
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 2] }),
        tf.layers.dense({ name: 'level', units: 1 }),
      );
      return fitting(
        regressor(model, tf.train.adagrad(0.03)),
        { xs: shared.tile([640, 1, 1]), ys },
        { epochs: 14 },
      );
    },
  },
]);
