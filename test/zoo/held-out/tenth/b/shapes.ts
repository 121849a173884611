import type * as tfjs from '@tensorflow/tfjs';
import { blobs, oneHot, type Plain, sines, split, teacher } from '../../../data.js';
import { fitting, fittingDataset, onBatches } from '../../../loops.js';
import { classifier, cnn, mlp, regressor, setLearningRate, twoHeads } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { flatDigits } from './helpers.js';

type Symbolic = tfjs.SymbolicTensor;

export const shapes = healthy([
  {
    // Batch norm before the ReLU, a convolution without bias, images in 0..1.
    name: 'p-ok-batch-norm-images',
    heldOut: true,
    loop: 'fit',
    build: (tf, seed) => {
      const { train, test } = split(blobs(tf, seed, { examples: 800, size: 8, classes: 4, noise: 0.3 }), 640);
      const model = cnn(tf, [8, 8, 1], [6], 4, {
        conv: { activation: 'linear', useBias: false },
        between: () => [tf.layers.batchNormalization({ momentum: 0.9 }), tf.layers.reLU()],
      });
      classifier(model, tf.train.adam(0.003));
      return fitting(model, train, { epochs: 13, validation: test });
    },
  },
  {
    // Word numbers drawn by Zipf's law: most rows of the embedding hardly ever get a gradient.
    name: 'p-ok-rare-words',
    heldOut: true,
    loop: 'fit',
    build: (tf, seed) => {
      const random = new Random(seed);
      const labels = Array.from({ length: 1280 }, () => random.integer(3));
      const words = labels.flatMap((label) =>
        Array.from({ length: 6 }, () => {
          const word = Math.floor(47 * random.uniform() ** 8);
          return random.uniform() < 0.6 ? word - (word % 3) + label : word;
        }),
      );
      const { train, test } = split({ xs: tf.tensor2d(words, [1280, 6]), ys: oneHot(tf, labels, 3) }, 960);
      const model = tf.sequential();
      model.add(tf.layers.embedding({ name: 'words', inputDim: 48, outputDim: 6, inputLength: 6 }));
      model.add(tf.layers.globalAveragePooling1d({}));
      model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
      classifier(model, tf.train.adam(0.015));
      return fitting(model, train, { epochs: 9, validation: test });
    },
  },
  {
    // An LSTM's gates and its bounded output.
    name: 'p-ok-lstm-next-value',
    heldOut: true,
    loop: 'fit',
    build: (tf, seed) => {
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      regressor(model, tf.train.adam(0.02));
      return fitting(model, sines(tf, seed, { examples: 640, length: 6, noise: 0.1 }), { epochs: 13 });
    },
  },
  {
    // One-dimensional convolutions with swish, whose outputs are never large and often near zero.
    name: 'p-ok-conv1d-swish',
    heldOut: true,
    loop: 'fitDataset',
    build: (tf, seed) => {
      const { train, test } = split(
        sines(tf, seed, { examples: 760, length: 12, noise: 0.4, classes: 3 }),
        640,
      );
      const model = tf.sequential();
      const conv = { kernelSize: 3, activation: 'swish', padding: 'same' } as const;
      model.add(tf.layers.conv1d({ name: 'conv1', filters: 6, inputShape: [12, 1], ...conv }));
      model.add(tf.layers.maxPooling1d({ poolSize: 2 }));
      model.add(tf.layers.conv1d({ name: 'conv2', filters: 8, ...conv }));
      model.add(tf.layers.globalAveragePooling1d({}));
      model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
      classifier(model, tf.train.adam(0.01));
      return fittingDataset(tf, model, train, { epochs: 13, validation: test });
    },
  },
  {
    // An autoencoder that takes noise away: the cross-entropy of grey pixels never comes near zero.
    name: 'p-ok-denoising-autoencoder',
    heldOut: true,
    loop: 'fit',
    build: async (tf, seed) => {
      const { train, test } = await flatDigits(tf, 960, { small: true });
      const noisy = ({ xs }: Plain, from: number): Plain => ({
        xs: xs.add(tf.randomNormal(xs.shape, 0, 0.15, 'float32', seed + from)).clipByValue(0, 1),
        ys: xs,
      });
      const model = mlp(tf, [196, 24, 10, 24, 196], {
        hidden: { activation: 'elu' },
        out: { activation: 'sigmoid' },
      });
      regressor(model, tf.train.adam(0.004), 'binaryCrossentropy');
      return fitting(model, noisy(train, 0), { epochs: 9, validation: noisy(test, 1) });
    },
  },
  {
    // Two outputs, one of which weighs a fifth.
    name: 'p-ok-two-heads-unequal',
    heldOut: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const { xs, ys } = teacher(tf, seed, { examples: 960, outputs: 2, noise: 0.1 });
      const [score, size] = tf.split(ys, 2, 1) as [tfjs.Tensor, tfjs.Tensor];
      const kinds = Array.from(score.dataSync(), (value) => (value < -0.5 ? 0 : value < 0.5 ? 1 : 2));
      const model = twoHeads(tf, 8, [32, 20], 3);
      model.compile({
        optimizer: tf.train.adam(0.006),
        loss: [
          (truth: tfjs.Tensor, guess: tfjs.Tensor) => tf.metrics.categoricalCrossentropy(truth, guess).mean(),
          (truth: tfjs.Tensor, guess: tfjs.Tensor) => tf.losses.meanSquaredError(truth, guess).mul(0.2),
        ],
      });
      return onBatches(tf, model, { xs, ys: [oneHot(tf, kinds, 3), size] }, { steps: 360 });
    },
  },
  {
    // Residual blocks, a layer norm before the head; the rate is warmed up for 40 steps, then falls as a cosine to almost zero.
    name: 'p-ok-residual-warm-up-cosine',
    heldOut: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const input = tf.input({ shape: [10] });
      let x = tf.layers.dense({ name: 'stem', units: 16 }).apply(input) as Symbolic;
      for (const block of [1, 2, 3]) {
        const wide = tf.layers.dense({ name: `wide${block}`, units: 24, activation: 'relu' }).apply(x);
        const back = tf.layers.dense({ name: `back${block}`, units: 16 }).apply(wide) as Symbolic;
        x = tf.layers.add({ name: `sum${block}` }).apply([x, back]) as Symbolic;
      }
      x = tf.layers.layerNormalization({ name: 'norm' }).apply(x) as Symbolic;
      const out = tf.layers.dense({ name: 'out', units: 2 }).apply(x) as Symbolic;
      const model = tf.model({ inputs: input, outputs: out });
      const optimizer = tf.train.adam(0.0001);
      regressor(model, optimizer);
      const steps = 360;
      const before = (step: number) => {
        const decay = 0.5 * (1 + Math.cos((Math.PI * (step - 40)) / (steps - 40)));
        setLearningRate(optimizer, 0.006 * (step < 40 ? (step + 1) / 40 : decay));
      };
      const data = teacher(tf, seed, { examples: 1280, features: 10, outputs: 2, noise: 0.2 });
      return onBatches(tf, model, data, { steps, before });
    },
  },
]);
