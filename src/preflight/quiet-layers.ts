import type { LayerLike } from '../tap/model.js';
import { layersInside } from '../tap/wiring.js';
import type { Overrides } from './overrides.js';

/**
 * Switches off, for a moment, what makes a layer random in training: dropout, noise, augmentation. A layer is told that it
 * does not train, unless it keeps statistics of batches, as batch normalization does: those are what it normalizes by.
 * Recurrent layers neither drop anything nor keep their state from one batch to the next.
 */
export function quieten(layer: LayerLike, overrides: Overrides): void {
  const inner = layer.layer;
  if (inner) for (const each of [inner, ...layersInside(inner)]) quieten(each, overrides);
  for (const half of [Reflect.get(layer, 'forwardLayer'), Reflect.get(layer, 'backwardLayer')])
    if (isLayer(half)) quieten(half, overrides);
  if (layer.cell) quietenCell(layer.cell, overrides);
  if (Reflect.get(layer, 'stateful') === true && layer.cell) overrides.set(layer, 'stateful', false);
  // A nested model, or a wrapper, hands on what it is told: each layer in it decides for itself.
  const isLeaf = layer.layers === undefined && inner === undefined;
  if (!isLeaf || keepsStatistics(layer)) return;
  const call = layer.call;
  // A layer that is frozen has to be called as it is.
  overrides.setIfPossible(layer, 'call', function quiet(this: LayerLike, inputs: unknown, kwargs: object) {
    return call.call(this, inputs, { ...kwargs, training: false });
  });
}

/** Masks that an earlier batch left behind stay where they are (tfjs-layers 4.22, recurrent.ts). */
function quietenCell(cell: object, overrides: Overrides): void {
  for (const name of ['dropoutMask', 'recurrentDropoutMask'])
    if (name in cell) overrides.set(cell, name, null);
  for (const name of ['dropout', 'recurrentDropout']) if (name in cell) overrides.set(cell, name, 0);
  const stacked: unknown = Reflect.get(cell, 'cells');
  if (Array.isArray(stacked)) for (const each of stacked) quietenCell(Object(each), overrides);
}

/** Whether it has weights that no optimizer updates, as the running mean of a normalization. */
const keepsStatistics = ({ _nonTrainableWeights }: LayerLike): boolean =>
  (_nonTrainableWeights?.length ?? 0) > 0;

const isLayer = (value: unknown): value is LayerLike =>
  typeof value === 'object' && value !== null && 'call' in value && 'weights' in value;
