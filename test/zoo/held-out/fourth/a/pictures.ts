import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

const inUnit = (x: number): number => Math.min(1, Math.max(0, x));

function pixelsOf(size: number, value: (row: number, column: number) => number): number[] {
  return Array.from({ length: size * size }, (_, at) => inUnit(value(Math.floor(at / size), at % size)));
}

/** Stripes in 0..1 of a random width and phase; the class is their direction. */
export function gratings(
  tf: Tf,
  seed: number,
  { examples = 512, size = 10, classes = 4, noise = 0.15 } = {},
): Plain {
  const random = new Random(seed + 11);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values = labels.flatMap((label) => {
    const angle = (Math.PI * label) / classes + 0.1 * random.normal();
    const [frequency, phase] = [0.9 + 0.6 * random.uniform(), 2 * Math.PI * random.uniform()];
    const contrast = 0.2 + 0.2 * random.uniform();
    return pixelsOf(
      size,
      (row, column) =>
        0.5 +
        contrast * Math.sin(frequency * (row * Math.cos(angle) + column * Math.sin(angle)) + phase) +
        noise * random.normal(),
    );
  });
  return { xs: tf.tensor4d(values, [examples, size, size, 1]), ys: oneHot(tf, labels, classes) };
}

/** A disc, a frame, a cross or a slanted bar somewhere in a picture of 0..1. */
export function shapes(tf: Tf, seed: number, { examples = 512, size = 12, noise = 0.1 } = {}): Plain {
  const random = new Random(seed + 23);
  const labels = Array.from({ length: examples }, () => random.integer(4));
  const values: number[] = [];
  for (const label of labels) {
    const radius = size * (0.22 + 0.1 * random.uniform());
    const room = size - 2 * radius - 1;
    const [top, left] = [radius + room * random.uniform(), radius + room * random.uniform()];
    const ink = 0.5 + 0.4 * random.uniform();
    const inside = (row: number, column: number): boolean => {
      const [down, right] = [Math.abs(row - top), Math.abs(column - left)];
      const widest = Math.max(down, right);
      if (label === 0) return Math.hypot(down, right) < radius;
      if (label === 1) return widest < radius && widest > radius - 1.6;
      if (label === 2) return widest < radius && Math.min(down, right) < 0.8;
      return widest < radius && Math.abs(row - top + column - left) < 1.5;
    };
    const mask = pixelsOf(size, (row, column) => Number(inside(row, column)));
    values.push(...mask.map((on) => inUnit(0.1 + ink * on + noise * random.normal())));
  }
  const shape: [number, number, number, number] = [examples, size, size, 1];
  return {
    xs: tf.tensor4d(values, shape),
    ys: oneHot(tf, labels, 4),
  };
}

/** Pictures [examples, size · size] in 0..1 of two soft spots each. */
export function spots(tf: Tf, seed: number, { examples = 512, size = 8 } = {}): tfjs.Tensor2D {
  const random = new Random(seed + 31);
  const values = Array.from({ length: examples }, () => {
    const two = [0, 1].map(() => [
      size * random.uniform(),
      size * random.uniform(),
      0.5 + 0.5 * random.uniform(),
    ]);
    return pixelsOf(size, (row, column) =>
      two.reduce(
        (sum, [top = 0, left = 0, light = 0]) =>
          sum + light * Math.exp(-((row - top) ** 2 + (column - left) ** 2) / 3),
        0,
      ),
    );
  });
  return tf.tensor2d(values.flat(), [examples, size * size]);
}
