import type * as tfjs from '@tensorflow/tfjs';
import type { Digits, Tf } from '../../src/demo/run.js';
import { readDigits } from '../../src/demo/train.js';
import { clusters, sines, split, teacher } from '../zoo/data.js';
import { fitting } from '../zoo/loops.js';
import { classifier, mlp, regressor } from '../zoo/networks.js';
import type { Subject } from '../zoo/run.js';

/** A run that has no symptom. */
export interface HealthyRun {
  readonly name: string;
  readonly backend: 'wasm' | 'cpu';
  /** `look` is awaited now and then while it trains, and at the end. */
  readonly build: (tf: Tf, digits: Digits, look: () => Promise<void>) => Subject;
}

/** Five kinds of training: a convolutional network, dense, recurrent, a regression, a hand-written loop. */
export const healthyRuns: readonly HealthyRun[] = [
  {
    name: 'healthy-digits',
    backend: 'wasm',
    build(tf, digits, look) {
      const { model, images, labels, validation, ...args } = readDigits(tf, digits);
      const callbacks = { onEpochEnd: look };
      return {
        target: model,
        train: async () => {
          await model.fit(images, labels, {
            ...args,
            ...(validation && { validationData: validation }),
            verbose: 0,
            callbacks,
          });
        },
      };
    },
  },
  {
    name: 'healthy-dropout-and-normalization',
    backend: 'cpu',
    build(tf, _digits, look) {
      const { train, test } = split(clusters(tf, 1, { examples: 832 }), 640);
      const model = mlp(tf, [8, 64, 32, 3], {
        out: { activation: 'softmax' },
        between: (number) => [
          tf.layers.batchNormalization({ name: `norm${number}` }),
          tf.layers.dropout({ name: `drop${number}`, rate: 0.3 }),
        ],
      });
      const optimizer = tf.train.adam(0.003);
      return fitting(classifier(model, optimizer), train, {
        epochs: 20,
        validation: test,
        callbacks: every(4, look),
      });
    },
  },
  {
    name: 'healthy-lstm',
    backend: 'cpu',
    build(tf, _digits, look) {
      const { train, test } = split(sines(tf, 1, { examples: 640, length: 10 }), 512);
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 12, inputShape: [10, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return fitting(regressor(model, tf.train.adam(0.01)), train, {
        epochs: 16,
        validation: test,
        callbacks: every(4, look),
      });
    },
  },
  {
    name: 'healthy-large-initial-loss',
    backend: 'cpu',
    build(tf, _digits, look) {
      // House prices in thousands: the loss starts near 1e5.
      const { xs, ys } = teacher(tf, 1, { noise: 0.1 });
      const model = regressor(mlp(tf, [8, 32, 1]), tf.train.adam(0.1));
      const prices = { xs, ys: ys.mul(80).add(300) };
      return fitting(model, prices, { epochs: 24, callbacks: every(4, look) });
    },
  },
  {
    name: 'healthy-hand-written-loop',
    backend: 'cpu',
    build: handWritten,
  },
];

/** Two layers of plain variables, and an optimizer. */
function handWritten(tf: Tf, _digits: Digits, look: () => Promise<void>): Subject {
  const { train, test } = split(teacher(tf, 1, { examples: 832, noise: 0.1 }), 640);
  const kernel = (rows: number, columns: number, seed: number) =>
    tf.variable(tf.randomNormal([rows, columns], 0, Math.sqrt(1 / rows), 'float32', seed));
  const hidden = { kernel: kernel(8, 32, 1), bias: tf.variable(tf.zeros([32])) };
  const out = { kernel: kernel(32, 1, 2), bias: tf.variable(tf.zeros([1])) };
  const loss = (x: tfjs.Tensor, y: tfjs.Tensor) =>
    tf.tidy(() => {
      const features = x.matMul<tfjs.Tensor>(hidden.kernel).add<tfjs.Tensor>(hidden.bias).tanh();
      const guess = features.matMul<tfjs.Tensor>(out.kernel).add<tfjs.Tensor>(out.bias);
      return tf.losses.meanSquaredError<tfjs.Tensor, tfjs.Scalar>(y, guess);
    });
  const optimizer = tf.train.momentum(0.02, 0.9);
  return {
    target: optimizer,
    variables: {
      'hidden/kernel': hidden.kernel,
      'hidden/bias': hidden.bias,
      'out/kernel': out.kernel,
      'out/bias': out.bias,
    },
    train: async (vitals) => {
      for (let step = 1; step <= 400; step++) {
        const from = 32 * (step % 20);
        const [x, y] = [train.xs.slice(from, 32), train.ys.slice(from, 32)];
        const cost = optimizer.minimize(() => loss(x, y), true);
        if (cost) vitals?.step({ loss: cost, examples: 32 });
        tf.dispose([x, y, ...(cost ? [cost] : [])]);
        if (step % 20 === 0) vitals?.evaluation({ loss: loss(test.xs, test.ys) });
        if (step % 80 === 0) await look();
      }
    },
  };
}

/** Callbacks that look after every n-th epoch. */
const every = (epochs: number, look: () => Promise<void>) => ({
  onEpochEnd: async (epoch: number) => {
    if ((epoch + 1) % epochs === 0) await look();
  },
});
