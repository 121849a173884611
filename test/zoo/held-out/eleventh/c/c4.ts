import type * as tfjs from '@tensorflow/tfjs';
import { clusters, type Plain, split, teacher } from '../../../data.js';
import { fitting, onBatches } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy, type Tf } from '../../../run.js';
import { initializers, smallDigits } from './c-tools.js';

/** A network with two hidden layers that has learnt to tell clusters apart, as if it were found on a hub. */
async function pretrained(tf: Tf, seed: number): Promise<{ model: tfjs.Sequential; data: Plain }> {
  const start = initializers(tf, seed);
  const all = clusters(tf, seed, { examples: 2304, features: 12, classes: 6, spread: 0.8 });
  const { train, test: data } = split(all, 768);
  const model = mlp(tf, [12, 32, 16, 6], {
    hidden: { kernelInitializer: start.he() },
    out: { activation: 'softmax', kernelInitializer: start.glorot() },
  });
  classifier(model, tf.train.adam(0.01));
  await model.fit(train.xs, train.ys, { epochs: 5, batchSize: 32, verbose: 0 });
  return { model, data };
}

/** Odd or even class? */
const parity = (tf: Tf, ys: tfjs.Tensor): tfjs.Tensor =>
  ys.matMul(
    tf.tensor2d(
      [0, 1, 0, 1, 0, 1].flatMap((odd) => [odd, 1 - odd]),
      [6, 2],
    ),
  );

/** Codes, several inputs and outputs, and networks that know something already. */
export const reused = healthy([
  {
    // The inner pixels of digits out of noisy ones; the cross-entropy of grey pixels has a floor well above zero.
    name: 'q-ok-denoising-autoencoder',
    heldOut: true,
    isUnseen: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    build: async (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 3);
      const { train } = await smallDigits(tf, 2048);
      const inner = train.xs.reshape([2048, 7, 7]).slice([0, 1, 1], [2048, 5, 5]).reshape([2048, 25]);
      const noise = tf.tensor2d(random.normals(2048 * 25), [2048, 25]).mul(0.15);
      const model = mlp(tf, [25, 32, 10, 32, 25], {
        hidden: { activation: 'elu', kernelInitializer: start.he() },
        out: { activation: 'sigmoid', kernelInitializer: start.glorot() },
      });
      model.compile({ optimizer: tf.train.adam(0.002), loss: 'binaryCrossentropy' });
      return onBatches(tf, model, { xs: inner.add(noise), ys: inner }, { steps: 320 });
    },
  },
  {
    // A picture and a row of numbers go in; a class and a size come out.
    name: 'q-ok-two-inputs-two-outputs',
    heldOut: true,
    isUnseen: true,
    loop: 'fit',
    build: async (tf, seed) => {
      const start = initializers(tf, seed);
      const { train } = await smallDigits(tf, 1280);
      const rows = teacher(tf, seed, { examples: 1280, features: 6, hidden: 3, noise: 0.1 });
      const picture = tf.input({ shape: [49], name: 'picture' });
      const row = tf.input({ shape: [6], name: 'row' });
      const dense = (name: string, units: number, activation: 'relu' | 'softmax' | 'linear') =>
        tf.layers.dense({
          name,
          units,
          activation,
          kernelInitializer: activation === 'relu' ? start.he() : start.glorot(),
        });
      const seen = dense('see', 24, 'relu').apply(picture) as tfjs.SymbolicTensor;
      const read = dense('read', 12, 'relu').apply(row) as tfjs.SymbolicTensor;
      const both = tf.layers.concatenate({ name: 'both' }).apply([seen, read]) as tfjs.SymbolicTensor;
      const mixed = dense('mix', 24, 'relu').apply(both) as tfjs.SymbolicTensor;
      const model = tf.model({
        inputs: [picture, row],
        outputs: [
          dense('kind', 10, 'softmax').apply(mixed) as tfjs.SymbolicTensor,
          dense('size', 1, 'linear').apply(mixed) as tfjs.SymbolicTensor,
        ],
      });
      model.compile({
        optimizer: tf.train.adam(0.004),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      return fitting(
        model,
        { xs: [train.xs.reshape([-1, 49]), rows.xs], ys: [train.ys, rows.ys] },
        { epochs: 8 },
      );
    },
  },
  {
    name: 'q-ok-new-head-on-frozen-base',
    heldOut: true,
    isUnseen: true,
    loop: 'fit',
    build: async (tf, seed) => {
      const start = initializers(tf, seed + 50);
      const { model: base, data } = await pretrained(tf, seed);
      const model = tf.sequential();
      for (const layer of base.layers.slice(0, 2)) {
        layer.trainable = false;
        model.add(layer);
      }
      model.add(tf.layers.batchNormalization({ name: 'scale', momentum: 0.9 }));
      model.add(
        tf.layers.dense({ name: 'head', units: 12, activation: 'elu', kernelInitializer: start.he() }),
      );
      model.add(
        tf.layers.dense({
          name: 'odd',
          units: 2,
          activation: 'softmax',
          kernelInitializer: start.uniform(0.3),
        }),
      );
      const { train, test } = split({ xs: data.xs, ys: parity(tf, data.ys) }, 1280);
      return fitting(classifier(model, tf.train.adam(0.003)), train, { epochs: 7, validation: test });
    },
  },
  {
    // The inputs have drifted since the network was trained: it starts with what is left of its skill, and gently regains the rest.
    name: 'q-ok-fine-tuned-gently-after-drift',
    heldOut: true,
    isUnseen: true,
    loop: 'fit',
    build: async (tf, seed) => {
      const { model, data } = await pretrained(tf, seed);
      const random = new Random(seed + 77);
      const drift = tf.tensor2d(random.normals(144), [12, 12]).mul(0.2);
      const { train, test } = split({ xs: data.xs.add(data.xs.matMul(drift)), ys: data.ys }, 1280);
      return fitting(classifier(model, tf.train.adam(0.0006)), train, { epochs: 8, validation: test });
    },
  },
]);
