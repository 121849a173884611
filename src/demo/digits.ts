import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Digits, Tf } from './run.js';

/** Names of the classes, in the order of the labels. */
export const DIGIT_NAMES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** The same place seen from src/demo and from dist/demo, in a clone and in an installed package. */
const FOLDER = new URL('../../data/digits/', import.meta.url);
const UNSIGNED_BYTES = 8;

/** Loads the digits that come with the package (see data/README.md) onto the current backend. */
export async function loadDigits(tf: Tf): Promise<Digits> {
  const [train, test] = await Promise.all([loadSplit(tf, 'train'), loadSplit(tf, 'test')]);
  return { train, test };
}

async function loadSplit(tf: Tf, split: 'train' | 'test') {
  const [images, labels] = await Promise.all([
    readIdx(`${split}-images.idx.gz`),
    readIdx(`${split}-labels.idx.gz`),
  ]);
  const [count = 0, height = 0, width = 0] = images.shape;
  return {
    images: tf.tensor4d(
      Float32Array.from(images.values, (pixel) => pixel / 255),
      [count, height, width, 1],
    ),
    labels: tf.tidy(() =>
      tf
        .oneHot(tf.tensor1d(labels.values, 'int32'), DIGIT_NAMES.length)
        .toFloat()
        .as2D(count, DIGIT_NAMES.length),
    ),
  };
}

/** Reads MNIST's file format: 0, 0, type, rank, the dimensions as big-endian 32-bit numbers, the values. */
async function readIdx(file: string): Promise<{ shape: number[]; values: Uint8Array }> {
  const bytes = await promisify(gunzip)(await readFile(new URL(file, FOLDER)));
  const rank = bytes.readUInt8(3);
  const shape = Array.from({ length: rank }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const values = new Uint8Array(bytes.subarray(4 + 4 * rank));
  const expected = shape.reduce((product, size) => product * size, 1);
  if (bytes.readUInt16BE(0) !== 0 || bytes.readUInt8(2) !== UNSIGNED_BYTES || values.length !== expected) {
    throw new Error(
      `reading ${file}: expected an IDX file of ${expected} bytes in shape [${shape}], got ${values.length}; reinstall the package`,
    );
  }
  return { shape, values };
}
