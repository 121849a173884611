import type { LayerVariable, Shape, Tensor } from '@tensorflow/tfjs';
import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** `gate` decides which features count, but its decision is rounded: the gradient of rounding is zero, always. */
export const run: FaultyRun = {
  symptom: 'variable-not-training',
  mistake: 'A gate is rounded to 0 or 1 inside the network, and no gradient passes a rounding.',
  layer: 'gate',
  within: 150,
  build: (tf, digits) => training(tf, digits, 'rounded'),
  remedy: { number: 2, proves: 'loss', build: (tf, digits) => training(tf, digits, 'smooth') },
};

function training(tf: Tf, { train, test }: Digits, kind: 'rounded' | 'smooth'): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-gated',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu', kernelInitializer: heNormal(1) }),
      gate(tf, 'gate', kind),
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: heNormal(3) }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 4,
  };
}

/** x · sigmoid(x · kernel), rounded or not: how much of x passes, as the kernel decides. */
function gate(tf: Tf, name: string, kind: 'rounded' | 'smooth') {
  class Gate extends tf.layers.Layer {
    static readonly className = 'Gate';
    private kernel: LayerVariable | undefined;

    override build(shape: Shape): void {
      const units = shape.at(-1) ?? 0;
      this.kernel = this.addWeight(
        'kernel',
        [units, units],
        'float32',
        tf.initializers.heNormal({ seed: 2 }),
      );
      this.built = true;
    }

    override call(inputs: Tensor | Tensor[]): Tensor {
      return tf.tidy(() => {
        const x = Array.isArray(inputs) ? (inputs[0] ?? tf.zeros([0])) : inputs;
        const share = this.kernel ? tf.matMul(x, this.kernel.read()).sigmoid() : tf.onesLike(x);
        return x.mul(kind === 'rounded' ? share.round() : share);
      });
    }
  }
  return new Gate({ name });
}
