import * as tf from '@tensorflow/tfjs';
import './memory-files.js';
import { type Vitals, type WatchOptions, watch as watchRun } from 'trainvitals';

const CLASSES = 3;
const IMAGE = [4, 4, 1] as const;

const silent = (..._what: readonly unknown[]): void => {};

/** What the code of a runbook may use without declaring it. */
export type RunbookNames = Awaited<ReturnType<typeof namesForRunbooks>>['names'];

/** A program that trains, as the reader of a runbook has one; each block of code gets its own. */
export async function namesForRunbooks() {
  const optimizer = tf.train.sgd(0.01);
  const createModel = (): tf.Sequential => {
    const conv1 = tf.layers.conv2d({ name: 'conv1', filters: 2, kernelSize: 3, inputShape: [...IMAGE] });
    const out = tf.layers.dense({ name: 'out', units: CLASSES, activation: 'softmax' });
    return tf.sequential({ layers: [conv1, tf.layers.flatten(), out] });
  };
  const model = createModel();
  model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });

  const images = (count: number): tf.Tensor4D => tf.randomUniform([count, ...IMAGE], 0, 1, 'float32', 1);
  const labels = (count: number): tf.Tensor2D =>
    tf.tensor2d(Array.from({ length: count }, (_, n) => [0, 1, 2].map((k) => Number(k === n % CLASSES))));
  const [xs, ys, validationXs, validationYs] = [images(8), labels(8), images(4), labels(4)];
  const batch = { xs, ys };

  const kernel = tf.variable(tf.randomNormal<tf.Rank.R2>([16, CLASSES], 0, 0.1, 'float32', 1));
  const bias = tf.variable(tf.zeros<tf.Rank.R1>([CLASSES]));
  const lossOf = (batch: { xs: tf.Tensor4D; ys: tf.Tensor2D }): tf.Scalar =>
    tf.tidy(() =>
      tf.losses.softmaxCrossEntropy(batch.ys, tf.add(tf.matMul(batch.xs.reshape([-1, 16]), kernel), bias)),
    );

  const running: Vitals[] = [];
  /** `watch`, on a free port and gone when the block is. */
  const watch = async (target: object, options: WatchOptions = {}): Promise<Vitals> => {
    const vitals = await watchRun(target, { ...options, port: 0, linger: 0 });
    running.push(vitals);
    return vitals;
  };

  return {
    names: {
      model,
      createModel,
      optimizer,
      initialRate: 0.01,
      learningRate: 0.01,
      xs,
      ys,
      validationXs,
      validationYs,
      validationData: [validationXs, validationYs] satisfies [tf.Tensor, tf.Tensor],
      batch,
      batches: tf.data.array([batch, batch]),
      lossOf,
      kernel,
      bias,
      x: tf.input({ shape: [8] }),
      watch,
      vitals: await watch(model),
      url: 'data:text/plain,a batch',
      console: { log: silent, warn: silent },
    },
    close: async () => {
      for (const vitals of running) await vitals.close();
    },
  };
}
