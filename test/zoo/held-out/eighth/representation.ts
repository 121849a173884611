import type * as tfjs from '@tensorflow/tfjs';
import { clusters, teacher } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp, regressor } from '../../networks.js';
import { Random } from '../../random.js';
import { healthy } from '../../run.js';
import { minimizing, rows } from '../loops.js';
import { looping } from '../part2-loops.js';
import { variablesOf } from '../part2-networks.js';
import { made, normals, pick } from './data.js';
import { agreement, copyWeights, crossEntropy, plainStep } from './loops.js';

/** What is learned is where things lie to each other. */
export const representation = healthy([
  {
    name: 'e-ok-triplets',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 600, features: 10, classes: 6, spread: 0.9 });
      const labels = Array.from(ys.argMax(1).dataSync());
      const groups = Array.from({ length: 6 }, (_, kind) =>
        labels.flatMap((label, index) => (label === kind ? [index] : [])),
      );
      const random = new Random(seed + 919);
      const member = (kind: number) => groups[kind]?.[random.integer(groups[kind]?.length ?? 1)] ?? 0;
      const model = mlp(tf, [10, 32, 6], { hidden: { activation: 'relu' } });
      return minimizing(tf, tf.train.adam(0.004), model, {
        steps: 320,
        loss: () => {
          const kinds = Array.from({ length: 40 }, () => random.integer(6));
          const others = kinds.map((kind) => (kind + 1 + random.integer(5)) % 6);
          const places = [kinds, kinds, others].flatMap((list) => list.map(member));
          const raw = model.apply(pick(tf, xs, places)) as tfjs.Tensor;
          const [anchor, same, other] = tf.split(raw.div(raw.norm(2, 1, true).add(1e-6)), 3) as [
            tfjs.Tensor,
            tfjs.Tensor,
            tfjs.Tensor,
          ];
          const far = (a: tfjs.Tensor, b: tfjs.Tensor) => a.sub(b).square().sum(1);
          return far(anchor, same).sub(far(anchor, other)).add(0.5).relu().mean().asScalar();
        },
      });
    },
  },
  {
    name: 'e-ok-two-views-of-one',
    heldOut: true,

    loop: 'custom',
    backend: 'wasm',
    build(tf, seed) {
      // Which of 32 belongs to this one, by half of its features: the other half is made anew for each view.
      const data = made(tf, seed, 960, (random) => [normals(random, 6), [0]]);
      const model = mlp(tf, [12, 32, 8], { hidden: { activation: 'elu' } });
      const optimizer = tf.train.adam(0.003);
      const truth = tf.eye(32);
      return looping(tf, optimizer, model, {
        steps: 260,
        step: (index) => {
          const { xs, ys } = rows(data, index);
          const view = () => {
            const noise = tf.randomNormal([32, 12]);
            const seen = tf.concat([xs, noise.slice([0, 0], [32, 6])], 1).add(noise.mul(0.25));
            const raw = model.apply(seen) as tfjs.Tensor2D;
            return raw.div(raw.square().sum(1, true).add(1e-6).sqrt()) as tfjs.Tensor2D;
          };
          const loss = () => crossEntropy(tf, truth, view().matMul(view(), false, true).div(0.2));
          const told = plainStep(tf, optimizer, variablesOf(model), loss);
          tf.dispose([xs, ys]);
          return told;
        },
      });
    },
  },
  {
    name: 'e-ok-cosine-of-directions',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Only the direction counts: the loss goes from about 0 towards -1.
      const data = teacher(tf, seed, { examples: 640, features: 8, outputs: 4, noise: 0.15 });
      const model = mlp(tf, [8, 32, 4], { hidden: { activation: 'tanh' } });
      return fitting(regressor(model, tf.train.adam(0.008), 'cosineProximity'), data, { epochs: 14 });
    },
  },
  {
    name: 'e-ok-words-by-their-neighbours',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      // Two dozen words of four topics; each true neighbour against four that are drawn.
      const random = new Random(seed + 929);
      const table = (name: string) => tf.variable(tf.randomNormal([24, 6], 0, 0.3), true, name);
      const [words, neighbours] = [table('words'), table('neighbours')];
      const truth = tf.tensor2d(Array.from({ length: 24 }, () => [1, 0, 0, 0, 0]));
      return minimizing(
        tf,
        tf.train.adam(0.03),
        { words, neighbours },
        {
          steps: 300,
          loss: () => {
            const centers = Array.from({ length: 24 }, () => random.integer(24));
            const near = centers.flatMap((center) => [
              random.uniform() < 0.9 ? (center % 4) + 4 * random.integer(6) : random.integer(24),
              ...Array.from({ length: 4 }, () => random.integer(24)),
            ]);
            const left = pick(tf, words, centers).reshape([24, 1, 6]);
            const right = pick(tf, neighbours, near).reshape([24, 5, 6]);
            return tf.losses.sigmoidCrossEntropy(truth, left.mul(right).sum(2)) as tfjs.Scalar;
          },
        },
      );
    },
  },
  {
    name: 'e-ok-student-almost-there',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      // The student is the teacher, pruned and rounded: little is left to learn, and most of the loss is entropy.
      const data = made(tf, seed, 960, (random) => [normals(random, 8), [0]]);
      const make = () =>
        mlp(tf, [8, 24, 4], { hidden: { activation: 'tanh' }, out: { kernelInitializer: 'heNormal' } });
      const [wise, student] = [make(), make()];
      copyWeights(wise, student);
      student.setWeights(
        student.getWeights().map((weight) => {
          const rounded = weight.mul(2).round().div(2);
          return rounded.mul(weight.abs().greater(0.2).toFloat());
        }),
      );
      const soft = tf.tidy(() => (wise.predict(data.xs) as tfjs.Tensor).mul(1.5).softmax());
      const optimizer = tf.train.adam(0.003);
      const lesson = { xs: data.xs, ys: soft };
      const logits = (xs: tfjs.Tensor) => student.apply(xs) as tfjs.Tensor;
      return looping(tf, optimizer, student, {
        steps: 300,
        step: (index) => {
          const { xs, ys } = rows(lesson, index);
          const loss = () => crossEntropy(tf, ys, logits(xs).mul(1.5));
          const told = plainStep(tf, optimizer, variablesOf(student), loss);
          const accuracy = tf.tidy(() => agreement(ys, logits(xs)));
          tf.dispose([xs, ys]);
          return { ...told, accuracy };
        },
      });
    },
  },
]);
