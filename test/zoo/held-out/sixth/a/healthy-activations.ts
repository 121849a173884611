import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { firstMarks, halfPlanes, interactions, leakySums, shells } from './data.js';
import { chain } from './layers.js';
import { drawnBatches, handWritten } from './loops.js';

const tanh = { activation: 'tanh' } as const;
const sigmoid = { activation: 'sigmoid' } as const;
const softmax = { activation: 'softmax' } as const;

/** Tanh and sigmoid units that are well used. */
export const healthyActivations = healthy([
  {
    name: 'w-ok-shells-of-tanh',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Two classes with a gap between them: in the end the network is sure.
      const { train, test } = split(shells(tf, seed, { examples: 800, gap: 0.3 }), 640);
      const model = mlp(tf, [3, 24, 16, 1], { hidden: tanh, out: sigmoid });
      const compiled = classifier(model, tf.train.adam(0.01), 'binaryCrossentropy');
      return fitting(compiled, train, { epochs: 14, validation: test });
    },
  },
  {
    name: 'w-ok-pictures-from-tanh',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // Pixels are -1 or 1: most outputs belong at a rail.
      const pictures = halfPlanes(tf, seed, { size: 6 }).xs;
      const model = mlp(tf, [36, 20, 6, 20, 36], { hidden: tanh, out: tanh });
      const compiled = regressor(model, tf.train.adam(0.005));
      return drawnBatches(tf, compiled, { xs: pictures, ys: pictures }, { seed, steps: 320 });
    },
  },
  {
    name: 'w-ok-lstm-of-first-mark',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(firstMarks(tf, seed, { examples: 640, length: 5 }), 480);
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [5, 2] }));
      model.add(tf.layers.dense({ name: 'out', units: 2, ...softmax }));
      const compiled = classifier(model, tf.train.adam(0.01));
      return fitting(compiled, train, { epochs: 16, validation: test });
    },
  },
  {
    name: 'w-ok-gates-of-sigmoids',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(interactions(tf, seed, { examples: 2400, features: 6, flips: 0 }), 2000);
      const input = tf.input({ shape: [6], name: 'features' });
      const value = chain(input, tf.layers.dense({ name: 'value', units: 16 }));
      const gate = chain(input, tf.layers.dense({ name: 'gate', units: 16, ...sigmoid }));
      const gated = tf.layers.multiply({ name: 'gated' }).apply([value, gate]) as tfjs.SymbolicTensor;
      const model = tf.model({
        inputs: input,
        outputs: chain(gated, tf.layers.dense({ name: 'out', units: 2 })),
      });
      const loss = (x: tfjs.Tensor, y: tfjs.Tensor): tfjs.Scalar =>
        tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true }) as tfjs.Tensor);
      return handWritten(tf, tf.train.adam(0.01), model, {
        seed,
        steps: 340,
        batchSize: 48,
        data: () => train,
        loss,
        evaluate: () => loss(test.xs, test.ys),
      });
    },
  },
  {
    name: 'w-ok-orthogonal-memory',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const data = leakySums(tf, seed, { examples: 608, length: 6 });
      const orthogonal = { kernelInitializer: 'orthogonal', recurrentInitializer: 'orthogonal' } as const;
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [6, 1], ...orthogonal }));
      model.add(tf.layers.dense({ name: 'out', units: 1, kernelInitializer: 'orthogonal' }));
      const compiled = regressor(model, tf.train.rmsprop(0.002), 'meanAbsoluteError');
      return fittingDataset(tf, compiled, data, { epochs: 16 });
    },
  },
]);
