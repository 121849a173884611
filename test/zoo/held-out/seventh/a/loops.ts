import type * as tfjs from '@tensorflow/tfjs';
import type { Tf } from '../../../run.js';
import type { Told } from '../../part2-loops.js';

export type Gradients = tfjs.NamedTensorMap;

/** A step of a loop that takes the gradients into its own hands: `change` makes of them what is applied. */
export function stepByHand(
  tf: Tf,
  optimizer: tfjs.Optimizer,
  variables: tfjs.Variable[],
  loss: () => tfjs.Scalar,
  change: (gradients: Gradients) => Gradients,
): Told {
  const { value, grads } = tf.variableGrads(loss, variables);
  const changed = change(grads);
  optimizer.applyGradients(changed);
  tf.dispose([grads, changed]);
  return { loss: value };
}

/** The same change of each gradient. */
export const each = (gradients: Gradients, change: (gradient: tfjs.Tensor, name: string) => tfjs.Tensor) =>
  Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, change(gradient, name)]));

/** The length of all gradients together. */
export const lengthOf = (tf: Tf, gradients: Gradients): tfjs.Scalar =>
  tf.tidy(
    () => tf.addN(Object.values(gradients).map((gradient) => gradient.square().sum())).sqrt() as tfjs.Scalar,
  );

/** Multiplies or shifts the weights of a layer in place, as hand-written decay does. */
export function rewrite(
  tf: Tf,
  weights: readonly tfjs.LayerVariable[],
  change: (value: tfjs.Tensor) => tfjs.Tensor,
): void {
  for (const weight of weights) tf.tidy(() => (weight.read() as tfjs.Variable).assign(change(weight.read())));
}
