import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split, teacher } from '../../data.js';
import { fitting } from '../../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../../networks.js';
import { Random } from '../../random.js';
import { healthy } from '../../run.js';
import { minimizing, onEach, rows } from '../loops.js';
import { stack, through } from '../part2-networks.js';
import { direction, dot, made, normals } from './data.js';
import { crossEntropy } from './loops.js';

/** Rates that move, and examples that become harder. */
export const rates = healthy([
  {
    name: 'e-ok-warm-restarts-of-maxout',
    heldOut: true,

    loop: 'trainOnBatch',
    build(tf, seed) {
      // The rate falls along a cosine and starts again every 90 steps; the loss goes up a little with it.
      const optimizer = tf.train.adam(0.02);
      const input = tf.input({ shape: [8], name: 'features' });
      const piece = (name: string, from: tfjs.SymbolicTensor) =>
        through(tf.layers.dense({ name, units: 16 }), from);
      const most = (name: string, from: tfjs.SymbolicTensor) =>
        through(tf.layers.maximum({ name }), [piece(`${name}a`, from), piece(`${name}b`, from)]);
      const out = tf.layers.dense({ name: 'out', units: 1 });
      const model = tf.model({ inputs: input, outputs: through(out, most('second', most('first', input))) });
      regressor(model, optimizer);
      const data = teacher(tf, seed, { examples: 960, noise: 0.25 });
      return onEach(tf, model, (step) => rows(data, step), {
        steps: 360,
        before: (step) => setLearningRate(optimizer, 0.01 + 0.0099 * Math.cos((Math.PI * (step % 90)) / 90)),
      });
    },
  },
  {
    name: 'e-ok-one-cycle-through-selu',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Eight layers that norm themselves; the rate goes up to 0.02 at a third of the way, then down to almost 0.
      const optimizer = tf.train.momentum(0.0005, 0.9);
      const model = mlp(tf, [8, 20, 20, 20, 20, 20, 20, 20, 20, 3], {
        hidden: { activation: 'selu', kernelInitializer: 'leCunNormal' },
        out: { activation: 'softmax', kernelInitializer: 'leCunNormal' },
      });
      classifier(model, optimizer);
      const { train, test } = split(clusters(tf, seed, { examples: 1160, spread: 1.7 }), 960);
      let step = 0;
      return fitting(model, train, {
        epochs: 10,
        validation: test,
        callbacks: {
          onBatchBegin: () => {
            const part = step++ / 300;
            const height = part < 1 / 3 ? 3 * part : 1.5 * (1 - part);
            setLearningRate(optimizer, 0.0005 + 0.0195 * height);
          },
        },
      });
    },
  },
  {
    name: 'e-ok-tenfold-drops-of-eights',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Batch normalisation of eight examples is noisy; the loss comes down with each tenth of the rate.
      const optimizer = tf.train.momentum(0.01, 0.9);
      const model = mlp(tf, [8, 24, 24, 1], {
        hidden: { activation: 'linear' },
        between: (number) => [
          tf.layers.batchNormalization({ name: `norm${number}`, momentum: 0.95 }),
          tf.layers.activation({ name: `relu${number}`, activation: 'relu' }),
        ],
      });
      regressor(model, optimizer);
      const { train, test } = split(teacher(tf, seed, { examples: 520, noise: 0.15 }), 320);
      return fitting(model, train, {
        epochs: 11,
        batchSize: 8,
        validation: test,
        callbacks: {
          onEpochBegin: (epoch) =>
            setLearningRate(optimizer, 0.01 * 0.1 ** (Number(epoch >= 5) + Number(epoch >= 8))),
        },
      });
    },
  },
  {
    name: 'e-ok-adagrad-on-bags-of-words',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Eight words of 160: nineteen of twenty inputs are 0, and each word is rare.
      const random = new Random(seed + 971);
      const worth = normals(random, 160);
      const data = made(tf, seed, 1200, (source) => {
        const lean = 2 * source.integer(2) - 1;
        const words = Array.from({ length: 8 }, () => {
          const [first, second] = [source.integer(160), source.integer(160)];
          return (worth[first] ?? 0) * lean > (worth[second] ?? 0) * lean ? first : second;
        });
        const bag = Array.from({ length: 160 }, (_, word) => Number(words.includes(word)));
        return [bag, [Number(lean > 0)]];
      });
      const { train, test } = split(data, 960);
      const model = stack(
        tf,
        tf.layers.dense({ name: 'topics', units: 8, activation: 'tanh', inputShape: [160] }),
        tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
      );
      classifier(model, tf.train.adagrad(0.05), 'binaryCrossentropy');
      return fitting(model, train, { epochs: 10, validation: test });
    },
  },
  {
    name: 'e-ok-mixes-easy-with-hard',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      // A curriculum: clear examples first, all of them from step 150 on. The loss goes up once and down again.
      const scores = [0, 1, 2].map((kind) => direction(seed + 31 * kind, 8));
      const examples = (count: number, margin: number) =>
        made(tf, seed + count, count, (random) => {
          for (;;) {
            const x = normals(random, 8);
            const worth = scores.map((score) => dot(score, x) + 0.4 * Math.tanh(2 * (x[0] ?? 0)));
            const [best = 0, second = 0] = [...worth].sort((one, other) => other - one);
            if (best - second > margin) return [x, worth.map((value) => Number(value === best))];
          }
        });
      const [easy, hard] = [examples(640, 0.9), examples(1280, 0)];
      const model = mlp(tf, [8, 24, 3], { hidden: { activation: 'tanh' } });
      return minimizing(tf, tf.train.adam(0.01), model, {
        steps: 420,
        loss: (step) => {
          const { xs, ys } = rows(step < 150 ? easy : hard, step);
          return crossEntropy(tf, ys, model.apply(xs) as tfjs.Tensor);
        },
      });
    },
  },
]);
