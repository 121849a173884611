import type * as tfjs from '@tensorflow/tfjs';
import { blobs } from '../data.js';
import { fitting } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';
import { friedman, labelsOf, moons, stripes, topics, walks } from './part2-data.js';
import { stack } from './part2-networks.js';

/** Nothing tells one example from another. */
const blind = ['loss-not-improving', 'class-collapse', 'variable-not-training'];

export const inputsConstant = sick('inputs-constant', [
  {
    name: 'h-constant-new-iterator-each-step',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The iterator is made inside the loop: each step gets the first batch of 20.',
    build(tf, seed) {
      const { xs, ys } = moons(tf, seed, { examples: 640 });
      const model = classifier(
        mlp(tf, [2, 24, 16, 2], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } }),
        tf.train.sgd(0.1),
      );
      const batches = function* () {
        for (let at = 0; at < 640; at += 32) yield { x: xs.slice(at, 32), y: ys.slice(at, 32) };
      };
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 300; step++) {
            const { value } = batches().next();
            if (!value) throw new Error('training: expected a batch, found none');
            await model.trainOnBatch(value.x, value.y);
            tf.dispose(value);
          }
        },
      };
    },
  },
  {
    name: 'h-constant-generator-without-state',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'The generator reads from offset 0 each time: 480 examples, of which 24 are ever seen.',
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed, { examples: 480 });
      const model = regressor(mlp(tf, [10, 24, 1]), tf.train.adam(0.003));
      const dataset = tf.data.generator(function* () {
        for (let batch = 0; batch < 20; batch++) yield { xs: xs.slice(0, 24), ys: ys.slice(0, 24) };
      });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(dataset, { epochs: 15, verbose: 0 });
        },
      };
    },
  },
  {
    name: 'h-constant-stuck-sensor',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The sensor hangs: all sequences are 0.7 from end to end.',
    alsoAllowed: blind,
    build(tf, seed) {
      const { xs, ys } = walks(tf, seed, { length: 8, channels: 1 });
      const model = stack(
        tf,
        tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [8, 1] }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return fitting(
        classifier(model, tf.train.adam(0.003), 'sparseCategoricalCrossentropy'),
        { xs: tf.onesLike(xs).mul(0.7), ys: labelsOf(ys) },
        { epochs: 18 },
      );
    },
  },
  {
    name: 'h-constant-white-images',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'Images are clipped to 0..1 before they are divided by 255: all of them are white.',
    alsoAllowed: blind,
    build(tf, seed) {
      const { xs, ys } = stripes(tf, seed, { examples: 640 });
      const white = xs.mul(200).add(50).clipByValue(0, 1);
      const model = classifier(
        stack(
          tf,
          tf.layers.conv2d({
            name: 'conv1',
            filters: 6,
            kernelSize: 3,
            padding: 'same',
            strides: 2,
            activation: 'elu',
            inputShape: [8, 8, 1],
          }),
          tf.layers.globalAveragePooling2d({ name: 'average', dataFormat: 'channelsLast' }),
          tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
        ),
        tf.train.momentum(0.02, 0.9),
      );
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 300; step++) {
            const at = (step % 20) * 32;
            const [x, y] = [white.slice(at, 32), ys.slice(at, 32)];
            await model.trainOnBatch(x, y);
            tf.dispose([x, y]);
          }
        },
      };
    },
  },
  {
    name: 'h-constant-first-image-only',
    heldOut: true,
    loop: 'fit',
    mistake: 'The loader returns its first image for every index; the labels are right.',
    alsoAllowed: blind,
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed, { size: 6 });
      const same = xs.slice(0, 1).reshape([1, 36]).tile([512, 1]);
      const model = mlp(tf, [36, 24, 4], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.adagrad(0.02)), { xs: same, ys }, { epochs: 18 });
    },
  },
  {
    name: 'h-constant-cached-batch',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A cache whose key lacks the batch number hands out its first batch of documents for ever.',
    build(tf, seed) {
      const { xs, ys } = topics(tf, seed, { examples: 640 });
      const model = stack(
        tf,
        tf.layers.dense({ name: 'hidden', units: 24, activation: 'relu', inputShape: [60] }),
        tf.layers.dense({ name: 'out', units: 5, activation: 'sigmoid' }),
      );
      model.compile({ optimizer: tf.train.rmsprop(0.002), loss: 'binaryCrossentropy' });
      const cache = new Map<string, { x: tfjs.Tensor; y: tfjs.Tensor }>();
      const batch = (number: number) => {
        const known = cache.get('documents');
        if (known) return known;
        const read = { x: tf.keep(xs.slice(number * 32, 32)), y: tf.keep(ys.slice(number * 32, 32)) };
        cache.set('documents', read);
        return read;
      };
      const dataset = tf.data.array(Array.from({ length: 20 }, (_, number) => number)).map((number) => {
        const { x, y } = batch(Number(number));
        return { xs: x.clone(), ys: y.clone() };
      });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(dataset, { epochs: 15, verbose: 0 });
          tf.dispose([...cache.values()]);
        },
      };
    },
  },
]);
