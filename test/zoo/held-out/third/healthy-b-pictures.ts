import type * as tfjs from '@tensorflow/tfjs';
import { digits, oneHot, type Plain } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp } from '../../networks.js';
import { Random } from '../../random.js';
import { healthy, type Tf } from '../../run.js';
import { textures } from './data-b.js';
import { batches, compiled, feeding, stacked, streaming } from './loops-b.js';

/** A line across a black square of 9 by 9: lying, standing or one of two slants. */
function strokes(tf: Tf, seed: number, examples: number): Plain {
  const random = new Random(seed + 301);
  const labels = Array.from({ length: examples }, () => random.integer(4));
  const values = labels.flatMap((label) => {
    const [row, column, ink] = [2 + random.integer(5), 2 + random.integer(5), 0.7 + 0.3 * random.uniform()];
    return Array.from({ length: 81 }, (_, at) => {
      const [r, c] = [Math.floor(at / 9) - row, (at % 9) - column];
      const on = [r === 0, c === 0, r === c, r === -c][label];
      return on && Math.abs(r) < 4 && Math.abs(c) < 4 ? ink : 0;
    });
  });
  return { xs: tf.tensor4d(values, [examples, 9, 9, 1]), ys: oneHot(tf, labels, 4) };
}

const apply = (layer: tfjs.layers.Layer, to: tfjs.SymbolicTensor | tfjs.SymbolicTensor[]) =>
  layer.apply(to) as tfjs.SymbolicTensor;

export const healthyPictures = healthy([
  {
    name: 't-fine-lines-on-black',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const model = compiled(
        stacked(
          tf,
          tf.layers.conv2d({
            name: 'lines',
            filters: 8,
            kernelSize: 3,
            activation: 'relu',
            inputShape: [9, 9, 1],
          }),
          tf.layers.maxPooling2d({ name: 'pool', poolSize: 2 }),
          tf.layers.flatten({ name: 'flat' }),
          tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.004), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return fitting(model, strokes(tf, seed, 480), { epochs: 8, batchSize: 20 });
    },
  },
  {
    name: 't-fine-texture-code',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const model = compiled(
        mlp(tf, [36, 24, 8, 24, 36], { hidden: { activation: 'elu' }, out: { activation: 'tanh' } }),
        { optimizer: tf.train.adam(0.004), loss: 'meanSquaredError' },
      );
      const xs = textures(tf, seed, { examples: 640, size: 6 })
        .xs.reshape([-1, 36])
        .mul(2)
        .sub(1) as tfjs.Tensor;
      return feeding(tf, model, 350, batches(tf, seed, { xs, ys: xs }, 32));
    },
  },
  {
    name: 't-fine-depthwise',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const model = compiled(
        stacked(
          tf,
          tf.layers.depthwiseConv2d({
            name: 'depth',
            kernelSize: 3,
            depthMultiplier: 6,
            useBias: false,
            inputShape: [8, 8, 1],
          }),
          tf.layers.batchNormalization({ name: 'norm' }),
          tf.layers.activation({ name: 'relu', activation: 'relu' }),
          tf.layers.flatten({ name: 'flat' }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ),
        { optimizer: tf.train.sgd(0.05), loss: 'categoricalCrossentropy' },
      );
      return streaming(tf, model, textures(tf, seed, { examples: 300, classes: 3, noise: 0.3 }), {
        epochs: 8,
        size: 15,
      });
    },
  },
  {
    name: 't-fine-residual-block',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const input = tf.input({ shape: [6, 6, 1], name: 'picture' });
      const conv = (name: string) => tf.layers.conv2d({ name, filters: 5, kernelSize: 3, padding: 'same' });
      const stem = apply(conv('stem'), input);
      const norm = apply(tf.layers.batchNormalization({ name: 'norm', momentum: 0.9 }), stem);
      const bent = apply(
        conv('branch'),
        apply(tf.layers.activation({ name: 'relu1', activation: 'relu' }), norm),
      );
      const sum = apply(tf.layers.add({ name: 'sum' }), [stem, bent]);
      const last = apply(tf.layers.activation({ name: 'relu2', activation: 'relu' }), sum);
      const flat = apply(tf.layers.flatten({ name: 'flat' }), last);
      const out = apply(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }), flat);
      const model = compiled(tf.model({ inputs: input, outputs: out }), {
        optimizer: tf.train.adam(0.003),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      const data = textures(tf, seed, { examples: 320, size: 6, noise: 0.25 });
      return fitting(model, data, { epochs: 10, batchSize: 16, validationSplit: 0.2 });
    },
  },
  {
    name: 't-fine-noise-added',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    async build(tf, seed) {
      const { train } = await digits(tf, 600);
      const pixels = train.xs.size / 600;
      const xs = train.xs.reshape([600, pixels]) as tfjs.Tensor;
      const model = compiled(
        mlp(tf, [pixels, 32, 10], { hidden: { activation: 'relu' }, out: { activation: 'softmax' } }),
        { optimizer: tf.train.adam(0.002), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      const next = batches(tf, seed, { xs, ys: train.ys }, 32);
      return feeding(tf, model, 250, () => {
        const { xs: pictures, ys } = next();
        const noisy = tf.tidy(() =>
          pictures.map((picture) => picture.add(tf.randomNormal(picture.shape, 0, 0.1))),
        );
        tf.dispose(pictures);
        return { xs: noisy, ys };
      });
    },
  },
]);
