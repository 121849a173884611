import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

/** Two channels [examples, length, 2] with a pulse; the class is the pulse's form: single, double, or upside down. */
export function beats(tf: Tf, seed: number, { examples = 512, length = 20, noise = 0.25 } = {}): Plain {
  const random = new Random(seed + 41);
  const labels = Array.from({ length: examples }, () => random.integer(3));
  const values = labels.flatMap((label) => {
    const [at, width] = [4 + (length - 9) * random.uniform(), 1 + 0.4 * random.uniform()];
    const bump = (t: number, center: number) => Math.exp(-(((t - center) / width) ** 2));
    return Array.from({ length }, (_, t) => {
      const pulse = bump(t, at) * (label === 2 ? -1 : 1) + (label === 1 ? bump(t, at + 3.5) : 0);
      return [1.8 * pulse + noise * random.normal(), 0.8 * bump(t, at + 1) - 0.2 + noise * random.normal()];
    }).flat();
  });
  return { xs: tf.tensor3d(values, [examples, length, 2]), ys: oneHot(tf, labels, 3) };
}

/** A load curve of two rhythms and noise, of unit variance; the target is its next value. */
export function load(tf: Tf, seed: number, { examples = 512, length = 16, noise = 0.15 } = {}): Plain {
  const random = new Random(seed + 43);
  const [values, targets]: [number[], number[]] = [[], []];
  for (let example = 0; example < examples; example++) {
    const [day, week] = [2 * Math.PI * random.uniform(), 2 * Math.PI * random.uniform()];
    const height = 0.7 + 0.6 * random.uniform();
    const at = (t: number) =>
      height * Math.sin(0.8 * t + day) + 0.7 * Math.sin(0.23 * t + week) + noise * random.normal();
    for (let t = 0; t < length; t++) values.push(at(t));
    targets.push(at(length));
  }
  return { xs: tf.tensor3d(values, [examples, length, 1]), ys: tf.tensor2d(targets, [examples, 1]) };
}

/** Reviews [examples, length] of words 1 … `words` − 1; odd words praise, even ones blame, and the louder side wins. */
export function reviews(
  tf: Tf,
  seed: number,
  { examples = 640, length = 9, words = 40, bias = 0.68 } = {},
): Plain & { readonly xs: tfjs.Tensor2D } {
  const random = new Random(seed + 47);
  const labels: number[] = [];
  const values: number[] = [];
  for (let example = 0; example < examples; example++) {
    const mood = random.integer(2);
    const text = Array.from({ length }, () => {
      const word = 1 + random.integer(words - 2);
      const parity = random.uniform() < bias ? mood : 1 - mood;
      return word % 2 === parity ? word : word + 1;
    });
    const praise = text.filter((word) => word % 2 === 1).length;
    labels.push(Number(2 * praise > length));
    values.push(...text);
  }
  return { xs: tf.tensor2d(values, [examples, length]), ys: oneHot(tf, labels, 2) };
}
