import type * as tfjs from '@tensorflow/tfjs';
import { mispaired } from '../../data.js';
import { classifier, mlp, regressor, setLearningRate } from '../../networks.js';
import { sick } from '../../run.js';
import { friedman, tallies, waves } from './data-a.js';
import { byHand, chain, onParts, part } from './loops-a.js';

export const lossSpike = sick('loss-spike', [
  {
    name: 't-spike-other-unit',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'One batch of targets is in another unit, three times as large.',
    onset: 221,
    alsoAllowed: ['exploding-gradient'],
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 640, noise: 0.15 });
      const model = mlp(tf, [7, 24, 12, 1], { hidden: { activation: 'elu' } });
      return onParts(tf, regressor(model, tf.train.adam(0.004)), data, {
        steps: 360,
        size: 32,
        change: ({ xs, ys }, step) => (step === 220 ? { xs, ys: ys.mul(3) } : { xs, ys }),
      });
    },
  },
  {
    name: 't-spike-rate-typo',
    heldOut: true,
    loop: 'custom',
    mistake:
      'A table of rates has one wrong entry: for two steps the rate is some thirty times what it should be.',
    onset: 241,
    alsoAllowed: ['learning-rate-too-high', 'exploding-gradient'],
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 768, outputs: 3, noise: 0.3 });
      const optimizer = tf.train.momentum(0.02, 0.9);
      const model = mlp(tf, [7, 20, 20, 3], { hidden: { activation: 'softplus' } });
      return byHand(tf, optimizer, model, {
        steps: 440,
        before: (step) => setLearningRate(optimizer, step === 240 || step === 241 ? 0.64 : 0.02),
        loss(step) {
          const { xs, ys } = part(data, step, 32);
          return tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor);
        },
      });
    },
  },
  {
    name: 't-spike-loud-shard',
    heldOut: true,
    loop: 'fitDataset',
    mistake:
      'One file of the set was written with another gain: its signals are three times as loud, with their labels mixed up.',
    onset: 181,
    alsoAllowed: ['exploding-gradient'],
    build(tf, seed) {
      const data = waves(tf, seed, { examples: 1024, noise: 0.1 });
      const wrong = mispaired(tf, seed, data);
      const batches = tf.data.generator(async function* () {
        for (let step = 0; step < 300; step++) {
          const { xs, ys } = part(step === 180 ? wrong : data, step, 32);
          yield { xs: step === 180 ? xs.mul(3) : xs, ys };
        }
      } as unknown as () => Generator<{ xs: tfjs.Tensor; ys: tfjs.Tensor }>);
      const model = chain(
        tf,
        tf.layers.conv1d({
          name: 'conv',
          filters: 12,
          kernelSize: 5,
          strides: 2,
          activation: 'relu',
          inputShape: [24, 1],
        }),
        tf.layers.flatten(),
        tf.layers.dense({ name: 'mix', units: 12, activation: 'relu' }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      const compiled = classifier(model, tf.train.adam(0.004));
      return {
        target: compiled,
        train: async () => {
          await compiled.fitDataset(batches, { epochs: 1, verbose: 0 });
        },
      };
    },
  },
  {
    name: 't-spike-labels-turned',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'In two batches the labels 0 and 1 are exchanged.',
    onset: 201,
    alsoAllowed: ['exploding-gradient'],
    build(tf, seed) {
      const data = tallies(tf, seed, { words: 8, length: 6, memory: true, examples: 640 });
      const model = chain(
        tf,
        tf.layers.embedding({ name: 'tokens', inputDim: 8, outputDim: 6, inputLength: 6 }),
        tf.layers.lstm({ name: 'reader', units: 8 }),
        tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
      );
      return onParts(tf, classifier(model, tf.train.adam(0.01), 'binaryCrossentropy'), data, {
        steps: 300,
        size: 32,
        change: ({ xs, ys }, step) => ({ xs, ys: step === 200 || step === 201 ? tf.sub(1, ys) : ys }),
      });
    },
  },
]);
