import type * as tfjs from '@tensorflow/tfjs';
import type { Tf } from './run.js';

type DenseArgs = Parameters<Tf['layers']['dense']>[0];
type ConvArgs = Parameters<Tf['layers']['conv2d']>[0];

/** Dense layers `hidden1`, `hidden2`, … of the given widths, and `out`. */
export function mlp(
  tf: Tf,
  widths: readonly [input: number, ...hidden: number[], output: number],
  {
    hidden = {},
    out = {},
    between = () => [],
  }: {
    hidden?: Partial<DenseArgs>;
    out?: Partial<DenseArgs>;
    /** Layers after each hidden one. */
    between?: (number: number) => tfjs.layers.Layer[];
  } = {},
): tfjs.Sequential {
  const model = tf.sequential();
  for (const [index, units] of widths.slice(1).entries()) {
    const inputShape = index === 0 ? { inputShape: [widths[0]] } : {};
    if (index === widths.length - 2) {
      model.add(tf.layers.dense({ name: 'out', units, ...inputShape, ...out }));
      break;
    }
    model.add(
      tf.layers.dense({ name: `hidden${index + 1}`, units, activation: 'relu', ...inputShape, ...hidden }),
    );
    for (const layer of between(index + 1)) model.add(layer);
  }
  return model;
}

/** Strided convolutions `conv1`, `conv2`, … and a dense `out`. */
export function cnn(
  tf: Tf,
  inputShape: [number, number, number],
  filters: readonly number[],
  classes: number,
  {
    conv = {},
    between = () => [],
  }: { conv?: Partial<ConvArgs>; between?: (number: number) => tfjs.layers.Layer[] } = {},
): tfjs.Sequential {
  const model = tf.sequential();
  for (const [index, count] of filters.entries()) {
    model.add(
      tf.layers.conv2d({
        name: `conv${index + 1}`,
        filters: count,
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        activation: 'relu',
        ...(index === 0 && { inputShape }),
        ...conv,
      }),
    );
    for (const layer of between(index + 1)) model.add(layer);
  }
  model.add(tf.layers.flatten({ name: 'features' }));
  model.add(tf.layers.dense({ name: 'out', units: classes, activation: 'softmax' }));
  return model;
}

/** A shared dense trunk `trunk1`, `trunk2`, … with a softmax head `kind` and a linear head `size`. */
export function twoHeads(
  tf: Tf,
  features: number,
  trunk: readonly number[],
  classes: number,
  hidden: Partial<DenseArgs> = {},
): tfjs.LayersModel {
  const input = tf.input({ shape: [features], name: 'features' });
  let x = input;
  for (const [index, units] of trunk.entries()) {
    const layer = tf.layers.dense({ name: `trunk${index + 1}`, units, activation: 'relu', ...hidden });
    x = layer.apply(x) as tfjs.SymbolicTensor;
  }
  const kind = tf.layers.dense({ name: 'kind', units: classes, activation: 'softmax' });
  const size = tf.layers.dense({ name: 'size', units: 1 });
  return tf.model({
    inputs: input,
    outputs: [kind.apply(x) as tfjs.SymbolicTensor, size.apply(x) as tfjs.SymbolicTensor],
  });
}

export const classifier = (
  model: tfjs.LayersModel,
  optimizer: tfjs.Optimizer,
  loss: tfjs.ModelCompileArgs['loss'] = 'categoricalCrossentropy',
): tfjs.LayersModel => {
  model.compile({ optimizer, loss, metrics: ['accuracy'] });
  return model;
};

export const regressor = (
  model: tfjs.LayersModel,
  optimizer: tfjs.Optimizer,
  loss: tfjs.ModelCompileArgs['loss'] = 'meanSquaredError',
): tfjs.LayersModel => {
  model.compile({ optimizer, loss });
  return model;
};

/** As tfjs users do it: SGD and momentum have a setter, the others read a protected field at each step. */
export const setLearningRate = (optimizer: tfjs.Optimizer, rate: number): void => {
  if ('setLearningRate' in optimizer) (optimizer as tfjs.SGDOptimizer).setLearningRate(rate);
  else Reflect.set(optimizer, 'learningRate', rate);
};
