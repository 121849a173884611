import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, type Plain } from '../../data.js';
import { Random } from '../../random.js';
import type { Tf } from '../../run.js';

const times = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => one(i));

export const standardised = (values: tfjs.Tensor): tfjs.Tensor => {
  const centred = values.sub(values.mean(0, true));
  return centred.div(centred.square().mean(0, true).sqrt().add(1e-6));
};

/** Bits as -1 and 1; is the number of ones among the first `of` odd? */
export function parity(tf: Tf, seed: number, { examples = 512, bits = 6, of = 2 } = {}): Plain {
  const random = new Random(seed + 11);
  const rows = times(examples, () => times<number>(bits, () => (random.uniform() < 0.5 ? -1 : 1)));
  const ys = rows.map((row) => Number(row.slice(0, of).reduce((product, bit) => product * -bit, 1) < 0));
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(ys, [examples, 1]) };
}

/** Rings around the origin, one a class. */
export function rings(tf: Tf, seed: number, { examples = 512, classes = 3, noise = 0.12 } = {}): Plain {
  const random = new Random(seed + 12);
  const labels = times(examples, () => random.integer(classes));
  const rows = labels.map((label) => {
    const radius = 0.4 + label * (1.6 / classes) + noise * random.normal();
    const angle = 2 * Math.PI * random.uniform();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return { xs: tf.tensor2d(rows), ys: oneHot(tf, labels, classes) };
}

/** Customers: five numbers, two flags and a region in one-hot form; does one cancel? */
export function customers(tf: Tf, seed: number, { examples = 768, noise = 0.5 } = {}): Plain {
  const random = new Random(seed + 13);
  const ys: number[] = [];
  const rows = times(examples, () => {
    const numbers = times(5, () => random.normal());
    const [a = 0, b = 0, c = 0, d = 0] = numbers;
    const flags = times(2, () => random.integer(2));
    const region = random.integer(4);
    const score = 1.5 * a - b * c + (flags[0] ? 1 : -1) * d + (region === 2 ? 1.5 : -0.5);
    ys.push(Number(score + noise * random.normal() > 0));
    return [...numbers, ...flags, ...times(4, (index) => Number(index === region))];
  });
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(ys, [examples, 1]) };
}

/** Friedman's first function of five of the uniform features, standardised. */
export function friedman(
  tf: Tf,
  seed: number,
  { examples = 640, features = 7, noise = 0.05, outputs = 1 } = {},
): Plain {
  const random = new Random(seed + 14);
  const ys: number[][] = [];
  const rows = times(examples, () => {
    const row = times(features, () => random.uniform());
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = row;
    const parts = [Math.sin(Math.PI * a * b), 2 * (c - 0.5) ** 2, d, e / 2];
    const [p = 0, q = 0, r = 0, s = 0] = parts;
    const all = [(p + q + r + s - 1.45) / 0.48, (p - r) / 0.43, (q * 2 - s) / 0.4];
    ys.push(all.slice(0, outputs).map((value) => value + noise * random.normal()));
    return row.map((value) => (value - 0.5) * 3.46);
  });
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(ys) };
}

/** Tiny textures [examples, size, size, 1]: gratings in one direction a class, of any phase. */
export function textures(
  tf: Tf,
  seed: number,
  { examples = 512, size = 8, classes = 3, noise = 0.4 } = {},
): Plain {
  const random = new Random(seed + 15);
  const labels = times(examples, () => random.integer(classes));
  const values = labels.flatMap((label) => {
    const angle = (Math.PI * label) / classes;
    const phase = 2 * Math.PI * random.uniform();
    return times(size * size, (at) => {
      const along = Math.floor(at / size) * Math.cos(angle) + (at % size) * Math.sin(angle);
      return Math.sin(1.6 * along + phase) + noise * random.normal();
    });
  });
  return { xs: tf.tensor4d(values, [examples, size, size, 1]), ys: oneHot(tf, labels, classes) };
}

/** Signals [examples, length, 1]: square, triangle or saw waves with noise. */
export function waves(
  tf: Tf,
  seed: number,
  { examples = 512, length = 24, noise = 0.15, classes = 3 } = {},
): Plain {
  const random = new Random(seed + 16);
  const shapes = [
    (t: number) => (t < 0.5 ? 1 : -1),
    (t: number) => 6.8 * Math.abs(t - 0.5) - 1.7,
    (t: number) => 3.4 * t - 1.7,
  ];
  const labels = times(examples, () => random.integer(classes));
  const values = labels.flatMap((label) => {
    const [period, phase] = [8 + 4 * random.uniform(), random.uniform()];
    return times(length, (t) => (shapes[label]?.((t / period + phase) % 1) ?? 0) + noise * random.normal());
  });
  return { xs: tf.tensor3d(values, [examples, length, 1]), ys: oneHot(tf, labels, classes) };
}

/** Sequences of numbers [examples, length, 1] and their sum, scaled to unit variance. */
export function sums(tf: Tf, seed: number, { examples = 512, length = 10, noise = 0 } = {}): Plain {
  const random = new Random(seed + 17);
  const rows = times(examples, () => times(length, () => random.normal()));
  const ys = rows.map((row) => row.reduce((a, b) => a + b, 0) / Math.sqrt(length) + noise * random.normal());
  return { xs: tf.tensor3d(rows.flat(), [examples, length, 1]), ys: tf.tensor2d(ys, [examples, 1]) };
}

/** Token numbers [examples, length]; class 1 where token 1 comes oftener than token 2. */
export function tallies(
  tf: Tf,
  seed: number,
  { examples = 512, length = 12, words = 12, memory = false } = {},
): Plain {
  const random = new Random(seed + 18);
  const rows = times(examples, () => times(length, () => random.integer(words)));
  const count = (row: number[], token: number) => row.filter((word) => word % 4 === token).length;
  const ys = rows.map((row) => Number(memory ? (row[0] ?? 0) * 2 >= words : count(row, 1) > count(row, 2)));
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(ys, [examples, 1]) };
}

/** Pairs of a user's and an item's number, and the rating, of about unit variance. */
export function ratings(
  tf: Tf,
  seed: number,
  { examples = 1024, users = 40, items = 30, noise = 0.2 } = {},
): Plain {
  const random = new Random(seed + 19);
  const tastes = times(users + items, () => times(3, () => random.normal()));
  const pairs = times(examples, () => [random.integer(users), users + random.integer(items)]);
  const ys = pairs.map(([user = 0, item = 0]) => {
    const product = times(3, (k) => (tastes[user]?.[k] ?? 0) * (tastes[item]?.[k] ?? 0));
    return product.reduce((a, b) => a + b, 0) / 1.7 + noise * random.normal();
  });
  return { xs: tf.tensor2d(pairs, [examples, 2], 'int32'), ys: tf.tensor2d(ys, [examples, 1]) };
}

/** Rows of `rank` hidden numbers seen through `features` mixed ones, of unit variance; what is told is the row itself. */
export function mixtures(
  tf: Tf,
  seed: number,
  { examples = 512, features = 12, rank = 3, noise = 0.05 } = {},
): Plain {
  const random = new Random(seed + 20);
  const hidden = tf.tensor2d(random.normals(examples * rank), [examples, rank]);
  const mixing = tf.tensor2d(random.normals(rank * features), [rank, features]);
  const deviations = tf.tensor2d(random.normals(examples * features), [examples, features]);
  const xs = standardised(hidden.matMul(mixing).add(deviations.mul(noise)));
  return { xs, ys: xs };
}
