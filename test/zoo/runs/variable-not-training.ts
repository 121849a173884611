import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, sines, teacher } from '../data.js';
import { custom, fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp, regressor, twoHeads } from '../networks.js';
import { sick } from '../run.js';

type Symbolic = tfjs.SymbolicTensor;

export const variableNotTraining = sick('variable-not-training', [
  {
    name: 'idle-branch-fed-by-zeros',
    heldOut: false,
    loop: 'fit',
    mistake: 'The second input was never joined: all its values are 0.',
    alsoAllowed: ['inputs-constant'],
    layers: ['metadata'],
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed);
      const main = tf.input({ shape: [8], name: 'features' });
      const other = tf.input({ shape: [5], name: 'extra' });
      const left = tf.layers.dense({ name: 'hidden', units: 24, activation: 'relu' }).apply(main) as Symbolic;
      const right = tf.layers
        .dense({ name: 'metadata', units: 8, activation: 'tanh' })
        .apply(other) as Symbolic;
      const joined = tf.layers.concatenate({ name: 'join' }).apply([left, right]) as Symbolic;
      const out = tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }).apply(joined) as Symbolic;
      const model = classifier(tf.model({ inputs: [main, other], outputs: out }), tf.train.adam(0.003));
      return fitting(model, { xs: [xs, tf.zeros([512, 5])], ys }, { epochs: 18 });
    },
  },
  {
    name: 'idle-zero-initialised-branch',
    heldOut: false,
    loop: 'fit',
    mistake: 'Both layers of a residual branch start at zero: neither lets a gradient through to the other.',
    alsoAllowed: ['poor-initialization'],
    layers: ['branch1', 'branch2'],
    build(tf, seed) {
      const zeros = { kernelInitializer: 'zeros' as const };
      const input = tf.input({ shape: [8], name: 'features' });
      const stem = tf.layers.dense({ name: 'stem', units: 16, activation: 'relu' }).apply(input) as Symbolic;
      const inner = tf.layers
        .dense({ name: 'branch1', units: 16, useBias: false, ...zeros })
        .apply(stem) as Symbolic;
      const branch = tf.layers
        .dense({ name: 'branch2', units: 16, useBias: false, ...zeros })
        .apply(inner) as Symbolic;
      const sum = tf.layers.add({ name: 'sum' }).apply([stem, branch]) as Symbolic;
      const out = tf.layers.dense({ name: 'out', units: 1 }).apply(sum) as Symbolic;
      const model = regressor(tf.model({ inputs: input, outputs: out }), tf.train.momentum(0.02, 0.9));
      return fitting(model, teacher(tf, seed, { noise: 0.3 }), { epochs: 18 });
    },
  },
  {
    name: 'idle-recurrent-kernel',
    heldOut: false,
    loop: 'fit',
    mistake:
      'Sequences were reshaped to one time step of 8 features: the recurrent kernel never sees a state.',
    layers: ['memory'],
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { length: 8, classes: 4, noise: 0.2 });
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 12, inputShape: [1, 8] }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      return fitting(
        classifier(model, tf.train.rmsprop(0.003)),
        { xs: xs.reshape([-1, 1, 8]), ys },
        { epochs: 20 },
      );
    },
  },
  {
    name: 'idle-masked-head',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'The loss of the second head is multiplied by a mask that is always 0.',
    layers: ['size'],
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const model = twoHeads(tf, 8, [24, 16], 3);
      const masked: Parameters<typeof regressor>[2] = (truth, guess) =>
        truth.sub(guess).square().mul(tf.zerosLike(truth)).mean(-1);
      model.compile({ optimizer: tf.train.adam(0.003), loss: [tf.metrics.categoricalCrossentropy, masked] });
      const kinds = clusters(tf, seed);
      return onBatches(tf, model, { xs: kinds.xs.add(xs.mul(0.1)), ys: [kinds.ys, ys] }, { steps: 300 });
    },
  },
  {
    name: 'idle-rounded-code',
    heldOut: false,
    loop: 'custom',
    mistake: 'The code of an autoencoder is rounded: rounding has no gradient, the encoder never trains.',
    layers: ['hidden1', 'encoder'],
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 6 }).xs.reshape([-1, 36]);
      const encoder = mlp(tf, [36, 16, 8]);
      const decoder = mlp(tf, [8, 36]);
      const named = { encoder: encoder.trainableWeights, decoder: decoder.trainableWeights };
      const variables = Object.fromEntries(
        Object.entries(named).flatMap(([part, weights]) =>
          weights.map((weight) => [
            // `hidden1/kernel` of the encoder, `out` of both.
            weight.originalName.startsWith('out')
              ? `${part}/${weight.originalName.split('/').at(-1)}`
              : weight.originalName,
            weight.read() as tfjs.Variable,
          ]),
        ),
      );
      return custom(
        tf,
        tf.train.adam(0.003),
        variables,
        { xs: pixels, ys: pixels },
        {
          steps: 280,
          loss: (x, y) => {
            const code = (encoder.apply(x) as tfjs.Tensor).mul(4).round().div(4);
            return tf.losses.meanSquaredError(y, decoder.apply(code) as tfjs.Tensor);
          },
        },
      );
    },
  },
  {
    name: 'idle-under-float-resolution',
    heldOut: false,
    loop: 'custom',
    mistake:
      'A trained time offset starts at a Unix time: steps of 0.01 are below what float32 can add to it.',
    layers: ['offset'],
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { noise: 0.1 });
      const random = tf.initializers.glorotNormal({ seed });
      const variables = {
        offset: tf.variable(tf.scalar(1.7e9)),
        'hidden/kernel': tf.variable(random.apply([8, 16])),
        'hidden/bias': tf.variable(tf.zeros([16])),
        'out/kernel': tf.variable(random.apply([16, 1])),
      };
      return custom(
        tf,
        tf.train.adam(0.01),
        variables,
        { xs, ys },
        {
          steps: 280,
          loss: (x, y) => {
            const shift = variables.offset.sub(1.7e9);
            const hidden = x.matMul(variables['hidden/kernel']).add(variables['hidden/bias']).tanh();
            const guess = hidden.matMul(variables['out/kernel']).add(shift);
            return tf.losses.meanSquaredError(y, guess);
          },
        },
      );
    },
  },
  {
    name: 'idle-gate-closed',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'A gate that starts far in the negative, by a hard sigmoid, lets nothing of its branch through.',
    layers: ['gate', 'gated'],
    build(tf, seed) {
      const input = tf.input({ shape: [8], name: 'features' });
      const gate = tf.layers.dense({
        name: 'gate',
        units: 16,
        activation: 'hardSigmoid',
        biasInitializer: tf.initializers.constant({ value: -20 }),
      });
      const gated = tf.layers.dense({ name: 'gated', units: 16, activation: 'tanh' });
      const product = tf.layers.multiply({ name: 'product' });
      const open = product.apply([gate.apply(input) as Symbolic, gated.apply(input) as Symbolic]) as Symbolic;
      const plain = tf.layers
        .dense({ name: 'plain', units: 16, activation: 'tanh' })
        .apply(input) as Symbolic;
      const joined = tf.layers.concatenate({ name: 'join' }).apply([open, plain]) as Symbolic;
      const out = tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }).apply(joined) as Symbolic;
      const model = classifier(tf.model({ inputs: input, outputs: out }), tf.train.sgd(0.1));
      return fittingDataset(tf, model, clusters(tf, seed), { epochs: 18 });
    },
  },
]);
