import type * as tfjs from '@tensorflow/tfjs';
import { sines, split } from '../../../data.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { ballots, flats, rings, spectra } from './data.js';
import { batchByBatch, minimizing, shuffledBatches } from './loops.js';

/** Many layers, layers in time, and networks that give back what they got. */
export const healthyDeep = healthy([
  {
    name: 'v-ok-residual-blocks',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(flats(tf, seed, { examples: 1200 }), 960);
      const input = tf.input({ shape: [10], name: 'columns' });
      let x = tf.layers.dense({ name: 'stem', units: 16 }).apply(input) as tfjs.SymbolicTensor;
      for (let block = 1; block <= 5; block++) {
        const narrow = tf.layers.dense({
          name: `block${block}a`,
          units: 16,
          activation: 'relu',
          kernelInitializer: 'heNormal',
        });
        const kernelInitializer = tf.initializers.varianceScaling({
          scale: 0.3,
          mode: 'fanIn',
          distribution: 'normal',
        });
        const wide = tf.layers.dense({ name: `block${block}b`, units: 16, kernelInitializer });
        const branch = wide.apply(narrow.apply(x)) as tfjs.SymbolicTensor;
        x = tf.layers.add({ name: `sum${block}` }).apply([x, branch]) as tfjs.SymbolicTensor;
      }
      const price = tf.layers.dense({ name: 'price', units: 1 }).apply(x) as tfjs.SymbolicTensor;
      const model = regressor(tf.model({ inputs: input, outputs: price }), tf.train.adam(0.001));
      return fitting(model, train, { epochs: 12, validation: test });
    },
  },
  {
    name: 'v-ok-ten-layers-of-selu',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const widths = [2, ...Array<number>(10).fill(16), 3] as [number, ...number[], number];
      const model = mlp(tf, widths, {
        hidden: { activation: 'selu', kernelInitializer: 'leCunNormal' },
        out: { activation: 'softmax' },
      });
      classifier(model, tf.train.momentum(0.005, 0.9));
      return batchByBatch(tf, model, { steps: 400, batch: shuffledBatches(tf, seed, rings(tf, seed), 64) });
    },
  },
  {
    name: 'v-ok-counting-votes',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const { train, test } = split(ballots(tf, seed, { examples: 600, length: 5 }), 512);
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'tally', units: 8, inputShape: [5, 3] }));
      model.add(tf.layers.dense({ name: 'winner', units: 3, activation: 'softmax' }));
      return fittingDataset(tf, classifier(model, tf.train.rmsprop(0.005)), train, {
        epochs: 17,
        validation: test,
      });
    },
  },
  {
    name: 'v-ok-lstm-foretells',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(sines(tf, seed, { examples: 780, length: 7, noise: 0.1 }), 720);
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [7, 1] }));
      model.add(tf.layers.dense({ name: 'next', units: 1 }));
      const next = shuffledBatches(tf, seed, train, 16);
      const error = (xs: tfjs.Tensor, ys: tfjs.Tensor) =>
        tf.losses.huberLoss(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;
      return minimizing(tf, tf.train.adam(0.01), model, {
        steps: 300,
        cost: (step) => {
          const { x, y } = next(step);
          return error(x, y);
        },
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
  {
    name: 'v-ok-spectra-in-twelve-numbers',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs } = spectra(tf, seed, { examples: 800, noise: 0.02 });
      const { train, test } = split({ xs, ys: xs }, 640);
      const model = mlp(tf, [40, 32, 12, 32, 40], {
        hidden: { activation: 'elu' },
        out: { activation: 'sigmoid' },
      });
      return fitting(regressor(model, tf.train.adam(0.004)), train, { epochs: 18, validation: test });
    },
  },
]);
