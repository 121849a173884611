import type * as tfjs from '@tensorflow/tfjs';
import { teacher } from '../../data.js';
import { fitting } from '../../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../../networks.js';
import { Random } from '../../random.js';
import { healthy } from '../../run.js';
import { customers, friedman, mixtures, parity, rings } from './data-a.js';
import { byHand, onParts, part, variables } from './loops-a.js';

export const healthyDeep = healthy([
  {
    name: 't-fine-residual-tower',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const input = tf.input({ shape: [11] });
      let x = tf.layers.dense({ name: 'stem', units: 16 }).apply(input) as tfjs.SymbolicTensor;
      for (let block = 1; block <= 8; block++) {
        const even = tf.layers.layerNormalization({ name: `even${block}` });
        const hidden = tf.layers.dense({ name: `block${block}`, units: 12, activation: 'relu' });
        const out = tf.layers.dense({
          name: `mix${block}`,
          units: 16,
          kernelInitializer: tf.initializers.randomNormal({ stddev: 0.08 }),
        });
        const added = out.apply(hidden.apply(even.apply(x))) as tfjs.SymbolicTensor;
        x = tf.layers.add({ name: `sum${block}` }).apply([x, added]) as tfjs.SymbolicTensor;
      }
      const outputs = tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }).apply(x);
      const model = tf.model({ inputs: input, outputs: outputs as tfjs.SymbolicTensor });
      const data = customers(tf, seed, { noise: 0.3, examples: 768 });
      return fitting(classifier(model, tf.train.adam(0.002), 'binaryCrossentropy'), data, { epochs: 7 });
    },
  },
  {
    name: 't-fine-leaky',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = rings(tf, seed, { examples: 1024, classes: 3 });
      const model = mlp(tf, [2, 24, 24, 16, 16, 3], {
        hidden: { activation: 'linear', kernelInitializer: 'heNormal' },
        out: { activation: 'softmax' },
        between: () => [tf.layers.leakyReLU({ alpha: 0.2 })],
      });
      return onParts(tf, classifier(model, tf.train.adamax(0.01)), data, { steps: 350, size: 32 });
    },
  },
  {
    name: 't-fine-brisk-momentum',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const data = parity(tf, seed, { bits: 5, of: 2, examples: 768 });
      const model = mlp(tf, [5, 20, 16, 1], {
        hidden: { activation: 'tanh' },
        out: { activation: 'sigmoid' },
      });
      return fitting(classifier(model, tf.train.momentum(0.1, 0.9), 'binaryCrossentropy'), data, {
        epochs: 10,
      });
    },
  },
  {
    name: 't-fine-plateau-then-drop',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = parity(tf, seed, { bits: 6, of: 3, examples: 960 });
      const model = mlp(tf, [6, 40, 1], { hidden: { activation: 'relu' }, out: { activation: 'sigmoid' } });
      return onParts(tf, classifier(model, tf.train.adam(0.006), 'binaryCrossentropy'), data, {
        steps: 500,
        size: 32,
      });
    },
  },
  {
    name: 't-fine-down-to-nothing',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 31);
      const { xs } = mixtures(tf, seed, { features: 8, rank: 8, examples: 512 });
      const ys = xs.matMul(tf.tensor2d(random.normals(16), [8, 2]).div(3)).add(0.5);
      const weights = variables(tf, { slope: [[8, 2], 0.3], level: [[2], 0] });
      const { slope, level } = weights as Record<'slope' | 'level', tfjs.Variable>;
      return byHand(tf, tf.train.sgd(0.1), weights, {
        steps: 400,
        loss(step) {
          const batch = part({ xs, ys }, step, 32);
          return tf.losses.meanSquaredError(batch.ys, batch.xs.matMul(slope).add(level));
        },
      });
    },
  },
  {
    name: 't-fine-below-zero',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed, { examples: 1024, noise: 0.1 });
      const model = mlp(tf, [7, 32, 16, 2], { hidden: { activation: 'elu' } });
      const likelihood = (goal: tfjs.Tensor, out: tfjs.Tensor) => {
        const [mean, spread] = tf.split(out, 2, 1) as [tfjs.Tensor, tfjs.Tensor];
        const log = spread.clipByValue(-5, 5);
        return goal.slice([0, 0], [-1, 1]).sub(mean).square().mul(log.neg().exp()).add(log).mul(0.5).mean();
      };
      return fitting(
        regressor(model, tf.train.adam(0.003), likelihood),
        { xs, ys: ys.concat(tf.zerosLike(ys), 1) },
        { epochs: 14 },
      );
    },
  },
  {
    name: 't-fine-pairs',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    build(tf, seed) {
      const random = new Random(seed + 32);
      const { xs, ys } = rings(tf, seed, { examples: 640, classes: 3, noise: 0.1 });
      const model = mlp(tf, [2, 24, 24, 4], { hidden: { activation: 'elu' } });
      return byHand(tf, tf.train.adam(0.006), model, {
        steps: 320,
        loss(step) {
          const one = part({ xs, ys }, step, 40);
          const other = tf.tensor1d(
            Array.from({ length: 40 }, () => random.integer(640)),
            'int32',
          );
          const [a, b] = [model.apply(one.xs), model.apply(tf.gather(xs, other))] as [
            tfjs.Tensor,
            tfjs.Tensor,
          ];
          const alike = tf.gather(ys, other).mul(one.ys).sum(1);
          const apart = a.sub(b).square().sum(1).add(1e-6);
          const push = tf.sub(1.5, apart.sqrt()).relu().square();
          return alike.mul(apart).add(tf.sub(1, alike).mul(push)).mean();
        },
      });
    },
  },
  {
    name: 't-fine-steps-down',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 1024, outputs: 3, noise: 0.1 });
      const optimizer = tf.train.momentum(0.08, 0.8);
      const model = mlp(tf, [8, 24, 3], { hidden: { activation: 'tanh' } });
      return onParts(tf, regressor(model, optimizer), data, {
        steps: 360,
        size: 64,
        before: (step) => setLearningRate(optimizer, 0.08 * 0.3 ** Math.floor(step / 120)),
      });
    },
  },
]);
