import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { registerWasmKernels } from '../dist/demo/wasm-kernels.js';

const WASM_FILES = new URL('../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url);
const CLASSES = 10;
let seed = 1;
const initialized = () => ({ kernelInitializer: tf.initializers.glorotUniform({ seed: seed++ }) });

/** Loads the wasm backend with the kernel that training a convolution needs. */
export async function useWasm() {
  setWasmPaths(WASM_FILES.pathname);
  if (!(await tf.setBackend('wasm'))) throw new Error('bench: the wasm backend did not start');
  await tf.ready();
  registerWasmKernels(tf);
  return tf;
}

/** What is measured: a model and batches for it, made anew by each call. */
export const subjects = {
  'small CNN (conv 8, 16, dense 64; batch 32)': {
    steps: 30,
    build() {
      seed = 1;
      return tf.sequential({
        layers: [
          tf.layers.conv2d({
            name: 'conv1',
            filters: 8,
            kernelSize: 3,
            strides: 2,
            activation: 'relu',
            inputShape: [28, 28, 1],
            ...initialized(),
          }),
          tf.layers.conv2d({
            name: 'conv2',
            filters: 16,
            kernelSize: 3,
            strides: 2,
            activation: 'relu',
            ...initialized(),
          }),
          tf.layers.flatten({ name: 'flat' }),
          tf.layers.dense({ name: 'dense', units: 64, activation: 'relu', ...initialized() }),
          tf.layers.dense({ name: 'out', units: CLASSES, activation: 'softmax', ...initialized() }),
        ],
      });
    },
    data: () => examples(10 * 32, [28, 28, 1]),
    batchSize: 32,
  },
  'MLP of 1.0 M parameters (784, 768, 512, 10; batch 32)': {
    steps: 4,
    build() {
      seed = 1;
      return tf.sequential({
        layers: [
          tf.layers.dense({
            name: 'dense1',
            units: 768,
            activation: 'relu',
            inputShape: [784],
            ...initialized(),
          }),
          tf.layers.dense({ name: 'dense2', units: 512, activation: 'relu', ...initialized() }),
          tf.layers.dense({ name: 'out', units: CLASSES, activation: 'softmax', ...initialized() }),
        ],
      });
    },
    data: () => examples(4 * 32, [784]),
    batchSize: 32,
  },
};

function examples(count, shape) {
  const classes = tf.tensor1d(
    Array.from({ length: count }, (_, i) => i % CLASSES),
    'int32',
  );
  return {
    images: tf.randomUniform([count, ...shape], 0, 1, 'float32', 7),
    labels: tf.oneHot(classes, CLASSES).toFloat(),
  };
}
