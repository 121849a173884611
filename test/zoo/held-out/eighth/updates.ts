import type * as tfjs from '@tensorflow/tfjs';
import { split, teacher } from '../../data.js';
import { mlp, setLearningRate } from '../../networks.js';
import { healthy } from '../../run.js';
import { rows, squaredError } from '../loops.js';
import { looping } from '../part2-loops.js';
import { through, variablesOf } from '../part2-networks.js';
import { each, lengthOf, stepByHand } from '../seventh/a/loops.js';
import { direction, dot, made, normals } from './data.js';
import { copyWeights, crossEntropy, plainStep, training } from './loops.js';

/** Updates that are not just the gradient of a batch at a fixed rate. */
export const updates = healthy([
  {
    name: 'e-ok-four-micro-batches-through-gates',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      // A highway of four layers whose gates begin almost shut; one update for four batches of eight.
      const data = teacher(tf, seed, { examples: 960, features: 12, noise: 0.1 });
      const input = tf.input({ shape: [12], name: 'features' });
      let x = input;
      for (let level = 1; level <= 4; level++) {
        const inner = tf.layers.dense({ name: `inner${level}`, units: 12, activation: 'tanh' });
        const gate = tf.layers.dense({
          name: `gate${level}`,
          units: 12,
          activation: 'sigmoid',
          biasInitializer: tf.initializers.constant({ value: -2 }),
        });
        const change = through(tf.layers.multiply({ name: `change${level}` }), [
          through(inner, x),
          through(gate, x),
        ]);
        x = through(tf.layers.add({ name: `level${level}` }), [x, change]);
      }
      const out = tf.layers.dense({ name: 'out', units: 1, kernelInitializer: 'zeros' });
      const model = tf.model({ inputs: input, outputs: through(out, x) });
      const optimizer = tf.train.adam(0.008);
      return looping(tf, optimizer, model, {
        steps: 180,
        step: (index) =>
          tf.tidy(() => {
            const parts = [0, 1, 2, 3].map((micro) => {
              const batch = rows(data, 4 * index + micro, 8);
              return tf.variableGrads(() => squaredError(tf, model, batch), variablesOf(model));
            });
            const names = Object.keys(parts[0]?.grads ?? {});
            const mean = (list: tfjs.Tensor[]) => tf.addN(list).div(4);
            const all = names.map((name) => [name, mean(parts.flatMap(({ grads }) => grads[name] ?? []))]);
            optimizer.applyGradients(Object.fromEntries(all));
            return { loss: mean(parts.map(({ value }) => value)).asScalar() };
          }),
      });
    },
  },
  {
    name: 'e-ok-clipped-in-each-early-step',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      // Targets of a deviation of eight: the first forty gradients are all longer than 4, and many later ones.
      const weights = direction(seed, 6);
      const data = made(tf, seed, 960, (random) => {
        const x = normals(random, 6);
        return [x, [8 * dot(weights, x) + 2 * Math.max(0, x[0] ?? 0) + random.normal()]];
      });
      const model = mlp(tf, [6, 24, 1], { hidden: { activation: 'elu' } });
      const optimizer = tf.train.momentum(0.004, 0.9);
      return looping(tf, optimizer, model, {
        steps: 360,
        step: (index) => {
          const batch = rows(data, index);
          const told = stepByHand(
            tf,
            optimizer,
            variablesOf(model),
            () => squaredError(tf, model, batch),
            (gradients) => {
              const length = lengthOf(tf, gradients);
              const clipped = tf.tidy(() =>
                each(gradients, (gradient) => gradient.div(length.div(4).maximum(1))),
              );
              length.dispose();
              return clipped;
            },
          );
          tf.dispose([batch.xs, batch.ys]);
          return told;
        },
      });
    },
  },
  {
    name: 'e-ok-judged-by-averaged-weights',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      // A constant rate keeps the weights moving; their running average is what gets evaluated.
      const { train, test } = split(teacher(tf, seed, { examples: 1160, noise: 0.3 }), 960);
      const make = () => {
        const model = mlp(tf, [8, 24, 24, 24, 1], {
          hidden: { activation: 'linear', kernelInitializer: 'heNormal' },
          between: (number) => [tf.layers.leakyReLU({ name: `leaky${number}`, alpha: 0.1 })],
        });
        return model;
      };
      const [model, average] = [make(), make()];
      copyWeights(model, average);
      const optimizer = tf.train.adam(0.005);
      return training(
        tf,
        { target: optimizer, model },
        {
          steps: 400,
          step: (index) => {
            const batch = rows(train, index);
            const told = plainStep(tf, optimizer, variablesOf(model), () => squaredError(tf, model, batch));
            tf.dispose([batch.xs, batch.ys]);
            tf.tidy(() => {
              const present = variablesOf(model);
              for (const [at, mean] of variablesOf(average).entries()) {
                const now = present[at];
                if (now) mean.assign(mean.add(now.sub(mean).mul(0.03)));
              }
            });
            return told;
          },
          evaluate: () => ({ loss: squaredError(tf, average, test) }),
        },
      );
    },
  },
  {
    name: 'e-ok-attention-from-a-rate-of-0',
    heldOut: true,

    loop: 'custom',
    backend: 'wasm',
    build(tf, seed) {
      // One of six tokens is marked: its kind is asked for. The first step is taken at a rate of 0.
      const data = made(
        tf,
        seed,
        960,
        (random) => {
          const marked = random.integer(6);
          const kinds = Array.from({ length: 6 }, () => random.integer(3));
          const token = (kind: number, at: number) => [
            ...[0, 1, 2].map((other) => 1.2 * Number(other === kind) - 0.4),
            at === marked ? 2 : -0.4,
            ...normals(random, 4),
          ];
          return [kinds.flatMap(token), [0, 1, 2].map((kind) => Number(kinds[marked] === kind))];
        },
        [6, 8],
      );
      const weight = (name: string, rows: number, columns: number) =>
        tf.variable(tf.randomNormal([rows, columns], 0, Math.sqrt(2 / (rows + columns))), true, name);
      const [query, key, value] = ['query', 'key', 'value'].map((name) => weight(name, 8, 8)) as [
        tfjs.Variable,
        tfjs.Variable,
        tfjs.Variable,
      ];
      const [widen, narrow, out] = [
        weight('widen', 8, 24),
        weight('narrow', 24, 8),
        weight('out', 8, 3),
      ] as const;
      const gains = tf.variable(tf.ones([8]), true, 'gains');
      const variables = { query, key, value, widen, narrow, out, gains };
      const times = (x: tfjs.Tensor, matrix: tfjs.Tensor) =>
        x
          .reshape([-1, matrix.shape[0] ?? 0])
          .matMul(matrix)
          .reshape([-1, 6, matrix.shape[1] ?? 0]);
      const normed = (x: tfjs.Tensor) => {
        const centered = x.sub(x.mean(-1, true));
        return centered.div(centered.square().mean(-1, true).add(1e-5).sqrt());
      };
      const logits = (x: tfjs.Tensor) => {
        const fits = times(x, query).matMul(times(x, key), false, true).div(Math.sqrt(8));
        const attended = x.add(tf.softmax(fits).matMul(times(x, value)));
        const inner = times(times(normed(attended).mul(gains), widen).relu(), narrow);
        return normed(attended.add(inner)).mean(1).matMul(out).mul(2);
      };
      const optimizer = tf.train.adam(0.001);
      return looping(tf, optimizer, variables, {
        steps: 320,
        step: (index) => {
          setLearningRate(optimizer, 0.006 * Math.min(1, index / 60));
          const { xs, ys } = rows(data, index);
          const told = plainStep(tf, optimizer, Object.values(variables), () =>
            crossEntropy(tf, ys, logits(xs)),
          );
          tf.dispose([xs, ys]);
          return told;
        },
      });
    },
  },
]);
