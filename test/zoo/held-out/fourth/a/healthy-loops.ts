import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { mlp, regressor } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { byHand, feeding, take, turn } from './loop.js';
import { spots } from './pictures.js';
import { documents, pendulum } from './tables.js';

/** Autoencoders, loops written by hand, a frozen base, large steps. */
export const healthyLoops = healthy([
  {
    name: 'u-ok-denoiser-cross-entropy',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const clean = spots(tf, seed, { examples: 1280 });
      const model = mlp(tf, [64, 32, 12, 32, 64], {
        hidden: { activation: 'elu' },
        out: { activation: 'sigmoid' },
      });
      model.compile({ optimizer: tf.train.adam(0.003), loss: 'binaryCrossentropy' });
      return feeding(tf, model, 320, (step) => {
        const { x } = take({ xs: clean, ys: clean }, step);
        return { xs: x.add(tf.randomNormal(x.shape, 0, 0.1)), ys: x.clone() };
      });
    },
  },
  {
    name: 'u-ok-variational',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const pictures = spots(tf, seed, { examples: 1280, size: 7 });
      const encoder = mlp(tf, [49, 32, 8], {
        hidden: { activation: 'tanh', name: 'encode' },
        out: { name: 'code' },
      });
      const decoder = mlp(tf, [4, 32, 49], {
        hidden: { activation: 'tanh', name: 'decode' },
        out: { name: 'paint' },
      });
      const optimizer = tf.train.adam(0.004);
      const weights = [encoder, decoder].flatMap((model) =>
        model.trainableWeights.map((weight) => weight.read() as tfjs.Variable),
      );
      const loss = (x: tfjs.Tensor): tfjs.Scalar => {
        const [mean, log] = tf.split(encoder.apply(x) as tfjs.Tensor2D, 2, 1) as [
          tfjs.Tensor2D,
          tfjs.Tensor2D,
        ];
        const drawn = mean.add(log.mul(0.5).exp().mul(tf.randomNormal(mean.shape)));
        const painted = decoder.apply(drawn) as tfjs.Tensor;
        const distance = painted.sub(x).square().sum(1).div(0.1);
        const penalty = mean.square().add(log.exp()).sub(log).sub(1).sum(1).mul(0.5);
        return distance.add(penalty).mean();
      };
      return {
        target: optimizer,
        model: [encoder, decoder],
        train: async (vitals) => {
          for (let step = 0; step < 350; step++) {
            const { x, y } = take({ xs: pictures, ys: pictures }, step);
            // The picture is its own target; before, a second slice of it was kept in every step: a real leak.
            y.dispose();
            const cost = optimizer.minimize(() => loss(x), true, weights);
            if (cost) vitals?.step({ loss: cost });
            tf.dispose([x, ...(cost ? [cost] : [])]);
            await turn(step);
          }
        },
      };
    },
  },
  {
    name: 'u-ok-frozen-base',
    heldOut: true,
    loop: 'fit',
    async build(tf, seed) {
      const { xs, ys } = pendulum(tf, seed, { examples: 1280 });
      const base = mlp(tf, [4, 32, 24, 3], { hidden: { activation: 'elu' } });
      regressor(base, tf.train.adam(0.005));
      await base.fit(xs, ys, { epochs: 10, batchSize: 64, verbose: 0 });
      const model = tf.sequential();
      for (const layer of base.layers.slice(0, 2)) {
        layer.trainable = false;
        model.add(layer);
      }
      model.add(tf.layers.dense({ name: 'energy', units: 12, activation: 'elu' }));
      model.add(tf.layers.dense({ name: 'estimate', units: 1 }));
      const energy = ys
        .slice([0, 2], [-1, 1])
        .square()
        .sub(ys.slice([0, 1], [-1, 1]));
      regressor(model, tf.train.rmsprop(0.002));
      return {
        target: model,
        train: async () => {
          await model.fit(xs, energy, { epochs: 9, batchSize: 32, validationSplit: 0.15, verbose: 0 });
        },
      };
    },
  },
  {
    name: 'u-ok-large-steps',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // Means over thirty words make gradients small: a rate of 4 is right for them.
      const words = documents(tf, seed, { examples: 1280 });
      const model = mlp(tf, [30, 8, 30], { hidden: { activation: 'tanh' } });
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
      const { train, test } = split({ xs: words, ys: words }, 1152);
      return byHand(tf, {
        optimizer: tf.train.sgd(4),
        trained: model,
        steps: 360,
        loss: (step) => {
          const { x, y } = take(train, step);
          return error(x, y);
        },
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
]);
