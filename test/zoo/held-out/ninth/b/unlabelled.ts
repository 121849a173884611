import type * as tfjs from '@tensorflow/tfjs';
import { clusters, oneHot } from '../../../data.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { training } from '../../eighth/loops.js';
import { onEach, rows } from '../../loops.js';
import { stack, variablesOf } from '../../part2-networks.js';
import { minimized, output } from './helpers.js';

/** Losses that compare, rank, align or restore. */
export const unlabelled = healthy([
  {
    // Triplets: the loss counts only those that are not yet in order, so it rests on fewer and fewer.
    name: 'n-ok-triplets',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 1);
      const { xs, ys } = clusters(tf, seed, { examples: 600, features: 10, classes: 6, spread: 0.9 });
      const labels = Array.from(ys.argMax(1).dataSync());
      const model = mlp(tf, [10, 32, 6], { hidden: { activation: 'relu' } });
      const optimizer: tfjs.Optimizer = tf.train.adam(0.003);
      const other = (of: number, isSame: boolean): number => {
        for (;;) {
          const at = random.integer(600);
          if ((labels[at] === labels[of]) === isSame) return at;
        }
      };
      return training(
        tf,
        { target: optimizer, model },
        {
          steps: 300,
          step: () => {
            const at = Array.from({ length: 24 }, () => random.integer(600));
            const near = at.map((of) => other(of, true));
            const far = at.map((of) => other(of, false));
            const gap = (): tfjs.Tensor => {
              const [a, b, c] = tf.split(output(model, xs.gather([...at, ...near, ...far])), 3);
              if (!a || !b || !c) throw new Error('triplets: expected three parts');
              return a.sub(b).square().sum(1).sub(a.sub(c).square().sum(1));
            };
            const ordered = tf.tidy(() => gap().less(0).mean() as tfjs.Scalar);
            const loss = minimized(optimizer, variablesOf(model), () => gap().add(1).relu().mean());
            return { loss, ordered };
          },
        },
      );
    },
  },
  {
    // A margin instead of a probability: examples beyond it add nothing.
    name: 'n-ok-hinge',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 1280, features: 8, classes: 4, spread: 0.7 });
      const sides = ys.mul(2).sub(1);
      const model = mlp(tf, [8, 24, 4], { hidden: { activation: 'tanh' } });
      model.compile({
        optimizer: tf.train.momentum(0.05, 0.8),
        loss: (truth, guess) =>
          tf
            .relu(tf.sub(1, truth.mul(guess)))
            .square()
            .mean(-1),
      });
      return onEach(tf, model, (step) => rows({ xs, ys: sides }, step), { steps: 300 });
    },
  },
  {
    // Guesses a word from four neighbours in a chain of chances: most of the loss cannot be learned away.
    name: 'n-ok-masked-words',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const random = new Random(seed + 14);
      const next = (word: number) => (random.uniform() < 0.6 ? (word * 5 + 1) % 12 : random.integer(12));
      const truth: number[] = [];
      const near = Array.from({ length: 1200 }, () => {
        const text = [random.integer(12)];
        while (text.length < 5) text.push(next(text.at(-1) ?? 0));
        truth.push(...text.splice(2, 1));
        return text;
      });
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 12, outputDim: 6, inputLength: 4 }),
        tf.layers.flatten({ name: 'near' }),
        tf.layers.dense({ name: 'mixed', units: 24, activation: 'relu' }),
        tf.layers.dense({ name: 'word', units: 12, activation: 'softmax' }),
      );
      model.compile({
        optimizer: tf.train.adam(0.008),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return {
        target: model,
        train: async () => {
          await model.fit(tf.tensor2d(near, [1200, 4]), oneHot(tf, truth, 12), {
            epochs: 5,
            batchSize: 16,
            verbose: 0,
          });
        },
      };
    },
  },
]);
