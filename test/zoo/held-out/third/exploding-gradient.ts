import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../loops.js';
import { mlp, regressor } from '../../networks.js';
import { sick } from '../../run.js';
import { friedman, mixtures, sums } from './data-a.js';
import { byHand, chain, onParts, part, variables } from './loops-a.js';

/**
 * Gradients that are huge from the first step and shrink from then on. They were written as exploding ones; by the
 * product's definition those grow beyond the run's own history, and what is seen here is how the weights began.
 */
export const hugeFromTheStart = sick('poor-initialization', [
  {
    name: 't-exploding-linear-memory',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'A recurrent net without bounds, its recurrent kernel scaled by 1.3: what it remembers grows with each of 24 steps.',
    alsoAllowed: ['exploding-gradient'],
    build(tf, seed) {
      const data = sums(tf, seed, { examples: 512, length: 24 });
      const model = chain(
        tf,
        tf.layers.simpleRNN({
          name: 'adder',
          units: 12,
          activation: 'linear',
          recurrentInitializer: tf.initializers.orthogonal({ gain: 1.3 }),
          inputShape: [24, 1],
        }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      return onParts(tf, regressor(model, tf.train.adam(0.002)), data, { steps: 200, size: 24 });
    },
  },
  {
    name: 't-exploding-deep-linear',
    heldOut: true,
    loop: 'fit',
    mistake: 'Ten linear layers whose weights are twice as large as they should be: a factor of two in each.',
    alsoAllowed: ['exploding-gradient'],
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed, { examples: 512 });
      const layers = Array.from({ length: 10 }, (_, index) =>
        tf.layers.dense({
          name: `map${index + 1}`,
          units: 16,
          activation: index % 3 === 2 ? 'elu' : 'linear',
          kernelInitializer: tf.initializers.randomNormal({ stddev: 0.5 }),
          ...(index === 0 && { inputShape: [7] }),
        }),
      );
      const model = chain(tf, ...layers, tf.layers.dense({ name: 'out', units: 1 }));
      return fitting(regressor(model, tf.train.adam(0.001)), { xs, ys }, { epochs: 14 });
    },
  },
]);

export const explodingGradient = sick('exploding-gradient', [
  {
    name: 't-exploding-weight-of-a-term',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The weight of a second loss term is doubled every fifteen steps from step 161 on, and nothing stops it.',
    onset: 161,
    alsoAllowed: ['loss-diverging'],
    build(tf, seed) {
      const data = mixtures(tf, seed, { features: 12, rank: 4, examples: 640 });
      const weights = variables(tf, { down: [[12, 4], 0.25], up: [[4, 12], 0.4] });
      const { down, up } = weights as Record<'down' | 'up', tfjs.Variable<tfjs.Rank.R2>>;
      return byHand(tf, tf.train.adam(0.01), weights, {
        steps: 320,
        loss(step) {
          const { xs } = part(data, step, 32);
          const code = xs.matMul(down) as tfjs.Tensor2D;
          const weight = 0.01 * 2 ** Math.max(0, (step - 159) / 15);
          const even = code.square().mean(0).sub(1).square().mean();
          return tf.losses.meanSquaredError(xs, code.matMul(up)).add(even.mul(weight)) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 't-exploding-critic',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    mistake:
      'A critic that tells two samples apart by the distance of its means, with neither clipping nor a penalty.',
    build(tf, seed) {
      const one = mixtures(tf, seed, { features: 8, rank: 3, examples: 640 });
      const two = mixtures(tf, seed + 9, { features: 8, rank: 5, examples: 640 });
      const model = mlp(tf, [8, 24, 24, 16, 1], { hidden: { activation: 'relu' } });
      return byHand(tf, tf.train.rmsprop(0.002), model, {
        steps: 300,
        loss(step) {
          const [real, made] = [part(one, step, 32).xs, part(two, step, 32).xs];
          const apart = (model.apply(made) as tfjs.Tensor)
            .mean()
            .sub((model.apply(real) as tfjs.Tensor).mean());
          return apart;
        },
      });
    },
  },
]);
