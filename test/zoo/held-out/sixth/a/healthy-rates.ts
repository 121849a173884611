import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { gestures, interactions, topics } from './data.js';
import { chain } from './layers.js';
import { drawnBatches, handWritten } from './loops.js';
import { ratings } from './ratings.js';

const softmax = { activation: 'softmax' } as const;

/** Rates that are low on purpose, and starts that look odd and are right. */
export const healthyRates = healthy([
  {
    name: 'w-ok-cosine-to-nothing',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { xs, ys } = gestures(tf, seed, { examples: 1600, length: 6, noise: 1.1 });
      const model = mlp(tf, [24, 24, 12, 3], { hidden: { activation: 'tanh' }, out: softmax });
      const optimizer = tf.train.momentum(0.05, 0.9, true);
      const compiled = classifier(model, optimizer);
      const data = { xs: xs.reshape([-1, 24]), ys };
      return drawnBatches(tf, compiled, data, {
        seed,
        steps: 360,
        batchSize: 48,
        before: (step) => setLearningRate(optimizer, 0.025 * (1 + Math.cos((Math.PI * step) / 360))),
      });
    },
  },
  {
    name: 'w-ok-warm-up-of-words',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // Small weights as transformers start with, behind a layer norm; 60 steps of warm-up, then one over the root.
      const data = topics(tf, seed, { examples: 2400, length: 6, words: 12, share: 0.5 });
      const small = tf.initializers.randomNormal({ stddev: 0.05 });
      const model = tf.sequential();
      model.add(
        tf.layers.embedding({
          name: 'words',
          inputDim: 12,
          outputDim: 6,
          embeddingsInitializer: small,
          inputShape: [6],
        }),
      );
      model.add(tf.layers.globalAveragePooling1d({ name: 'mean' }));
      model.add(tf.layers.layerNormalization({ name: 'norm' }));
      model.add(tf.layers.dense({ name: 'hidden', units: 24, activation: 'relu' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, kernelInitializer: small }));
      const optimizer = tf.train.adam(0.004);
      return handWritten(tf, optimizer, model, {
        seed,
        steps: 320,
        data: () => data,
        before: (step) =>
          setLearningRate(optimizer, 0.004 * Math.min((step + 1) / 60, Math.sqrt(60 / (step + 1)))),
        loss: (x, y) => tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true }) as tfjs.Tensor),
      });
    },
  },
  {
    name: 'w-ok-fine-tuned-slowly',
    heldOut: true,
    loop: 'fitDataset',
    async build(tf, seed) {
      // The device is now worn a little turned: the network of the old way learns the new one with a small rate.
      const { xs, ys } = gestures(tf, seed, { examples: 1216, length: 6, noise: 0.6 });
      const flat = xs.reshape([-1, 24]);
      const turn = tf.tensor2d([0.6, 0.8, 0, 0, -0.8, 0.6, 0, 0, 0, 0, 0.8, 0.6, 0, 0, -0.6, 0.8], [4, 4]);
      const turned = xs.reshape([-1, 4]).matMul(turn).reshape([-1, 24]);
      const model = mlp(tf, [24, 24, 16, 3], { hidden: { activation: 'elu' }, out: softmax });
      classifier(model, tf.train.adam(0.01));
      await model.fit(flat.slice(0, 608), ys.slice(0, 608), { epochs: 5, batchSize: 32, verbose: 0 });
      classifier(model, tf.train.adam(0.0004));
      const { train, test } = split({ xs: turned, ys }, 608);
      return fittingDataset(tf, model, train, { epochs: 15, validation: split(test, 160).train });
    },
  },
  {
    name: 'w-ok-branches-from-zero',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // The last layer of each branch starts at zero: at first the network is its input and a softmax.
      const { train, test } = split(interactions(tf, seed, { examples: 2600, features: 6, flips: 0 }), 2240);
      const input = tf.input({ shape: [6], name: 'features' });
      let x = chain(input, tf.layers.dense({ name: 'stem', units: 16 }));
      for (const block of [1, 2, 3]) {
        const branch = chain(
          x,
          tf.layers.dense({
            name: `wide${block}`,
            units: 24,
            activation: 'relu',
            kernelInitializer: 'heNormal',
          }),
          tf.layers.dense({ name: `back${block}`, units: 16, kernelInitializer: 'zeros' }),
        );
        x = tf.layers.add({ name: `sum${block}` }).apply([x, branch]) as tfjs.SymbolicTensor;
      }
      const out = tf.layers.dense({ name: 'out', units: 2, ...softmax, kernelInitializer: 'zeros' });
      const model = tf.model({ inputs: input, outputs: chain(x, out) });
      return fitting(classifier(model, tf.train.adam(0.002)), train, { epochs: 5, validation: test });
    },
  },
  {
    name: 'w-ok-traits-of-ratings',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { users, items, scores } = ratings(tf, seed, { people: 24, things: 20 });
      const embeddingsInitializer = tf.initializers.randomNormal({ stddev: 0.3 });
      const traits = (name: string, inputDim: number) => {
        const input = tf.input({ shape: [1], name: `${name}Number` });
        const embedding = tf.layers.embedding({ name, inputDim, outputDim: 4, embeddingsInitializer });
        return { input, vector: chain(input, embedding, tf.layers.flatten({ name: `${name}Vector` })) };
      };
      const [user, item] = [traits('users', 24), traits('items', 20)];
      const score = tf.layers.dot({ name: 'score', axes: 1 }).apply([user.vector, item.vector]);
      const model = tf.model({ inputs: [user.input, item.input], outputs: score as tfjs.SymbolicTensor });
      const data = { xs: [users, items], ys: scores };
      return fitting(regressor(model, tf.train.adam(0.01)), data, { epochs: 4 });
    },
  },
]);
