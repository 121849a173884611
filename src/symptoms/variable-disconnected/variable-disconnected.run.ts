import type { LayerVariable, Shape, Tensor } from '@tensorflow/tfjs';
import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** `contrast` multiplies by a number that it read into JavaScript: the loss does not know where that number came from. */
export const run: FaultyRun = {
  symptom: 'variable-disconnected',
  mistake: 'A layer reads its variable into JavaScript and computes with the number.',
  layer: 'contrast',
  within: 60,
  build: (tf, digits) => training(tf, digits, 'number'),
  remedy: { number: 2, proves: 'loss', build: (tf, digits) => training(tf, digits, 'tensor') },
};

function training(tf: Tf, { train, test }: Digits, as: 'number' | 'tensor'): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-disconnected',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      contrast(tf, 'contrast', as),
      tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: heNormal(1) }),
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: heNormal(2) }),
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

/** x · scale, where scale is meant to be learned. */
function contrast(tf: Tf, name: string, as: 'number' | 'tensor') {
  class Contrast extends tf.layers.Layer {
    static readonly className = 'Contrast';
    private scale: LayerVariable | undefined;

    override build(_: Shape): void {
      this.scale = this.addWeight('scale', [1], 'float32', tf.initializers.constant({ value: 0.3 }));
      this.built = true;
    }

    override call(inputs: Tensor | Tensor[]): Tensor {
      return tf.tidy(() => {
        const x = tf.stack([inputs].flat()).squeeze<Tensor>([0]);
        const scale = this.scale?.read() ?? tf.scalar(1);
        return x.mul(as === 'number' ? scale.dataSync() : scale);
      });
    }
  }
  return new Contrast({ name });
}
