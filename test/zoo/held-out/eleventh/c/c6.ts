import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split, teacher } from '../../../data.js';
import { fitting, onBatches } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { draw, forward, initializers, turn, variablesOf } from './c-tools.js';

/** Tastes, tags, counts, and weights kept small. */
export const everyday = healthy([
  {
    // Who likes what: numbers of 60 people and 40 things are looked up in embeddings, and a network mixes them.
    name: 'q-ok-tastes-of-people-embedded',
    heldOut: true,
    isUnseen: true,
    loop: 'fit',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 2);
      const tastes = Array.from({ length: 60 }, () => random.normals(2));
      const traits = Array.from({ length: 40 }, () => random.normals(2));
      const pairs = Array.from({ length: 1600 }, () => [random.integer(60), random.integer(40)] as const);
      const liking = pairs.map(([person, thing]) => {
        const [a, b] = [tastes[person] ?? [], traits[thing] ?? []];
        return Math.tanh((a[0] ?? 0) + (b[0] ?? 0) + (a[1] ?? 0) * (b[1] ?? 0)) + 0.1 * random.normal();
      });
      const column = (values: number[]) => tf.tensor2d(values, [values.length, 1]);
      const numbers = [column(pairs.map(([person]) => person)), column(pairs.map(([, thing]) => thing))];
      const looked = (name: string, count: number) => {
        const input = tf.input({ shape: [1], name });
        const table = tf.layers.embedding({
          name: `${name}-table`,
          inputDim: count,
          outputDim: 6,
          embeddingsInitializer: start.uniform(0.5),
        });
        const flat = tf.layers.flatten({ name: `${name}-row` });
        return { input, row: flat.apply(table.apply(input)) as tfjs.SymbolicTensor };
      };
      const [person, thing] = [looked('person', 60), looked('thing', 40)];
      const both = tf.layers.concatenate({ name: 'both' }).apply([person.row, thing.row]);
      const mixed = tf.layers
        .dense({ name: 'mix', units: 24, activation: 'relu', kernelInitializer: start.he() })
        .apply(both);
      const liked = tf.layers
        .dense({ name: 'liking', units: 1, kernelInitializer: start.glorot() })
        .apply(mixed);
      const model = tf.model({
        inputs: [person.input, thing.input],
        outputs: liked as tfjs.SymbolicTensor,
      });
      model.compile({ optimizer: tf.train.adam(0.006), loss: 'meanSquaredError' });
      const part = (from: number, size: number) => ({
        xs: numbers.map((tensor) => tensor.slice(from, size)),
        ys: column(liking).slice(from, size),
      });
      return fitting(model, part(0, 1344), { epochs: 6, validation: part(1344, 256) });
    },
  },
  {
    // Each of six tags is right for about a third of the examples; several may be, or none.
    name: 'q-ok-several-tags-at-once',
    heldOut: true,
    isUnseen: true,
    loop: 'fit',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const { xs, ys } = teacher(tf, seed, { examples: 1600, features: 10, outputs: 6, noise: 0.6 });
      const { train, test } = split({ xs, ys: ys.greater(0.4).toFloat() }, 1280);
      const model = mlp(tf, [10, 32, 6], {
        hidden: { activation: 'selu', kernelInitializer: start.glorot() },
        out: { activation: 'sigmoid', kernelInitializer: start.glorot() },
      });
      model.compile({ optimizer: tf.train.adamax(0.008), loss: 'binaryCrossentropy' });
      return fitting(model, train, { epochs: 8, validation: test });
    },
  },
  {
    // Counts by day; the log-likelihood leaves out a constant, and so the loss falls below zero.
    name: 'q-ok-counts-by-poisson-below-zero',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 9);
      const { xs, ys } = teacher(tf, seed, { examples: 1600, features: 6 });
      const counts = Array.from(ys.dataSync(), (rate) => {
        let [count, left] = [0, Math.exp(1.5 + 0.35 * rate)];
        for (;;) {
          left += Math.log(1 - random.uniform());
          if (left < 0) return count;
          count++;
        }
      });
      const { train, test } = split({ xs, ys: tf.tensor2d(counts, [1600, 1]) }, 1280);
      const model = mlp(tf, [6, 20, 12, 1], {
        hidden: { activation: 'elu', kernelInitializer: start.he() },
        out: { kernelInitializer: start.glorot() },
      });
      const surprise = (x: tfjs.Tensor, y: tfjs.Tensor) => {
        const logRate = forward(model, x);
        return tf.mean(tf.exp(logRate).sub(y.mul(logRate))) as tfjs.Scalar;
      };
      const optimizer = tf.train.adam(0.003);
      const variables = variablesOf(model);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 320; step++) {
            const { x, y } = draw(tf, random, train, 64);
            const loss = optimizer.minimize(() => surprise(x, y), true, variables);
            if (loss) vitals?.step({ loss });
            tf.dispose([x, y, ...(loss ? [loss] : [])]);
            if (step % 20 === 19) {
              const loss = tf.tidy(() => surprise(test.xs, test.ys));
              vitals?.evaluation({ loss });
              loss.dispose();
            }
            await turn(step);
          }
        },
      };
    },
  },
  {
    // A little of L1 and of L2 on each kernel: at the end a tenth of the loss or so.
    name: 'q-ok-elastic-net-of-a-tenth',
    heldOut: true,
    isUnseen: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const data = clusters(tf, seed, { examples: 1600, features: 14, classes: 4, spread: 0.7 });
      const regular = () => tf.regularizers.l1l2({ l1: 0.0001, l2: 0.0003 });
      const model = mlp(tf, [14, 32, 16, 4], {
        hidden: { kernelInitializer: start.he(), kernelRegularizer: regular() },
        out: { activation: 'softmax', kernelInitializer: start.glorot(), kernelRegularizer: regular() },
      });
      model.compile({ optimizer: tf.train.adagrad(0.03), loss: 'categoricalCrossentropy' });
      return onBatches(tf, model, data, { steps: 300 });
    },
  },
]);
