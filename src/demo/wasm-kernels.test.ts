import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, expect, test } from 'vitest';
import { registerWasmKernels } from './wasm-kernels.js';

interface Convolution {
  readonly image: [number, number, number, number];
  readonly filter: [number, number];
  readonly filters: number;
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
}

const convolutions: Convolution[] = [
  { image: [2, 7, 7, 1], filter: [3, 3], filters: 4, strides: 1, pad: 'same' },
  { image: [2, 7, 7, 3], filter: [3, 3], filters: 4, strides: 1, pad: 'valid' },
  { image: [3, 8, 8, 2], filter: [3, 3], filters: 5, strides: 2, pad: 'same' },
  { image: [3, 8, 8, 2], filter: [3, 3], filters: 5, strides: 2, pad: 'valid' },
  { image: [1, 9, 6, 2], filter: [4, 2], filters: 3, strides: [3, 2], pad: 'same' },
  { image: [1, 9, 6, 2], filter: [4, 2], filters: 3, strides: [3, 2], pad: 'valid' },
  { image: [4, 5, 5, 3], filter: [1, 1], filters: 6, strides: 1, pad: 'same' },
  { image: [4, 5, 5, 3], filter: [1, 1], filters: 6, strides: 2, pad: 'valid' },
  { image: [2, 6, 6, 2], filter: [5, 5], filters: 2, strides: 3, pad: 'same' },
  { image: [2, 6, 6, 2], filter: [3, 3], filters: 2, strides: 1, pad: 1 },
  { image: [32, 28, 28, 1], filter: [5, 5], filters: 8, strides: 2, pad: 'same' },
];

beforeAll(async () => {
  await tf.setBackend('wasm');
  registerWasmKernels(tf);
});

/** Gradients of sum(conv · weights) by the filter on the current backend. */
function filterGradient({ image, filter, filters, strides, pad }: Convolution): Float32Array {
  return tf.tidy(() => {
    const x = tf.randomNormal<tf.Rank.R4>(image, 0, 1, 'float32', 1);
    const kernel = tf.randomNormal<tf.Rank.R4>([...filter, image[3], filters], 0, 1, 'float32', 2);
    const loss = (k: tf.Tensor4D) => {
      const y = tf.conv2d(x, k, strides, pad);
      return y
        .mul(tf.randomNormal(y.shape, 0, 1, 'float32', 3))
        .sum()
        .asScalar();
    };
    return tf
      .grad((k) => loss(k as tf.Tensor4D))(kernel)
      .dataSync<'float32'>();
  });
}

test.each(convolutions)('the filter gradient on wasm is that of the cpu backend: %j', async (convolution) => {
  await tf.setBackend('cpu');
  const expected = filterGradient(convolution);
  await tf.setBackend('wasm');
  const actual = filterGradient(convolution);
  const scale = Math.max(...expected.map(Math.abs));
  expect(actual).toHaveLength(expected.length);
  expect(Math.max(...actual.map((value, i) => Math.abs(value - (expected[i] ?? NaN)))) / scale).toBeLessThan(
    1e-5,
  );
});

test('the kernel leaves nothing but its result behind, outside of a tidy too', () => {
  const x = tf.randomNormal<tf.Rank.R4>([2, 8, 8, 3]);
  const dy = tf.randomNormal<tf.Rank.R4>([2, 4, 4, 5]);
  const attrs = { strides: 2, pad: 'same', dataFormat: 'NHWC', filterShape: [3, 3, 3, 5] };
  const before = tf.memory().numTensors;
  tf.dispose(tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, attrs));
  expect(tf.memory().numTensors).toBe(before);
});

test('registering twice keeps the kernel that is there', () => {
  const kernel = tf.getKernel('Conv2DBackpropFilter', 'wasm');
  registerWasmKernels(tf);
  expect(tf.getKernel('Conv2DBackpropFilter', 'wasm')).toBe(kernel);
});

test('a data format that the kernel does not know is refused by name', () => {
  const x = tf.zeros<tf.Rank.R4>([1, 2, 4, 4]);
  const attrs = { strides: 1, pad: 'valid', dataFormat: 'NCHW', filterShape: [1, 1, 2, 2] };
  expect(() => tf.engine().runKernel('Conv2DBackpropFilter', { x, dy: x }, attrs)).toThrow(
    /expected data format NHWC/,
  );
});
