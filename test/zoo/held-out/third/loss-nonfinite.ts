import type * as tfjs from '@tensorflow/tfjs';
import { mlp } from '../../networks.js';
import { Random } from '../../random.js';
import { sick } from '../../run.js';
import { customers, friedman, mixtures, tallies } from './data-a.js';
import { byHand, onParts, part, variables } from './loops-a.js';

export const lossNonfinite = sick('loss-nonfinite', [
  {
    name: 't-nonfinite-log-of-zero',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    mistake:
      'A hand-written cross-entropy takes the log of 1 - p, and p becomes 1 once the classes are told apart.',
    alsoAllowed: ['exploding-gradient'],
    build(tf, seed) {
      const data = customers(tf, seed, { noise: 0 });
      const model = mlp(tf, [11, 32, 16, 1], {
        hidden: { activation: 'relu' },
        out: { activation: 'sigmoid' },
      });
      return byHand(tf, tf.train.adam(0.012), model, {
        steps: 360,
        loss(step) {
          const { xs, ys } = part(data, step, 64);
          const p = model.apply(xs) as tfjs.Tensor;
          const entropy = ys.mul(p.log()).add(tf.sub(1, ys).mul(tf.sub(1, p).log()));
          return entropy.mean().neg();
        },
      });
    },
  },
  {
    name: 't-nonfinite-distance-of-twins',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The distance of two embeddings is a bare square root; at a pair of equal examples its slope is infinite.',
    onset: 171,
    alsoAllowed: ['exploding-gradient'],
    build(tf, seed) {
      const random = new Random(seed + 3);
      const { xs } = mixtures(tf, seed, { examples: 640, features: 10, rank: 4 });
      const model = mlp(tf, [10, 24, 3], { hidden: { activation: 'elu' } });
      return byHand(tf, tf.train.rmsprop(0.002), model, {
        steps: 260,
        loss(step) {
          const one = xs.slice((step * 16) % 624, 16);
          const order = Array.from(
            { length: 16 },
            (_, i) => ((step * 16) % 624) + i + 1 + random.integer(638),
          ).map((at) => at % 640);
          if (step >= 170 && step % 3 === 2) order[5] = ((step * 16) % 624) + 5;
          const other = tf.gather(xs, tf.tensor1d(order, 'int32'));
          const near = one.sub(other).square().mean(1).sqrt();
          const [a, b] = [model.apply(one), model.apply(other)] as [tfjs.Tensor, tfjs.Tensor];
          return a.sub(b).square().sum(1).sqrt().sub(near).square().mean();
        },
      });
    },
  },
  {
    name: 't-nonfinite-poisson-overflow',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'A Poisson loss on exp of the output, with a rate that throws the output to where exp is infinite.',
    alsoAllowed: ['learning-rate-too-high', 'exploding-gradient', 'loss-diverging'],
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed);
      const counts = ys.mul(0.6).add(3.5).exp().round();
      const model = mlp(tf, [7, 24, 12, 1], { hidden: { activation: 'elu' } });
      const poisson = (y: tfjs.Tensor, out: tfjs.Tensor) => out.exp().sub(y.mul(out)).mean();
      model.compile({ optimizer: tf.train.momentum(0.02, 0.9), loss: poisson });
      return onParts(tf, model, { xs, ys: counts }, { steps: 200, size: 32 });
    },
  },
  {
    name: 't-nonfinite-softmax-by-hand',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Attention with a softmax of bare exp over sum, whose scores nothing keeps from growing beyond 88.',
    alsoAllowed: ['learning-rate-too-high', 'exploding-gradient'],
    build(tf, seed) {
      const { xs, ys } = tallies(tf, seed, { words: 8, length: 10, memory: false, examples: 640 });
      const weights = variables(tf, {
        table: [[8, 12], 1.4],
        query: [[12, 12], 0.5],
        head: [[12, 1], 0.3],
        bias: [[1], 0],
      });
      const { table, query, head, bias } = weights as Record<
        'table' | 'query' | 'head' | 'bias',
        tfjs.Variable
      >;
      return byHand(tf, tf.train.adam(0.05), weights, {
        steps: 300,
        loss(step) {
          const batch = part({ xs, ys }, step, 32);
          const tokens = tf.gather(table, batch.xs.toInt().as1D()).reshape([32, 10, 12]);
          const scores = tokens
            .reshape([-1, 12])
            .matMul(query)
            .reshape([32, 10, 12])
            .matMul(tokens, false, true);
          const powers = scores.exp();
          const mixed = powers.div(powers.sum(2, true)).matMul(tokens).mean(1) as tfjs.Tensor2D;
          return tf.losses.sigmoidCrossEntropy(batch.ys, mixed.matMul(head).add(bias));
        },
      });
    },
  },
]);
