import type { Tensor } from '@tensorflow/tfjs';
import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** The network itself learns well; what the program keeps beside it grows by a tensor with every step. */
export const run: FaultyRun = {
  symptom: 'tensor-leak',
  mistake: 'A callback keeps what the network says of ten images after each step, as tensors.',
  within: 150,
  build: (tf, digits) => training(tf, digits, 'tensors'),
  remedy: { number: 1, proves: 'quiet', build: (tf, digits) => training(tf, digits, 'numbers') },
};

function training(tf: Tf, { train, test }: Digits, kept: 'tensors' | 'numbers'): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-leaking',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: heNormal(1) }),
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: heNormal(2) }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.001),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const samples = test.images.slice(0, 10);
  const say = () => [model.predict(samples)].flat();
  const numbers = () => tf.tidy(() => say().map((said) => said.dataSync()));
  const history: (Tensor | ArrayLike<number>)[] = [];
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 4,
    callbacks: { onBatchEnd: () => void history.push(...(kept === 'tensors' ? say() : numbers())) },
  };
}
