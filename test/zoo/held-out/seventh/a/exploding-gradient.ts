import type * as tfjs from '@tensorflow/tfjs';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { minimizing, onEach, rows, squaredError } from '../../loops.js';
import { looping } from '../../part2-loops.js';
import { stack, through, variablesOf } from '../../part2-networks.js';
import { beats, engines, spectra } from './data.js';
import { each, type Gradients, stepByHand } from './loops.js';

const wild = [
  'loss-diverging',
  'loss-nonfinite',
  'loss-oscillating',
  'loss-spike',
  'learning-rate-too-high',
  'saturated-activation',
];

export const explodingGradient = sick('exploding-gradient', [
  {
    name: 'y-exploding-velocity',
    heldOut: true,
    loop: 'custom',
    mistake: 'Momentum by hand keeps 1.05 of its velocity at each step where 0.95 was meant.',
    alsoAllowed: wild,
    build(tf, seed) {
      const data = engines(tf, seed);
      const model = mlp(tf, [6, 16, 1], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.sgd(0.002);
      const velocity: Gradients = {};
      return looping(tf, optimizer, model, {
        steps: 300,
        step: (index) =>
          stepByHand(
            tf,
            optimizer,
            variablesOf(model),
            () => squaredError(tf, model, rows(data, index)),
            (gradients) =>
              each(gradients, (gradient, name) => {
                const before = velocity[name];
                const after = tf.tidy(() => (before ? before.mul(1.05).add(gradient) : gradient.clone()));
                velocity[name] = tf.keep(after.clone());
                before?.dispose();
                return after;
              }),
          ),
      });
    },
  },
  {
    name: 'y-exploding-products-of-pairs',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Two looks at a spectrum are to have a large product, others a small one, and nothing bounds products.',
    // Towards minus infinity the loss falls all the time, and the steps grow with the weights.
    alsoAllowed: ['loss-nonfinite', 'learning-rate-too-high', 'loss-oscillating', 'loss-spike'],
    build(tf, seed) {
      const { xs } = spectra(tf, seed);
      const again = spectra(tf, seed + 1)
        .xs.mul(0.1)
        .add(xs);
      const input = tf.input({ shape: [24], name: 'spectrum' });
      const change = through(tf.layers.dense({ name: 'change', units: 24 }), input);
      const tower = tf.model({
        inputs: input,
        outputs: through(tf.layers.add({ name: 'changed' }), [input, change]),
      });
      const code = (x: tfjs.Tensor) => tower.apply(x) as tfjs.Tensor;
      return minimizing(tf, tf.train.momentum(0.0005, 0.9), tower, {
        steps: 300,
        loss: (step) => {
          const { xs: first, ys: second } = rows({ xs, ys: again }, step);
          const [one, two] = [code(first), code(second)];
          const other = tf.concat([two.slice(1), two.slice(0, 1)]);
          return one.mul(other.sub(two)).sum(1).mean() as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'y-exploding-gain-of-augmentation',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'From step 151 on the range of a random gain grows by a tenth at each step, in place of each epoch.',
    onset: 151,
    alsoAllowed: [...wild, 'inputs-not-normalized', 'dead-relu', 'class-collapse'],
    build(tf, seed) {
      const data = beats(tf, seed);
      const strided = { kernelSize: 5, strides: 2, activation: 'elu' } as const;
      const model = stack(
        tf,
        tf.layers.conv1d({ name: 'conv1', filters: 8, ...strided, inputShape: [24, 1] }),
        tf.layers.conv1d({ name: 'conv2', filters: 8, ...strided }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 3 }),
      );
      const loss: Parameters<typeof classifier>[2] = (truth: tfjs.Tensor, scores: tfjs.Tensor) =>
        tf.losses.softmaxCrossEntropy(truth, scores);
      classifier(model, tf.train.adam(0.003), loss);
      return onEach(
        tf,
        model,
        (step) => {
          const { xs, ys } = rows(data, step);
          const range = 1.1 ** Math.max(0, step - 149);
          return { xs: xs.mul(tf.randomUniform([32, 1, 1], 1 / range, range, 'float32', seed + step)), ys };
        },
        { steps: 300 },
      );
    },
  },
]);
