import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

/** Customers of ten standardised features; whether they leave, two classes of about half each. */
export function churn(tf: Tf, seed: number, { examples = 640, noise = 0.5 } = {}): Plain {
  const random = new Random(seed + 53);
  const rows = Array.from({ length: examples }, () => Array.from(random.normals(10)));
  const labels = rows.map(([a = 0, b = 0, c = 0, d = 0, e = 0]) =>
    Number(a - 0.8 * b + c * d + 0.5 * Math.abs(e) - 0.4 + noise * random.normal() > 0),
  );
  return { xs: tf.tensor2d(rows), ys: oneHot(tf, labels, 2) };
}

/** Rings around each other in the plane, standardised. */
export function rings(tf: Tf, seed: number, { examples = 640, classes = 3, noise = 0.08 } = {}): Plain {
  const random = new Random(seed + 59);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const rows = labels.map((label) => {
    const [radius, angle] = [(label + 1) / classes + noise * random.normal(), 2 * Math.PI * random.uniform()];
    return [2 * radius * Math.cos(angle), 2 * radius * Math.sin(angle)];
  });
  return { xs: tf.tensor2d(rows), ys: oneHot(tf, labels, classes) };
}

/** A driven pendulum: sine and cosine of its angle, speed, push; its next state. */
export function pendulum(tf: Tf, seed: number, { examples = 640, noise = 0.03 } = {}): Plain {
  const random = new Random(seed + 61);
  const [xs, ys]: [number[][], number[][]] = [[], []];
  for (let example = 0; example < examples; example++) {
    const angle = 2 * Math.PI * random.uniform();
    const [speed, push] = [random.normal(), random.normal()];
    const faster = speed - 0.6 * Math.sin(angle) + 0.5 * push;
    const later = angle + 0.5 * faster;
    xs.push([Math.SQRT2 * Math.sin(angle), Math.SQRT2 * Math.cos(angle), speed, push]);
    ys.push([Math.sin(later), Math.cos(later), 0.7 * faster].map((y) => y + noise * random.normal()));
  }
  return { xs: tf.tensor2d(xs), ys: tf.tensor2d(ys) };
}

/** Coins of −1 and 1, and whether the number of ones is odd. */
export function checksums(tf: Tf, seed: number, { examples = 6400, bits = 24 } = {}): Plain {
  const random = new Random(seed + 67);
  const rows = Array.from({ length: examples }, () => Array.from({ length: bits }, () => random.integer(2)));
  const labels = rows.map((row) => row.reduce((sum, bit) => sum + bit, 0) % 2);
  return { xs: tf.tensor2d(rows.map((row) => row.map((bit) => 2 * bit - 1))), ys: oneHot(tf, labels, 2) };
}

/** Six standardised features, and a count that is Poisson distributed around an exponential of them. */
export function visits(tf: Tf, seed: number, { examples = 640 } = {}): Plain {
  const random = new Random(seed + 71);
  const rows = Array.from({ length: examples }, () => Array.from(random.normals(6)));
  const counts = rows.map(([a = 0, b = 0, c = 0]) => {
    const floor = Math.exp(-Math.exp(1 + 0.5 * a - 0.3 * b + 0.3 * Math.sin(2 * c)));
    let count = 0;
    for (let product = random.uniform(); product > floor; product *= random.uniform()) count++;
    return [count];
  });
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(counts) };
}

/** Documents: how often each of `words` words occurs, over a usual length; rows of `empty` have none. */
export function documents(
  tf: Tf,
  seed: number,
  { examples = 640, words = 30, topics = 4, empty = [] as readonly number[] } = {},
): tfjs.Tensor2D {
  const random = new Random(seed + 73);
  const rows = Array.from({ length: examples }, (_, at) => {
    const topic = random.integer(topics);
    const row = Array<number>(words).fill(0);
    for (let word = 0; word < 24; word++) {
      const drawn = random.integer(words);
      const index = random.uniform() < 0.7 ? Math.min(words - 1, drawn - (drawn % topics) + topic) : drawn;
      row[index] = (row[index] ?? 0) + 0.25;
    }
    return empty.includes(at) ? row.map(() => 0) : row;
  });
  return tf.tensor2d(rows);
}
