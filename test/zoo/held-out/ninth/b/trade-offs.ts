import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split } from '../../../data.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { agreement, crossEntropy, training } from '../../eighth/loops.js';
import { variablesOf } from '../../part2-networks.js';
import { drawn, minimized, normals, output } from './helpers.js';

/** Two aims of which one gains weight. */
export const tradeOffs = healthy([
  {
    // The divergence's weight grows from nothing to one: the loss rises for two thirds of the run, and must.
    name: 'n-ok-growing-divergence',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 4);
      const { xs } = clusters(tf, seed, { examples: 1500, features: 12, classes: 5, spread: 1.5 });
      const encoder = mlp(tf, [12, 32, 6], { hidden: { activation: 'elu' } });
      const decoder = mlp(tf, [3, 32, 12], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.adam(0.004);
      const parts = (size: number) => {
        const batch = xs.gather(Array.from({ length: size }, () => random.integer(1500)));
        const [mean, width] = tf.split(output(encoder, batch), 2, 1);
        if (!mean || !width) throw new Error('divergence: expected a mean and a width');
        const code = mean.add(
          width
            .mul(0.5)
            .exp()
            .mul(normals(tf, random, size, 3)),
        );
        const restored = output(decoder, code).sub(batch).square().sum(1).mean().mul(2);
        const divergence = mean.square().add(width.exp()).sub(width).sub(1).sum(1).mean().div(2);
        return { restored, divergence };
      };
      return training(
        tf,
        { target: optimizer, model: [encoder, decoder] },
        {
          steps: 360,
          step: (index) => {
            const loss = minimized(optimizer, [...variablesOf(encoder), ...variablesOf(decoder)], () => {
              const { restored, divergence } = parts(24);
              return restored.add(divergence.mul(Math.min(1, index / 240))) as tfjs.Scalar;
            });
            return { loss };
          },
          evaluate: () => {
            const { restored, divergence } = parts(300);
            return { bound: restored.add(divergence) as tfjs.Scalar };
          },
        },
      );
    },
  },
  {
    // Labels of one domain only; a classifier of domains sends its gradient back reversed, more and more strongly.
    name: 'n-ok-reversed-gradient',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 6);
      const { train: source, test: other } = split(
        clusters(tf, seed, { examples: 1600, features: 8, classes: 3, spread: 1.6 }),
        800,
      );
      const target = { xs: other.xs.add(tf.tensor1d([0.7, -0.7, 0.7, -0.7, 0, 0, 0, 0])), ys: other.ys };
      const trunk = mlp(tf, [8, 32, 12], { hidden: { activation: 'elu' } });
      const [kind, domain] = [
        mlp(tf, [12, 3], { out: { name: 'kind' } }),
        mlp(tf, [12, 16, 1], { hidden: { name: 'doubt' }, out: { name: 'domain' } }),
      ];
      const optimizer = tf.train.momentum(0.02, 0.8);
      const reversed = (by: number) =>
        tf.customGrad((of) => ({
          value: (of as tfjs.Tensor).clone(),
          gradFunc: (dy: tfjs.Tensor) => dy.mul(-by),
        }));
      const sides = tf.concat([tf.ones([24, 1]), tf.zeros([24, 1])]);
      return training(
        tf,
        { target: optimizer, model: [trunk, kind, domain] },
        {
          steps: 320,
          step: (index) => {
            const variables = [trunk, kind, domain].flatMap(variablesOf);
            const loss = minimized(optimizer, variables, () => {
              const labelled = drawn(source, random, 24);
              const features = output(trunk, tf.concat([labelled.xs, drawn(target, random, 24).xs]));
              const told = crossEntropy(tf, labelled.ys, output(kind, features.slice([0, 0], [24, -1])));
              const back = reversed(0.3 * Math.min(1, index / 150))(features);
              return told.add(tf.losses.sigmoidCrossEntropy(sides, output(domain, back))) as tfjs.Scalar;
            });
            return { loss };
          },
          evaluate: () => ({ accuracy: agreement(target.ys, output(kind, output(trunk, target.xs))) }),
        },
      );
    },
  },
]);
