import { isModel, type LayerLike, type ModelLike, trainingModel } from '../../tap/model.js';
import { type Inside, layersInside } from '../../tap/wiring.js';

/** Layers that only put values in another order. */
const arranging = new Set(['InputLayer', 'Reshape', 'Flatten', 'Permute', 'RepeatVector', 'Concatenate']);

/** Entries of the smallest embedding that looks values of this input up; undefined where none does. */
export function vocabularyOf(model: ModelLike, input: number): number | undefined {
  const source = model.inputs[input]?.sourceLayer;
  if (!source) return undefined;
  const sizes = readersOf(source, layersInside(model)).flatMap((layer) => {
    const embedding = layer.getClassName() === 'TimeDistributed' ? layer.layer : layer;
    if (embedding?.getClassName() !== 'Embedding') return [];
    const { inputDim } = embedding.getConfig();
    return typeof inputDim === 'number' ? [inputDim] : [];
  });
  return sizes.length > 0 ? Math.min(...sizes) : undefined;
}

/** The layers that compute with what this one gives, in nested models as well. */
function readersOf(source: LayerLike, inside: Inside): readonly LayerLike[] {
  return (source.outboundNodes ?? []).flatMap(({ outboundLayer: next, inboundLayers = [] }) => {
    // Other models may use the layer too.
    if (!inside.has(next)) return [];
    if (arranging.has(next.getClassName())) return readersOf(next, inside);
    if (!isModel(next)) return [next];
    const entry = trainingModel(next).inputs[inboundLayers.indexOf(source)]?.sourceLayer;
    return entry ? readersOf(entry, inside) : [];
  });
}
