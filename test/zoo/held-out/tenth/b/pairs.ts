import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split, teacher } from '../../../data.js';
import { custom } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { crossEntropy, flatDigits, forward } from './helpers.js';

export const pairs = healthy([
  {
    // Ranking: only differences of scores count, so the last layer has no bias; L2 by hand, which is told.
    name: 'p-ok-pairwise-ranking',
    heldOut: true,
    loop: 'custom',
    build: (tf, seed) => {
      const data = teacher(tf, seed, { examples: 1280, features: 7, noise: 0.15 });
      const model = mlp(tf, [7, 24, 1], { hidden: { activation: 'relu' }, out: { useBias: false } });
      const weights = model.layers.map((layer) => layer.weights[0]?.read() as tfjs.Variable);
      const penalty = () =>
        tf.tidy(() => tf.addN(weights.map((weight) => weight.square().sum())).mul(0.0005)) as tfjs.Scalar;
      const subject = custom(tf, tf.train.adam(0.008), model, data, {
        steps: 360,
        loss: (x, y) => {
          const scores = forward(model, x);
          const [gap, truth] = [scores.sub(scores.transpose()), y.sub(y.transpose()).sign()];
          const hinge = gap.mul(truth).neg().softplus().mul(truth.abs());
          return hinge.sum().div(truth.abs().sum()).add(penalty()).asScalar();
        },
      });
      return { ...subject, penalty };
    },
  },
  {
    // A variational autoencoder: a big loss by its sum over pixels, noise in the code.
    name: 'p-ok-vae-digits',
    heldOut: true,
    loop: 'custom',
    build: async (tf, seed) => {
      const { train } = await flatDigits(tf, 1280, { small: true });
      const encoder = mlp(tf, [196, 48, 8], { hidden: { activation: 'elu' } });
      const decoder = mlp(tf, [4, 48, 196], {
        hidden: { activation: 'elu', name: 'decode1' },
        out: { name: 'pixels' },
      });
      const random = new Random(seed + 77);
      const optimizer = tf.train.adam(0.006);
      const subject = custom(
        tf,
        optimizer,
        Object.fromEntries(
          [encoder, decoder].flatMap(({ trainableWeights }) =>
            trainableWeights.map((weight) => [weight.name, weight.read() as tfjs.Variable]),
          ),
        ),
        train,
        {
          steps: 320,
          loss: (x) => {
            const [mean, logVariance] = tf.split(forward(encoder, x), 2, 1) as [tfjs.Tensor, tfjs.Tensor];
            const noise = tf.tensor2d(random.normals(32 * 4), [32, 4]);
            const logits = forward(decoder, mean.add(noise.mul(logVariance.div(2).exp())));
            const pixels = logits.softplus().sub(logits.mul(x)).sum(1);
            const far = logVariance.exp().add(mean.square()).sub(1).sub(logVariance).sum(1).div(2);
            return pixels.add(far).mean().asScalar();
          },
        },
      );
      return { target: subject.target, model: [encoder, decoder], train: subject.train };
    },
  },
  {
    // Knowledge distillation: the bigger network is only read, and soft targets leave little to gain.
    name: 'p-ok-distillation',
    heldOut: true,
    loop: 'custom',
    build: async (tf, seed) => {
      const { train, test } = split(
        clusters(tf, seed, { examples: 1280, features: 10, classes: 5, spread: 0.9 }),
        1024,
      );
      const master = mlp(tf, [10, 48, 48, 5]);
      master.compile({
        optimizer: tf.train.adam(0.004),
        loss: (truth, guess) => crossEntropy(tf, truth, guess),
      });
      await master.fit(train.xs, train.ys, { epochs: 5, verbose: 0, batchSize: 32 });
      const pupil = mlp(tf, [10, 12, 5], { hidden: { activation: 'swish' } });
      const soften = (logits: tfjs.Tensor) => logits.div(2).softmax();
      const loss = (x: tfjs.Tensor, y: tfjs.Tensor) => {
        const logits = forward(pupil, x);
        const soft = crossEntropy(tf, soften(forward(master, x, false)), logits.div(2)).mul(4);
        return soft
          .mul(0.7)
          .add(crossEntropy(tf, y, logits).mul(0.3))
          .asScalar();
      };
      return custom(tf, tf.train.adam(0.015), pupil, train, {
        steps: 320,
        loss,
        evaluate: () => loss(test.xs, test.ys),
      });
    },
  },
  {
    // The learning rate falls and starts again four times; what is evaluated is a running average of the weights.
    name: 'p-ok-cyclic-rate-averaged-weights',
    heldOut: true,
    loop: 'custom',
    build: (tf, seed) => {
      const { train, test } = split(clusters(tf, seed, { examples: 1280, features: 8, spread: 0.8 }), 1024);
      const model = mlp(tf, [8, 20, 3]);
      const optimizer = tf.train.sgd(0.15);
      const average = model.getWeights().map((weight) => tf.variable(weight, false));
      const read = () => model.trainableWeights.map((weight) => weight.read());
      return custom(tf, optimizer, model, train, {
        steps: 400,
        loss: (x, y) => crossEntropy(tf, y, forward(model, x)),
        before: (step) => {
          optimizer.setLearningRate(0.01 + 0.14 * 0.5 * (1 + Math.cos((Math.PI * (step % 100)) / 100)));
          tf.tidy(() => {
            for (const [at, weight] of read().entries())
              average[at]?.assign(average[at].mul(0.95).add(weight.mul(0.05)));
          });
        },
        evaluate: () => {
          const [w1, b1, w2, b2] = average as [tfjs.Variable, tfjs.Variable, tfjs.Variable, tfjs.Variable];
          return crossEntropy(tf, test.ys, test.xs.matMul(w1).add(b1).relu().matMul(w2).add(b2));
        },
      });
    },
  },
  {
    // Two tables of factors, each trained while the other rests: half of the steps give a table no gradient.
    name: 'p-ok-alternating-factors',
    heldOut: true,
    loop: 'custom',
    build: (tf, seed) => {
      const random = new Random(seed);
      const table = (rows: number, scale: number) =>
        tf.tensor2d(random.normals(rows * 3), [rows, 3]).mul(scale) as tfjs.Tensor2D;
      const [people, films] = [table(40, 0.8), table(30, 0.8)];
      const noise = tf.tensor2d(random.normals(1200), [40, 30]).mul(0.1);
      const truth = people.matMul(films, false, true).add(noise);
      const known = tf.tensor2d(
        Array.from({ length: 1200 }, () => Number(random.uniform() < 0.6)),
        [40, 30],
      );
      const variables = {
        people: tf.variable(table(40, 0.3)),
        films: tf.variable(table(30, 0.3)),
      };
      const optimizer = tf.train.sgd(0.3);
      return {
        target: optimizer,
        variables,
        train: async (vitals) => {
          for (let step = 0; step < 300; step++) {
            const turn = Math.floor(step / 5) % 2 ? variables.films : variables.people;
            const cost = optimizer.minimize(
              () => {
                const guess = variables.people.matMul(variables.films, false, true) as tfjs.Tensor;
                return guess.sub(truth).square().mul(known).sum().div(40).asScalar();
              },
              true,
              [turn],
            );
            if (cost) vitals?.step({ loss: cost });
            cost?.dispose();
            if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    },
  },
]);
