import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, sentences } from '../../../data.js';
import { batchOf, fitting } from '../../../loops.js';
import { classifier, cnn, twoHeads } from '../../../networks.js';
import { type Subject, sick, type Tf } from '../../../run.js';

/** Makes bits of what lies between 0 and 1. */
function bits(tf: Tf): tfjs.layers.Layer {
  class Bits extends tf.layers.Layer {
    static className = 'Bits';

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [codes] = [inputs].flat();
      if (!codes) throw new Error('bits: expected codes, got none');
      return tf.round(codes);
    }
  }
  return new Bits({ name: 'bits' });
}

/**
 * Trains a network with two heads, each layer at a rate of its own: the first 150 steps all at the full rate, then
 * times what `multipliers` says of the layer.
 */
function layerwise(
  tf: Tf,
  model: tfjs.LayersModel,
  optimizer: tfjs.Optimizer,
  data: { xs: tfjs.Tensor; ys: tfjs.Tensor[] },
  multipliers: Readonly<Record<string, number>>,
): Subject {
  const variables = model.trainableWeights.map((weight) => weight.read() as tfjs.Variable);
  return {
    target: optimizer,
    model,
    train: async (vitals) => {
      for (let step = 0; step < 340; step++) {
        const { xs, ys } = batchOf(data, step);
        const { value, grads } = optimizer.computeGradients(() => {
          const [kind, size] = model.apply(xs) as tfjs.Tensor[];
          if (!kind || !size || !ys[0] || !ys[1]) throw new Error('training: expected two heads');
          return tf.metrics.categoricalCrossentropy(ys[0], kind).mean().add(size.sub(ys[1]).square().mean());
        }, variables);
        const scaled = Object.fromEntries(
          Object.entries(grads).map(([name, gradient]) => {
            const [layer = ''] = name.split('/');
            return [name, step < 150 ? gradient.clone() : gradient.mul(multipliers[layer] ?? 0)];
          }),
        );
        optimizer.applyGradients(scaled);
        vitals?.step({ loss: value, examples: 32 });
        tf.dispose([xs, ys, value, grads, scaled]);
        if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

export const a4 = [
  ...sick('variable-not-training', [
    {
      name: 'q-codes-rounded',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake:
        'Rounds the codes of an encoder to bits; the gradient of rounding is 0 and the encoder never moves.',
      layers: ['encode1', 'encode2'],
      alsoAllowed: ['loss-stalled', 'vanishing-gradient'],
      build: (tf, seed) => {
        const model = tf.sequential();
        model.add(tf.layers.dense({ name: 'encode1', units: 16, activation: 'tanh', inputShape: [10] }));
        model.add(tf.layers.dense({ name: 'encode2', units: 8, activation: 'sigmoid' }));
        model.add(bits(tf));
        model.add(tf.layers.dense({ name: 'decode1', units: 16, activation: 'relu' }));
        model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
        const data = clusters(tf, seed, { examples: 512, features: 10, classes: 4 });
        return fitting(classifier(model, tf.train.rmsprop(0.003)), data, { epochs: 18 });
      },
    },
    {
      name: 'q-multiplier-not-in-the-table',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'Scales gradients by a table of layers after the warm-up, and takes 0 for the layer it does not list.',
      layers: ['trunk2'],
      onset: 151,
      build: (tf, seed) => {
        const { xs, ys: kinds } = clusters(tf, seed, { examples: 640, features: 10, classes: 3 });
        const sizes = tf.tidy(() => xs.slice([0, 0], [-1, 4]).mean(1, true).mul(2).tanh());
        const model = twoHeads(tf, 10, [24, 16], 3);
        // The table is as old as a trunk of one layer.
        const multipliers = { trunk1: 0.5, kind: 1, size: 1 };
        return layerwise(tf, model, tf.train.adagrad(0.05), { xs, ys: [kinds, sizes] }, multipliers);
      },
    },
  ]),
  ...sick('variable-frozen', [
    {
      name: 'q-random-embedding-kept',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake: 'Freezes the embedding for ready-made word vectors, which are never loaded: it stays random.',
      layers: ['words'],
      alsoAllowed: ['loss-stalled'],
      build: (tf, seed) => {
        const model = tf.sequential();
        model.add(
          tf.layers.embedding({
            name: 'words',
            inputDim: 150,
            outputDim: 8,
            inputLength: 10,
            trainable: false,
            embeddingsInitializer: tf.initializers.randomNormal({ stddev: 0.5, seed }),
          }),
        );
        model.add(tf.layers.globalAveragePooling1d({ name: 'mean' }));
        model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu' }));
        model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
        const data = sentences(tf, seed, { examples: 768, words: 150 });
        return fitting(classifier(model, tf.train.adam(0.003)), data, { epochs: 12 });
      },
    },
    {
      name: 'q-second-stage-of-the-head-only',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake: 'Means to tune the whole network in a second stage, but hands the optimizer the head alone.',
      layers: ['conv1', 'conv2'],
      onset: 171,
      alsoAllowed: ['loss-stalled'],
      build: (tf, seed) => {
        const data = blobs(tf, seed, { examples: 576, size: 8, classes: 6, noise: 0.3 });
        const model = cnn(tf, [8, 8, 1], [5, 8], 6);
        const optimizer = tf.train.sgd(0.1);
        const listed = (weights: readonly tfjs.LayerVariable[]) =>
          weights.map((weight) => weight.read() as tfjs.Variable);
        const [whole, stageTwo] = [
          listed(model.trainableWeights),
          listed(model.getLayer('out').trainableWeights),
        ];
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 340; step++) {
              const { xs, ys } = batchOf(data, step);
              const cost = optimizer.minimize(
                () => {
                  const [x, y] = [xs[0], ys[0]];
                  if (!x || !y) throw new Error('training: expected a batch, found none');
                  return tf.metrics.categoricalCrossentropy(y, model.apply(x) as tfjs.Tensor).mean();
                },
                true,
                step < 170 ? whole : stageTwo,
              );
              if (cost) vitals?.step({ loss: cost });
              tf.dispose([xs, ys, ...(cost ? [cost] : [])]);
              if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
            }
          },
        };
      },
    },
  ]),
];
