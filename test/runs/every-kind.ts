import type * as tfjs from '@tensorflow/tfjs';
import type { Tf } from '../../src/demo/run.js';
import { clusters, type Plain, split } from '../zoo/data.js';

/** What gives every kind of series: layers that can die or saturate, a penalty, classes, validation. */
export interface EveryKind {
  readonly model: tfjs.LayersModel;
  readonly layers: readonly string[];
  readonly train: Plain;
  readonly test: Plain;
}

/** A small classifier of three branches: `live` with a penalty, `dead` from the start, `tanh`. */
export function everyKind(tf: Tf): EveryKind {
  const { train, test } = split(clusters(tf, 1, { examples: 640 }), 512);
  const glorot = (seed: number) => tf.initializers.glorotNormal({ seed });
  const input = tf.input({ shape: [8], name: 'features' });
  const branches = [
    tf.layers.dense({
      name: 'live',
      units: 16,
      activation: 'relu',
      kernelInitializer: glorot(1),
      kernelRegularizer: tf.regularizers.l2({ l2: 0.001 }),
    }),
    tf.layers.dense({
      name: 'dead',
      units: 4,
      activation: 'relu',
      kernelInitializer: glorot(2),
      biasInitializer: tf.initializers.constant({ value: -100 }),
    }),
    tf.layers.dense({ name: 'tanh', units: 8, activation: 'tanh', kernelInitializer: glorot(3) }),
  ];
  const joined = tf.layers.concatenate({ name: 'joined' });
  const out = tf.layers.dense({
    name: 'out',
    units: 3,
    activation: 'softmax',
    kernelInitializer: glorot(4),
  });
  const features = joined.apply(branches.map((branch) => symbolic(branch.apply(input))));
  const model = tf.model({ inputs: input, outputs: symbolic(out.apply(features)) });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return { model, layers: ['live', 'dead', 'tanh', 'out'], train, test };
}

const symbolic = (applied: tfjs.Tensor | tfjs.Tensor[] | tfjs.SymbolicTensor | tfjs.SymbolicTensor[]) =>
  applied as tfjs.SymbolicTensor;
