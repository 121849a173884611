import type * as tfjs from '@tensorflow/tfjs';
import type { Tf } from '../subject.js';

/** An operation of one's own, and its gradient, right or wrong: what examples of this check are made of. */
export interface Operation {
  readonly name: string;
  readonly forward: (tf: Tf, x: tfjs.Tensor) => tfjs.Tensor;
  /** Of the loss by `x`, given that by the output. */
  readonly gradient: (tf: Tf, x: tfjs.Tensor, dy: tfjs.Tensor) => tfjs.Tensor;
}

/** A layer that applies an operation to what it gets. */
export function operationLayer(tf: Tf, { name, forward, gradient }: Operation): tfjs.layers.Layer {
  const apply = tf.customGrad((x, save) => {
    const input = x as tfjs.Tensor;
    (save as tfjs.GradSaveFunc)([input]);
    return {
      value: forward(tf, input),
      gradFunc: (dy, saved) => gradient(tf, (saved as tfjs.Tensor[])[0] ?? input, dy as tfjs.Tensor),
    };
  });
  class Custom extends tf.layers.Layer {
    static className = 'Custom';
    override computeOutputShape(shape: tfjs.Shape): tfjs.Shape {
      return shape;
    }
    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [input = inputs as tfjs.Tensor] = [inputs].flat();
      return apply(input);
    }
  }
  return new Custom({ name });
}

/** x · σ(x), whose derivative has two terms. */
export const swish: Operation = {
  name: 'swish',
  forward: (tf, x) => x.mul(tf.sigmoid(x)),
  gradient: (tf, x, dy) => {
    const gate = tf.sigmoid(x);
    return dy.mul(gate.add(x.mul(gate).mul(tf.sub(1, gate))));
  },
};

/** The same operation, whose gradient is changed. */
export const but = (
  operation: Operation,
  wrong: (right: tfjs.Tensor, tf: Tf, x: tfjs.Tensor, dy: tfjs.Tensor) => tfjs.Tensor,
): Operation => ({
  ...operation,
  gradient: (tf, x, dy) => wrong(operation.gradient(tf, x, dy), tf, x, dy),
});

/** A dense layer that differentiates itself. */
export function denseLayer(
  tf: Tf,
  {
    name,
    units,
    seed,
    wrong,
  }: { name: string; units: number; seed: number; wrong?: 'kernel' | 'bias' | 'input' | 'sum' },
): tfjs.layers.Layer {
  const apply = tf.customGrad((x, kernel, bias, save) => {
    const [input, weights, offset] = [x as tfjs.Tensor2D, kernel as tfjs.Tensor2D, bias as tfjs.Tensor1D];
    (save as unknown as tfjs.GradSaveFunc)([input, weights]);
    return {
      value: input.matMul(weights).add(offset),
      gradFunc: (dy, saved) => {
        const [x2 = input, kernel2 = weights] = saved as tfjs.Tensor2D[];
        const out = dy as tfjs.Tensor2D;
        const toKernel = tf.matMul(x2, out, true);
        return [
          wrong === 'input' ? x2.zerosLike() : tf.matMul(out, kernel2, false, true),
          wrong === 'kernel' ? toKernel.transpose() : toKernel,
          wrong === 'bias'
            ? out.slice([0, 0], [1, -1]).squeeze([0])
            : wrong === 'sum'
              ? out.mean(0)
              : out.sum(0),
        ];
      },
    };
  });
  class OwnDense extends tf.layers.Layer {
    static className = 'OwnDense';
    private kernel: tfjs.LayerVariable | undefined;
    private bias: tfjs.LayerVariable | undefined;
    override build(shape: tfjs.Shape): void {
      const inputs = shape.at(-1) ?? 1;
      this.kernel = this.addWeight(
        'kernel',
        [inputs, units],
        'float32',
        tf.initializers.glorotNormal({ seed }),
      );
      this.bias = this.addWeight('bias', [units], 'float32', tf.initializers.zeros());
      super.build(shape);
    }
    override computeOutputShape(shape: tfjs.Shape): tfjs.Shape {
      return [...shape.slice(0, -1), units];
    }
    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [input = inputs as tfjs.Tensor] = [inputs].flat();
      if (!this.kernel || !this.bias) throw new Error('not built');
      return apply(input, this.kernel.read(), this.bias.read());
    }
  }
  return new OwnDense({ name });
}
