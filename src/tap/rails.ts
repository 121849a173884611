import type { LayerLike } from './model.js';

/** Where the outputs of a layer's units stop passing gradient: at 0, at −1 and 1, at 0 and 1. */
export type Rails = 'relu' | 'tanh' | 'sigmoid';

export function railsOf(layer: LayerLike): Rails | undefined {
  const of = layer.layer ?? layer;
  if (of.getClassName() === 'ReLU') return 'relu';
  // The output of a simple recurrent layer is its cell's activation; gated cells squash theirs once more.
  const cell: unknown = of.getClassName() === 'SimpleRNN' ? of.cell : undefined;
  const activation = cell
    ? (Reflect.get(Object(cell), 'activation') as LayerLike['activation'])
    : of.activation;
  switch (activation?.constructor.className) {
    case 'relu':
    case 'relu6':
      return 'relu';
    case 'tanh':
      return 'tanh';
    case 'sigmoid':
      return 'sigmoid';
    default:
      return undefined;
  }
}

/** Whether what a layer hands on lies within rails on both sides, however large its weights are. */
export function isBounded(layer: LayerLike): boolean {
  const rails = railsOf(layer);
  if (rails === 'tanh' || rails === 'sigmoid') return true;
  const next = layer.outboundNodes?.map(({ outboundLayer }) => outboundLayer) ?? [];
  return next.length > 0 && next.every((after) => after.getClassName() === 'Activation' && isBounded(after));
}
