import type * as tfjs from '@tensorflow/tfjs';
import type { Tf } from '../../../run.js';

const only = (inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor => {
  const [input] = [inputs].flat();
  if (!input) throw new Error('calling a layer: expected one input, found none');
  return input;
};

/** Multiplies by a factor, which a schedule would raise from 0 to 1. */
export function fading(tf: Tf, name: string, factor: number): tfjs.layers.Layer {
  class Fading extends tf.layers.Layer {
    static className = 'Fading';

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      return only(inputs).mul(factor);
    }
  }
  return new Fading({ name });
}

/** Linear experts, mixed as a gate says; `asked` is how many of them the layer takes into its sum. */
export function experts(
  tf: Tf,
  name: string,
  { units, count, asked }: { readonly units: number; readonly count: number; readonly asked: number },
): tfjs.layers.Layer {
  class Experts extends tf.layers.Layer {
    static className = 'Experts';
    private gate: tfjs.LayerVariable | undefined;
    private kernels: tfjs.LayerVariable[] = [];

    override build(shape: tfjs.Shape): void {
      const features = shape.at(-1) ?? 1;
      const start = tf.initializers.glorotNormal({});
      this.gate = this.addWeight('gate', [features, count], 'float32', start);
      this.kernels = Array.from({ length: count }, (_, expert) =>
        this.addWeight(`expert${expert}`, [features, units], 'float32', start),
      );
      super.build(shape);
    }

    override computeOutputShape(shape: tfjs.Shape): tfjs.Shape {
      return [...shape.slice(0, -1), units];
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      return tf.tidy(() => {
        const x = only(inputs);
        if (!this.gate) throw new Error('calling a layer of experts: expected it to be built');
        const shares = x.matMul(this.gate.read()).softmax();
        const parts = this.kernels
          .slice(0, asked)
          .map((kernel, expert) => x.matMul(kernel.read()).mul(shares.slice([0, expert], [-1, 1])));
        return tf.addN(parts).relu();
      });
    }
  }
  return new Experts({ name });
}
