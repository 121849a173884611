import { isModel, type LayerLike, type ModelLike, trainingModel } from './model.js';

/** Layers that hand the scale of what they get on, and weigh nothing. */
const passing = new Set([
  'Activation',
  'Add',
  'Average',
  'AveragePooling1D',
  'AveragePooling2D',
  'Concatenate',
  'Cropping2D',
  'Dropout',
  'ELU',
  'Flatten',
  'GaussianDropout',
  'GaussianNoise',
  'GlobalAveragePooling1D',
  'GlobalAveragePooling2D',
  'GlobalMaxPooling1D',
  'GlobalMaxPooling2D',
  'InputLayer',
  'LeakyReLU',
  'Masking',
  'Maximum',
  'MaxPooling1D',
  'MaxPooling2D',
  'Permute',
  'ReLU',
  'RepeatVector',
  'Reshape',
  'Resizing',
  'Softmax',
  'SpatialDropout1D',
  'UpSampling2D',
  'ZeroPadding2D',
]);
const normalizing = new Set(['BatchNormalization', 'LayerNormalization']);

/** The layers of the watched model, nested ones with it: a layer may be part of other models as well. */
export type Inside = ReadonlySet<LayerLike>;

export function layersInside(model: LayerLike, found = new Set<LayerLike>()): Inside {
  // A `Sequential` holds the model that it trains.
  for (const part of [model, isModel(model) ? trainingModel(model) : model]) {
    for (const layer of part.layers ?? []) {
      if (found.has(layer)) continue;
      found.add(layer);
      layersInside(layer, found);
    }
  }
  return found;
}

/** The layers that weigh what this one gives, beyond those that only pass it on; none where it becomes an output. */
function consumersOf(layer: LayerLike, inside: Inside, seen = new Set<LayerLike>()): LayerLike[] {
  return (layer.outboundNodes ?? []).flatMap(({ outboundLayer: next }) => {
    // Other models may use the layer too.
    if (seen.has(next) || !inside.has(next)) return [];
    seen.add(next);
    return passing.has(next.getClassName()) ? consumersOf(next, inside, seen) : [next];
  });
}

/** Whether nothing weighted comes after the layer: its output is the model's. */
export const isHead = (layer: LayerLike, inside: Inside): boolean => consumersOf(layer, inside).length === 0;

/** Whether a normalization follows on every way, so that the scale of the layer's weights does not matter. */
export function isNormalized(layer: LayerLike, inside: Inside): boolean {
  const consumers = consumersOf(layer, inside);
  return consumers.length > 0 && consumers.every((next) => normalizing.has(next.getClassName()));
}

/**
 * Whether an input's scale reaches a layer that weighs it. Layers whose kind is not known, and those that read indices
 * or normalize, may be made for any scale.
 */
export function isScaleSeen(model: ModelLike, input: number): boolean {
  const source = model.inputs[input]?.sourceLayer;
  if (!source) return false;
  const inside = layersInside(model);
  return consumersOf(source, inside).some((layer) => seesScale(layer, inside));
}

const weighing =
  /^(Dense|Conv|Depthwise|Separable|LSTM|GRU|SimpleRNN|RNN|ConvLSTM|Bidirectional|TimeDistributed)/;
const seesScale = (layer: LayerLike, inside: Inside): boolean => {
  const inner = layer.layers?.[0];
  if (!inner) return weighing.test(layer.getClassName());
  // A nested model: its first layer is its input, and leads on.
  if (!passing.has(inner.getClassName())) return seesScale(inner, inside);
  return consumersOf(inner, inside).some((next) => seesScale(next, inside));
};
