import type * as tfjs from '@tensorflow/tfjs';
import type { Tf } from '../run.js';

/** A model of these layers, one after the other. */
export function stack(tf: Tf, ...layers: readonly tfjs.layers.Layer[]): tfjs.Sequential {
  const model = tf.sequential();
  for (const layer of layers) model.add(layer);
  return model;
}

/** What a layer makes of the output of others. */
export const through = (
  layer: tfjs.layers.Layer,
  input: tfjs.SymbolicTensor | tfjs.SymbolicTensor[],
): tfjs.SymbolicTensor => layer.apply(input) as tfjs.SymbolicTensor;

/** Trainable variables of a model, as `optimizer.minimize` wants them. */
export const variablesOf = (model: tfjs.LayersModel): tfjs.Variable[] =>
  model.trainableWeights.map((weight) => weight.read() as tfjs.Variable);
