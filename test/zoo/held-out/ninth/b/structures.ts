import type * as tfjs from '@tensorflow/tfjs';
import { blobs, sines, split, teacher } from '../../../data.js';
import { classifier, cnn } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { crossEntropy, training } from '../../eighth/loops.js';
import { generated, squaredError } from '../../loops.js';
import { stack, variablesOf } from '../../part2-networks.js';
import { drawn, output } from './helpers.js';

/** Ordinary training of networks, and by loops, that are built a little differently. */
export const structures = healthy([
  {
    // Batch normalization, and images that are shifted and made noisy anew each time; a high rate that it can take.
    name: 'n-ok-normalized-images',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const random = new Random(seed + 4);
      const data = blobs(tf, seed, { examples: 640, size: 8, classes: 4 });
      const model = cnn(tf, [8, 8, 1], [4, 6], 4, {
        conv: { useBias: false },
        between: (number) => [tf.layers.batchNormalization({ name: `norm${number}` })],
      });
      classifier(model, tf.train.sgd(0.02));
      const next = () => {
        const { xs, ys } = drawn(data, random, 12);
        const [down, right] = [random.integer(2), random.integer(2)];
        const moved = (xs as tfjs.Tensor4D)
          .pad([
            [0, 0],
            [down, 0],
            [right, 0],
            [0, 0],
          ])
          .slice([0, 0, 0, 0], [12, 8, 8, 1]);
        return { xs: moved.add(tf.randomNormal(moved.shape, 0, 0.2, 'float32', random.integer(1e6))), ys };
      };
      return generated(tf, model, next, { epochs: 11, batches: 20 });
    },
  },
  {
    // Gradients of four small batches are summed before a step, weights decay apart from the gradient (AdamW by hand).
    name: 'n-ok-accumulated-and-decayed',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 6);
      const { train, test } = split(teacher(tf, seed, { examples: 2300, features: 9, noise: 0.2 }), 2000);
      const model = stack(
        tf,
        tf.layers.dense({ name: 'wide', units: 32, inputShape: [9] }),
        tf.layers.layerNormalization({ name: 'norm' }),
        tf.layers.activation({ name: 'bend', activation: 'relu' }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const optimizer: tfjs.Optimizer = tf.train.adam(0.005);
      const step = () => {
        const sums: Record<string, tfjs.Tensor> = {};
        let loss = 0;
        tf.tidy(() => {
          for (let part = 0; part < 4; part++) {
            const { value, grads } = tf.variableGrads(
              () => squaredError(tf, model, drawn(train, random, 8)),
              variablesOf(model),
            );
            loss += (value.dataSync()[0] ?? 0) / 4;
            for (const [name, grad] of Object.entries(grads)) {
              sums[name] = sums[name]?.add(grad.div(4)) ?? grad.div(4);
            }
          }
          for (const sum of Object.values(sums)) tf.keep(sum);
          for (const weight of variablesOf(model))
            if (weight.rank > 1) weight.assign(weight.mul(1 - 0.005 * 0.02));
        });
        optimizer.applyGradients(sums);
        tf.dispose(sums);
        return { loss: tf.scalar(loss) };
      };
      return training(
        tf,
        { target: optimizer, model },
        { steps: 220, step, evaluate: () => ({ loss: squaredError(tf, model, test) }) },
      );
    },
  },
  {
    // A recurrent network whose gradient is cut at a norm of one half: it is cut at most of the first steps.
    name: 'n-ok-clipped-recurrent',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 7);
      const data = sines(tf, seed, { examples: 800, length: 9, classes: 4, noise: 0.3 });
      const model = stack(
        tf,
        tf.layers.lstm({ name: 'lstm', units: 10, inputShape: [9, 1] }),
        tf.layers.dense({ name: 'out', units: 4 }),
      );
      const optimizer: tfjs.Optimizer = tf.train.rmsprop(0.006);
      return training(
        tf,
        { target: optimizer, model },
        {
          steps: 260,
          step: () => {
            const { value, grads } = tf.variableGrads(() => {
              const { xs, ys } = drawn(data, random, 12);
              return crossEntropy(tf, ys, output(model, xs));
            }, variablesOf(model));
            const cut = tf.tidy(() => {
              const length = tf.addN(Object.values(grads).map((grad) => grad.square().sum())).sqrt();
              const share = tf.minimum(1, tf.div(0.5, length));
              return Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, grad.mul(share)]));
            });
            optimizer.applyGradients(cut);
            tf.dispose([grads, cut]);
            return { loss: value };
          },
        },
      );
    },
  },
]);
