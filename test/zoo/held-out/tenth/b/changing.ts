import { clusters, oneHot, type Plain, split } from '../../../data.js';
import { batchOf } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy, type Tf } from '../../../run.js';
import { flatDigits, onStream } from './helpers.js';

/** Points around `classes` centers on a sphere, `noise(…)` away; the centers are moved by `drift`. */
class Stream {
  private readonly random: Random;
  private readonly centers: readonly Float32Array[];
  private readonly ways: readonly Float32Array[];

  constructor(
    private readonly tf: Tf,
    seed: number,
    private readonly classes: number,
    private readonly features: number,
  ) {
    this.random = new Random(seed);
    this.centers = Array.from({ length: classes }, () => this.random.normals(features));
    this.ways = Array.from({ length: classes }, () => this.random.normals(features));
  }

  batch(noise: () => number, drift = 0, size = 32): Plain {
    const labels = Array.from({ length: size }, () => this.random.integer(this.classes));
    const values = labels.flatMap((label) => {
      const spread = noise();
      return Array.from(this.centers[label] ?? [], (center, at) => {
        const moved = center * Math.cos(drift) + (this.ways[label]?.[at] ?? 0) * Math.sin(drift);
        return (moved + spread * this.random.normal()) / 1.3;
      });
    });
    return {
      xs: this.tf.tensor2d(values, [size, this.features]),
      ys: oneHot(this.tf, labels, this.classes),
    };
  }
}

export const changing = healthy([
  {
    // A curriculum: ever more of the examples are hard ones, so the loss falls more slowly than the model learns.
    name: 'p-ok-curriculum',
    heldOut: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const stream = new Stream(tf, seed, 4, 12);
      const random = new Random(seed + 17);
      const model = mlp(tf, [12, 32, 4], { out: { activation: 'softmax' } });
      classifier(model, tf.train.adam(0.004));
      return onStream(tf, model, {
        steps: 360,
        batch: (step) => {
          const hard = Math.min(0.7, 0.2 + step / 400);
          return stream.batch(() => (random.uniform() < hard ? 1 : 0.5));
        },
      });
    },
  },
  {
    // Halfway, the data are replaced by newer ones of almost the same kind.
    name: 'p-ok-data-replaced',
    heldOut: true,
    loop: 'fit',
    build: (tf, seed) => {
      const { xs, ys } = clusters(tf, seed, { examples: 1280, features: 10, classes: 4, spread: 1 });
      const { train: old, test: fresh } = split({ xs, ys }, 640);
      const shift = tf.tensor2d(new Random(seed + 3).normals(10), [1, 10]).mul(0.15);
      const model = mlp(tf, [10, 24, 4], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      classifier(model, tf.train.adam(0.005));
      const args = { batchSize: 32, epochs: 9, verbose: 0 } as const;
      const newer = fresh.xs.mul(1.05).add(shift);
      return {
        target: model,
        train: async () => {
          await model.fit(old.xs, old.ys, args);
          await model.fit(newer, fresh.ys, args);
        },
      };
    },
  },
  {
    // Three tasks one after the other; half of each batch is replayed from those before.
    name: 'p-ok-tasks-with-replay',
    heldOut: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const random = new Random(seed + 41);
      const all = clusters(tf, seed, { examples: 1920, features: 9, spread: 1 });
      const tasks = [0, 1, 2].map((task) => {
        const xs = all.xs.slice(640 * task, 640).add(tf.tensor2d(random.normals(9), [1, 9]).mul(0.35 * task));
        const which = oneHot(tf, Array<number>(640).fill(task), 3);
        return { xs: tf.concat([xs, which], 1), ys: all.ys.slice(640 * task, 640) };
      });
      const model = mlp(tf, [12, 40, 3], { out: { activation: 'softmax' } });
      classifier(model, tf.train.adam(0.004));
      return onStream(tf, model, {
        steps: 420,
        batch: (step) =>
          tf.tidy(() => {
            const now = Math.floor(step / 140);
            const pick = (task: number): Plain => {
              const from = 16 * random.integer(40);
              const { xs, ys } = tasks[task] as Plain;
              return { xs: xs.slice(from, 16), ys: ys.slice(from, 16) };
            };
            const [a, b] = [pick(now), pick(random.integer(now + 1))];
            return { xs: a.xs.concat(b.xs), ys: a.ys.concat(b.ys) };
          }),
      });
    },
  },
  {
    // Online learning: the classes' centers wander all the time, and the model follows.
    name: 'p-ok-drifting-stream',
    heldOut: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const stream = new Stream(tf, seed, 3, 8);
      const model = mlp(tf, [8, 16, 3], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      classifier(model, tf.train.sgd(0.1));
      return onStream(tf, model, { steps: 400, batch: (step) => stream.batch(() => 0.9, step / 1500) });
    },
  },
  {
    // Halfway, the head gets new weights and another question about the same digits.
    name: 'p-ok-head-replaced',
    heldOut: true,
    loop: 'trainOnBatch',
    build: async (tf) => {
      const { train } = await flatDigits(tf, 1920, { small: true });
      const labels = Array.from(train.ys.argMax(1).dataSync());
      const five = oneHot(
        tf,
        labels.map((label) => label % 5),
        5,
      );
      const halves = oneHot(
        tf,
        labels.map((label) => Math.floor(label / 2)),
        5,
      );
      const model = mlp(tf, [196, 40, 5], { out: { activation: 'softmax' } });
      const head = model.getLayer('out');
      const first = head.getWeights().map((weight) => weight.mul(0.2));
      classifier(model, tf.train.adam(0.004));
      return onStream(tf, model, {
        steps: 400,
        before: (step) => {
          if (step === 200) head.setWeights(first);
        },
        batch: (step) => {
          const { xs, ys } = batchOf({ xs: train.xs, ys: step < 200 ? five : halves }, step);
          return { xs, ys };
        },
      });
    },
  },
  {
    // Temporal differences with a slow copy of the network: the targets move as long as the copy does.
    name: 'p-ok-td-target-network',
    heldOut: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const random = new Random(seed + 9);
      const build = () => mlp(tf, [6, 24, 1], { hidden: { activation: 'tanh' } });
      const [model, copy] = [build(), build()];
      copy.setWeights(model.getWeights());
      regressor(model, tf.train.adam(0.005));
      const mix = random.normals(6);
      return onStream(tf, model, {
        steps: 400,
        batch: () =>
          tf.tidy(() => {
            const state = tf.tensor2d(random.normals(32 * 6), [32, 6]);
            const next = state.mul(0.95).add(tf.tensor2d(random.normals(32 * 6), [32, 6]).mul(0.31));
            const gain = state
              .matMul(tf.tensor2d(mix, [6, 1]))
              .div(2)
              .tanh()
              .add(0.5);
            return { xs: state, ys: gain.add((copy.predict(next) as typeof gain).mul(0.6)) };
          }),
        after: () =>
          tf.tidy(() => {
            const now = model.getWeights();
            copy.setWeights(copy.getWeights().map((old, at) => old.mul(0.95).add(now[at]?.mul(0.05) ?? 0)));
          }),
      });
    },
  },
]);
