import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';

/** What a model reads, and what its layers may be. */
const readings = ['numbers', 'sequence', 'picture', 'words'] as const;
const heads = ['classes', 'indices', 'yes', 'numbers'] as const;
const optimizers = ['sgd', 'momentum', 'adam', 'rmsprop', 'adagrad', 'adamax'] as const;
const activations = ['relu', 'tanh', 'sigmoid', 'elu', 'selu', 'softplus', 'linear', 'relu6'] as const;
const kinds = [
  'weighted',
  'recurrent',
  'batchNormalization',
  'layerNormalization',
  'dropout',
  'noise',
  'nested',
  'shared',
  'own',
  'leaky',
] as const;

/** A layer named as whoever likes: any text of what tfjs takes, names of what every object has among them. */
const name = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom('a/b/c', '__proto__', 'constructor', '', '...', 'kernel') },
);

/** How a model is made; plain data, so that a failing one can be printed and made again. */
export const modelSpec = fc.record({
  reading: fc.constantFrom(...readings),
  head: fc.constantFrom(...heads),
  optimizer: fc.constantFrom(...optimizers),
  rate: fc.constantFrom(1e-6, 1e-3, 0.1, 30),
  rows: fc.integer({ min: 2, max: 17 }),
  scale: fc.constantFrom(1, 1, 1, 255, 1e-6, 1e20),
  spoilt: fc.constantFrom('no', 'no', 'no', 'NaN', 'Infinity', 'zero'),
  layers: fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      units: fc.integer({ min: 1, max: 6 }),
      activation: fc.constantFrom(...activations),
      name,
      penalty: fc.constantFrom('none', 'none', 'l2', 'l1l2'),
      frozen: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
});
export type ModelSpec = typeof modelSpec extends fc.Arbitrary<infer T> ? T : never;
type LayerSpec = ModelSpec['layers'][number];

/** What is done with it, in this order. */
export const schedule = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('fit' as const),
      epochs: fc.integer({ min: 1, max: 3 }),
      batchSize: fc.integer({ min: 1, max: 20 }),
      validates: fc.boolean(),
    }),
    fc.record({ do: fc.constant('trainOnBatch' as const), times: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ do: fc.constant('fitDataset' as const), batchSize: fc.integer({ min: 1, max: 9 }) }),
    fc.record({
      do: fc.constantFrom(
        'predict' as const,
        'evaluate' as const,
        'compile' as const,
        'freeze' as const,
        'stop' as const,
      ),
    }),
  ),
  { minLength: 1, maxLength: 5 },
);
export type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

/** A layer of one's own that returns a list, and has a weight. */
class Own extends tf.layers.Layer {
  static className = 'Own';
  private scale: tf.LayerVariable | undefined;
  override build(shape: tf.Shape): void {
    this.scale = this.addWeight('scale', [shape.at(-1) ?? 1], 'float32', tf.initializers.ones());
    super.build(shape);
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
    const [x] = [inputs].flat();
    if (!x || !this.scale) throw new Error('not built');
    return [x.mul(this.scale.read())];
  }
  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }
}

const shapes = { numbers: [5], sequence: [4, 3], picture: [6, 6, 2], words: [4] } as const;

/** The model that a specification describes, compiled; the same each time, if Math.random is. */
export function modelOf(spec: ModelSpec): tf.LayersModel {
  const input = tf.input({ name: 'in', shape: [...shapes[spec.reading]] });
  const taken = new Set(['in', 'out', 'first', 'flat']);
  let x: tf.SymbolicTensor =
    spec.reading === 'words'
      ? apply(tf.layers.embedding({ name: 'first', inputDim: 9, outputDim: 3 }), input)
      : input;
  for (const layer of spec.layers)
    x = apply(
      layerOf({ ...layer, name: free(fitting(layer.name), taken) }, x),
      x,
      layer.kind === 'shared' ? 2 : 1,
    );
  if (x.shape.length > 2) x = apply(tf.layers.flatten({ name: 'flat' }), x);
  const output = apply(headOf(spec), x);
  const model = tf.model({ inputs: input, outputs: output });
  for (const [index, { frozen }] of spec.layers.entries())
    if (frozen && index === 0) for (const layer of model.layers.slice(1, 2)) layer.trainable = false;
  compile(model, spec);
  return model;
}

const losses = {
  classes: 'categoricalCrossentropy',
  indices: 'sparseCategoricalCrossentropy',
  yes: 'binaryCrossentropy',
  numbers: 'meanSquaredError',
} as const;

export function compile(model: tf.LayersModel, { optimizer, rate, head }: ModelSpec): void {
  const made = optimizer === 'momentum' ? tf.train.momentum(rate, 0.9) : tf.train[optimizer](rate);
  model.compile({
    optimizer: made,
    loss: losses[head],
    ...(head !== 'numbers' && { metrics: ['accuracy'] }),
  });
}

const headOf = ({ head }: ModelSpec) =>
  tf.layers.dense({
    name: 'out',
    units: head === 'classes' || head === 'indices' ? 3 : 1,
    activation: head === 'classes' || head === 'indices' ? 'softmax' : head === 'yes' ? 'sigmoid' : 'linear',
  });

function apply(layer: tf.layers.Layer, x: tf.SymbolicTensor, times = 1): tf.SymbolicTensor {
  let result = x;
  for (let time = 0; time < times; time++) {
    const [output] = [layer.apply(result)].flat();
    result = output as tf.SymbolicTensor;
  }
  return result;
}

/** What tfjs takes for a name (tfjs-layers 4.22, common.ts `tensorNameRegex`). */
const fitting = (wanted: string): string => `n${wanted.replaceAll(/[^\w./-]/g, '_')}`;

/** tfjs refuses two layers of one name, and a weight of a name that was used before. */
function free(wanted: string, taken: Set<string>): string {
  let found = wanted;
  while (taken.has(found)) found += '_';
  taken.add(found);
  return found;
}

function layerOf(
  { kind, units, activation, name: called, penalty }: LayerSpec,
  x: tf.SymbolicTensor,
): tf.layers.Layer {
  const regularizer =
    penalty === 'none'
      ? {}
      : {
          kernelRegularizer:
            penalty === 'l2'
              ? tf.regularizers.l2({ l2: 0.01 })
              : tf.regularizers.l1l2({ l1: 0.01, l2: 0.01 }),
        };
  const width = x.shape.at(-1) ?? 1;
  switch (kind) {
    case 'weighted':
      return x.shape.length === 4
        ? tf.layers.conv2d({
            name: called,
            filters: units,
            kernelSize: 3,
            padding: 'same',
            activation,
            ...regularizer,
          })
        : x.shape.length === 3
          ? tf.layers.conv1d({
              name: called,
              filters: units,
              kernelSize: 2,
              padding: 'same',
              activation,
              ...regularizer,
            })
          : tf.layers.dense({ name: called, units, activation, ...regularizer });
    case 'recurrent':
      return x.shape.length === 3
        ? tf.layers.gru({
            name: called,
            units,
            returnSequences: true,
            recurrentInitializer: 'glorotUniform',
            dropout: 0.1,
          })
        : tf.layers.dense({ name: called, units, activation });
    case 'batchNormalization':
      return tf.layers.batchNormalization({ name: called });
    case 'layerNormalization':
      return tf.layers.layerNormalization({ name: called });
    case 'dropout':
      return tf.layers.dropout({ name: called, rate: 0.4 });
    case 'noise':
      return tf.layers.gaussianNoise({ name: called, stddev: 0.1 });
    case 'leaky':
      return tf.layers.leakyReLU({ name: called });
    case 'own':
      return new Own({ name: called });
    case 'shared':
      return tf.layers.dense({ name: called, units: width, activation });
    case 'nested': {
      const inner = tf.input({ shape: x.shape.slice(1) });
      const dense = tf.layers.dense({ units, activation }).apply(inner) as tf.SymbolicTensor;
      return tf.model({ name: called, inputs: inner, outputs: dense });
    }
  }
}

/** Inputs and targets for the model; some with what should not be there. */
export function dataOf({ reading, head, rows, scale, spoilt }: ModelSpec): { xs: tf.Tensor; ys: tf.Tensor } {
  const shape = [rows, ...shapes[reading]];
  const made =
    reading === 'words'
      ? tf.randomUniform(shape, 0, 9, 'int32', 5)
      : tf.randomNormal(shape, 0, 1, 'float32', 5).mul(scale);
  const xs = spoilt === 'no' || reading === 'words' ? made : made.mul(spoilt === 'zero' ? 0 : Number(spoilt));
  const index = tf.range(0, rows, 1, 'int32').mod(tf.scalar(head === 'yes' ? 2 : 3, 'int32'));
  if (head === 'classes') return { xs, ys: tf.oneHot(index.toInt(), 3).toFloat() };
  if (head === 'numbers') return { xs, ys: tf.randomNormal([rows, 1], 0, 1, 'float32', 6) };
  return { xs, ys: index.toFloat().reshape([rows, 1]) };
}
