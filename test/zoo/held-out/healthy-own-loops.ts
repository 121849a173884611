import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split } from '../data.js';
import { batchOf, fitting, onBatches } from '../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../networks.js';
import { Random } from '../random.js';
import { healthy } from '../run.js';
import { flags, friedman, houses, moons, rings, standardised, swings, walks } from './part2-data.js';
import { costOf, looping } from './part2-loops.js';
import { stack, variablesOf } from './part2-networks.js';

const softmax = { activation: 'softmax' } as const;

/** Loops that a user writes, and schedules. */
export const healthyOwnLoops = healthy([
  {
    name: 'h-ok-minimize',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(flags(tf, seed, { examples: 800 }), 640);
      const model = mlp(tf, [24, 20, 3], { hidden: { activation: 'swish' } });
      const optimizer = tf.train.adamax(0.005);
      const weights = variablesOf(model);
      const measure = (xs: tfjs.Tensor, ys: tfjs.Tensor) => {
        const logits = model.apply(xs) as tfjs.Tensor;
        const accuracy = logits.argMax(1).equal(ys.argMax(1)).mean() as tfjs.Scalar;
        return { loss: tf.losses.softmaxCrossEntropy(ys, logits) as tfjs.Scalar, accuracy };
      };
      return looping(tf, optimizer, model, {
        steps: 320,
        step: (index) => {
          const at = (index % 20) * 32;
          const [xs, ys] = [train.xs.slice(at, 32), train.ys.slice(at, 32)];
          const loss = costOf(optimizer.minimize(() => measure(xs, ys).loss, true, weights));
          tf.dispose([xs, ys]);
          return { loss };
        },
        evaluate: () => measure(test.xs, test.ys),
      });
    },
  },
  {
    name: 'h-ok-compute-and-apply',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const data = rings(tf, seed, { examples: 640, classes: 2 });
      const model = mlp(tf, [2, 24, 12, 1], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.rmsprop(0.004);
      const weights = variablesOf(model);
      return looping(tf, optimizer, model, {
        steps: 350,
        step: (index) => {
          const { xs, ys } = batchOf(data, index);
          const { value, grads } = optimizer.computeGradients(() => {
            const logits = model.apply(xs) as tfjs.Tensor;
            return tf.losses.sigmoidCrossEntropy(tf.concat(ys).slice([0, 1], [-1, 1]), logits) as tfjs.Scalar;
          }, weights);
          optimizer.applyGradients(grads);
          tf.dispose([xs, ys, Object.values(grads)]);
          return { loss: value };
        },
      });
    },
  },
  {
    name: 'h-ok-accumulated',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // Four small batches are summed up to one update.
      const { xs, ys } = friedman(tf, seed, { examples: 640, noise: 0.2 });
      const model = mlp(tf, [10, 24, 1], { hidden: { activation: 'elu' } });
      const optimizer = tf.train.momentum(0.02, 0.9);
      const weights = variablesOf(model);
      return looping(tf, optimizer, model, {
        steps: 260,
        step: (index) =>
          tf.tidy(() => {
            const sums: Record<string, tfjs.Tensor> = {};
            const losses: tfjs.Scalar[] = [];
            for (let part = 0; part < 4; part++) {
              const at = ((4 * index + part) * 8) % 640;
              const { value, grads } = optimizer.computeGradients(
                () =>
                  tf.losses.meanSquaredError(ys.slice(at, 8), model.apply(xs.slice(at, 8)) as tfjs.Tensor),
                weights,
              );
              losses.push(value);
              for (const [name, gradient] of Object.entries(grads)) {
                sums[name] = (sums[name] ?? tf.scalar(0)).add(gradient.div(4));
              }
            }
            optimizer.applyGradients(Object.entries(sums).map(([name, tensor]) => ({ name, tensor })));
            return { loss: tf.addN(losses).div(4) as tfjs.Scalar };
          }),
      });
    },
  },
  {
    name: 'h-ok-clipped',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    build(tf, seed) {
      // The norm of all gradients together is held under 0.5, which bites at the start.
      const data = swings(tf, seed, { length: 6, ahead: 2 });
      const model = stack(
        tf,
        tf.layers.lstm({ name: 'memory', units: 10, inputShape: [6, 1] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const optimizer = tf.train.momentum(0.1, 0.9);
      const weights = variablesOf(model);
      return looping(tf, optimizer, model, {
        steps: 260,
        step: (index) =>
          tf.tidy(() => {
            const {
              xs: [x],
              ys: [y],
            } = batchOf(data, index);
            if (!x || !y) throw new Error('training: expected an input and an output, found none');
            const { value, grads } = optimizer.computeGradients(
              () => tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor),
              weights,
            );
            const squares = Object.values(grads).map((gradient) => gradient.square().sum());
            const norm = tf.addN(squares).sqrt();
            const scale = tf.scalar(0.5).div(norm.maximum(0.5));
            optimizer.applyGradients(
              Object.fromEntries(
                Object.entries(grads).map(([name, gradient]) => [name, gradient.mul(scale)]),
              ),
            );
            return { loss: value, norm: norm as tfjs.Scalar };
          }),
      });
    },
  },
  {
    name: 'h-ok-generator-and-critic',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // A small GAN; the generator is watched. Its squared distance from what the critic takes for real falls
      // and then stays near a quarter, where the two are even.
      const random = new Random(seed + 15);
      const generator = mlp(tf, [2, 16, 2], {
        hidden: { name: 'noise', activation: 'tanh' },
        out: { name: 'point' },
      });
      const critic = mlp(tf, [2, 24, 1], {
        hidden: { name: 'look', activation: 'tanh' },
        out: { name: 'verdict' },
      });
      const [generating, judging] = [tf.train.adam(0.002, 0.5), tf.train.adam(0.004, 0.5)];
      const [own, its] = [variablesOf(generator), variablesOf(critic)];
      const real = () => tf.tensor2d(random.normals(128), [64, 2]).mul([0.4, 0.7]).add([1, -0.6]);
      const fake = () => generator.apply(tf.tensor2d(random.normals(128), [64, 2])) as tfjs.Tensor;
      const verdict = (points: tfjs.Tensor) => critic.apply(points) as tfjs.Tensor;
      const variables = Object.fromEntries(
        generator.trainableWeights.map((weight) => [`generator/${weight.originalName}`, weight.read()]),
      );
      return looping(tf, generating, variables, {
        steps: 400,
        step: () => {
          judging.minimize(
            () => verdict(real()).sub(1).square().mean().add(verdict(fake()).square().mean()) as tfjs.Scalar,
            false,
            its,
          );
          return {
            loss: costOf(
              generating.minimize(() => verdict(fake()).sub(1).square().mean() as tfjs.Scalar, true, own),
            ),
          };
        },
      });
    },
  },
  {
    name: 'h-ok-turn-and-turn-about',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // Two factors of a matrix, each with an optimizer of its own, take turns; the first is watched.
      const random = new Random(seed + 16);
      const [tall, wide] = [
        tf.tensor2d(random.normals(90), [30, 3]),
        tf.tensor2d(random.normals(60), [3, 20]),
      ];
      const matrix = tall.matMul(wide).add(tf.randomNormal([30, 20], 0, 0.1, 'float32', seed));
      const left = tf.variable(tf.tensor2d(random.normals(90), [30, 3]).mul(0.3));
      const right = tf.variable(tf.tensor2d(random.normals(60), [3, 20]).mul(0.3));
      const [first, second] = [tf.train.adam(0.03), tf.train.adam(0.03)];
      const error = () => left.matMul(right).sub(matrix).square().mean() as tfjs.Scalar;
      return looping(
        tf,
        first,
        { 'factors/left': left },
        {
          steps: 350,
          step: () => {
            second.minimize(error, false, [right]);
            return { loss: costOf(first.minimize(error, true, [left])) };
          },
        },
      );
    },
  },
  {
    name: 'h-ok-pairs',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // One network sees both of a pair: how far apart it puts them says whether they are alike.
      const { xs, ys } = clusters(tf, seed, { examples: 640, features: 5, spread: 1.8 });
      const model = mlp(tf, [5, 32, 4], { hidden: { activation: 'elu' } });
      const optimizer = tf.train.adam(0.01);
      const weights = variablesOf(model);
      return looping(tf, optimizer, model, {
        steps: 340,
        step: (index) =>
          tf.tidy(() => {
            const [at, other] = [(index * 32) % 640, (index * 32 + 32 * (1 + (index % 7))) % 640];
            const alike = ys.slice(at, 32).mul(ys.slice(other, 32)).sum(1);
            const place = (from: number) => model.apply(xs.slice(from, 32)) as tfjs.Tensor;
            const cost = () => {
              const distance = place(at).sub(place(other)).square().sum(1);
              return tf.losses.sigmoidCrossEntropy(alike, tf.scalar(2).sub(distance)) as tfjs.Scalar;
            };
            return { loss: costOf(optimizer.minimize(cost, true, weights)) };
          }),
      });
    },
  },
  {
    name: 'h-ok-huber-by-hand',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // One price of thirty is in another currency, four times as high.
      const random = new Random(seed + 18);
      const { xs, ys } = houses(tf, seed, { examples: 640 });
      const slips = Array.from({ length: 640 }, () => (random.uniform() < 1 / 30 ? 4 : 1));
      const prices = ys.mul(tf.tensor2d(slips, [640, 1]));
      const data = { xs: standardised(xs), ys: prices };
      const model = mlp(tf, [4, 20, 1], { hidden: { activation: 'softplus' } });
      const optimizer = tf.train.adagrad(0.2);
      const weights = variablesOf(model);
      return looping(tf, optimizer, model, {
        steps: 320,
        step: (index) =>
          tf.tidy(() => {
            const { xs, ys } = batchOf(data, index);
            const cost = () =>
              tf.losses.huberLoss(tf.concat(ys), model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;
            return { loss: costOf(optimizer.minimize(cost, true, weights)) };
          }),
      });
    },
  },
  {
    name: 'h-ok-warm-up-and-decay',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // Up for 50 steps, down with the inverse root.
      const optimizer = tf.train.adam(1e-6);
      const model = regressor(mlp(tf, [10, 32, 16, 1], { hidden: { activation: 'swish' } }), optimizer);
      return onBatches(tf, model, friedman(tf, seed, { examples: 1280, noise: 0.2 }), {
        steps: 400,
        before: (step) =>
          setLearningRate(optimizer, 0.01 * Math.min((step + 1) / 50, Math.sqrt(50 / (step + 1)))),
      });
    },
  },
  {
    name: 'h-ok-rate-in-steps',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // A tenth of the rate after the eighth and the fourteenth epoch.
      const optimizer = tf.train.momentum(0.1, 0.9);
      const { train, test } = split(moons(tf, seed, { examples: 680, noise: 0.22 }), 512);
      const model = classifier(
        mlp(tf, [2, 32, 16, 2], { hidden: { activation: 'tanh' }, out: softmax }),
        optimizer,
      );
      return fitting(model, train, {
        epochs: 20,
        validation: test,
        callbacks: {
          onEpochBegin: async (epoch) =>
            setLearningRate(optimizer, 0.1 * (epoch < 8 ? 1 : epoch < 14 ? 0.1 : 0.01)),
        },
      });
    },
  },
  {
    name: 'h-ok-fine-tuned',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    async build(tf, seed) {
      // Trained on walks with a strong drift, goes on with a weak one: low rate, low loss, still falling.
      const model = stack(
        tf,
        tf.layers.flatten({ name: 'flat', inputShape: [10, 2] }),
        tf.layers.dense({ name: 'hidden', units: 32, activation: 'relu' }),
        tf.layers.dense({ name: 'out', units: 3, ...softmax }),
      );
      const strong = walks(tf, seed, { length: 10, drift: 0.8 });
      classifier(model, tf.train.adam(0.01));
      await model.fit(strong.xs, strong.ys, { epochs: 6, verbose: 0 });
      const weak = walks(tf, seed + 1, { length: 10, drift: 0.3, examples: 1024 });
      return fitting(classifier(model, tf.train.adam(4e-4)), weak, { epochs: 10 });
    },
  },
]);
