import type * as tfjs from '@tensorflow/tfjs';
import { blobs } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, cnn, regressor } from '../networks.js';
import { Random } from '../random.js';
import { sick } from '../run.js';
import { additions, friedman, parity } from './data.js';
import { minimizing, onEach, rows } from './loops.js';

export const lossNotImproving = sick('loss-not-improving', [
  {
    name: 'h-stuck-restored-weights',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake:
      'The best weights are restored every third step, and the comparison says the first are the best.',
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 8, inputShape: [5, 2] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      regressor(model, tf.train.adamax(0.002));
      const first = model.getWeights().map((weight) => weight.clone());
      return onBatches(tf, model, additions(tf, seed, { examples: 9600, length: 5 }), {
        steps: 300,
        before: (step) => {
          if (step % 3 === 0) model.setWeights(first);
        },
      });
    },
  },
  {
    name: 'h-stuck-linear-on-parity',
    heldOut: true,
    loop: 'fit',
    mistake: 'A logistic regression is to tell odd from even numbers of bits, which no plane divides.',
    build(tf, seed) {
      const small = tf.initializers.randomNormal({ stddev: 0.02 });
      const model = tf.sequential();
      model.add(
        tf.layers.dense({
          name: 'out',
          units: 1,
          activation: 'sigmoid',
          kernelInitializer: small,
          inputShape: [8],
        }),
      );
      const data = parity(tf, seed, { examples: 9600 });
      return fitting(classifier(model, tf.train.rmsprop(0.0005), 'binaryCrossentropy'), data, { epochs: 1 });
    },
  },
  {
    name: 'h-stuck-augmented-away',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'Augmentation rolls images by any distance: the place that tells the class is lost.',
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const data = blobs(tf, seed, { examples: 9600, size: 8 });
      const random = new Random(seed + 3);
      const rolled = (images: tfjs.Tensor) => {
        const from = Array.from({ length: images.shape[0] ?? 0 }, (_, image) => {
          const [down, right] = [random.integer(8), random.integer(8)];
          return Array.from(
            { length: 64 },
            (_, at) => 64 * image + 8 * ((Math.floor(at / 8) + down) % 8) + ((at + right) % 8),
          );
        }).flat();
        return tf.gather(images.flatten(), tf.tensor1d(from, 'int32')).reshape(images.shape);
      };
      const small = tf.initializers.randomNormal({ stddev: 0.05 });
      const model = classifier(
        cnn(tf, [8, 8, 1], [6, 12], 4, { conv: { activation: 'tanh', kernelInitializer: small } }),
        tf.train.momentum(0.02, 0.9),
      );
      return onEach(
        tf,
        model,
        (step) => {
          const { xs, ys } = rows(data, step);
          return { xs: rolled(xs), ys };
        },
        { steps: 300 },
      );
    },
  },
  {
    name: 'h-stuck-average-that-never-moves',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The loop watches the loss of averaged weights whose decay is 1: the average stays at the start.',
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 9600 });
      const glorot = tf.initializers.glorotNormal({ seed });
      const variables = {
        'hidden/kernel': tf.variable(glorot.apply([8, 24])),
        'hidden/bias': tf.variable(tf.zeros([24])),
        'out/kernel': tf.variable(glorot.apply([24, 1])),
      };
      type Weights = Readonly<Record<keyof typeof variables, tfjs.Tensor>>;
      const average: Weights = {
        'hidden/kernel': variables['hidden/kernel'].clone(),
        'hidden/bias': variables['hidden/bias'].clone(),
        'out/kernel': variables['out/kernel'].clone(),
      };
      const error = (weights: Weights, step: number) => {
        const { xs, ys } = rows(data, step);
        const hidden = xs.matMul(weights['hidden/kernel']).add(weights['hidden/bias']).relu();
        return tf.losses.meanSquaredError(ys, hidden.matMul(weights['out/kernel'])) as tfjs.Scalar;
      };
      return minimizing(tf, tf.train.adam(0.003), variables, {
        steps: 300,
        loss: (step) => error(variables, step),
        report: (_, step) => error(average, step),
      });
    },
  },
]);
