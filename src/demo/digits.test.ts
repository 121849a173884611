import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDigits } from './digits.js';
import type { Digits } from './run.js';

let digits: Digits;
beforeAll(async () => {
  await tf.setBackend('wasm');
  digits = await loadDigits(tf);
});

describe.each([
  ['train', 3000],
  ['test', 500],
] as const)('the %s digits', (split, count) => {
  test(`are ${count} images of 28 by 28 grey values in 0..1`, () => {
    const { images } = digits[split];
    expect(images.shape).toEqual([count, 28, 28, 1]);
    expect(images.min().dataSync()[0]).toBe(0);
    expect(images.max().dataSync()[0]).toBe(1);
  });

  test('have every digit equally often', () => {
    const { labels } = digits[split];
    expect(labels.shape).toEqual([count, 10]);
    expect([...labels.sum(0).dataSync()]).toEqual(Array(10).fill(count / 10));
  });
});

test('no image is in both sets, or twice in one', () => {
  const all = tf
    .concat([digits.train.images, digits.test.images])
    .reshape([3500, 784])
    .arraySync() as number[][];
  expect(new Set(all.map((pixels) => pixels.join())).size).toBe(3500);
});

test('an image shows the digit of its label: zeros are hollow, ones are not', () => {
  const center = (digit: number) => {
    const rows = digits.train.labels.argMax(1).equal(digit).asType('float32');
    const mean = digits.train.images
      .mul(rows.reshape([3000, 1, 1, 1]))
      .sum(0)
      .div(300);
    return mean.slice([13, 13, 0], [2, 2, 1]).mean().dataSync()[0];
  };
  expect(center(0)).toBeLessThan(0.1);
  expect(center(1)).toBeGreaterThan(0.7);
});
