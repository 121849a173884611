import type * as tfjs from '@tensorflow/tfjs';
import type { Tf } from '../../../run.js';

/** The sum over a sequence [batch, time, features], as somebody's own layer. */
export function total(tf: Tf, config: { name: string; inputShape?: number[] }): tfjs.layers.Layer {
  class Total extends tf.layers.Layer {
    static readonly className = 'Total';

    override computeOutputShape(shape: tfjs.Shape | tfjs.Shape[]): tfjs.Shape {
      return [shape[0] as number | null, shape[2] as number | null];
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      return tf.tidy(() => {
        const [sequence] = [inputs].flat();
        if (!sequence) throw new Error('total: expected an input, found none');
        return sequence.sum(1);
      });
    }
  }
  return new Total(config);
}

/** A chain of layers on an input. */
export const chain = (input: tfjs.SymbolicTensor, ...layers: tfjs.layers.Layer[]): tfjs.SymbolicTensor =>
  layers.reduce((x, layer) => layer.apply(x) as tfjs.SymbolicTensor, input);
