import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

/** Columns of mean 0 and standard deviation 1. */
export const standardised = (tf: Tf, table: tfjs.Tensor): tfjs.Tensor =>
  tf.tidy(() => {
    const { mean, variance } = tf.moments(table, 0);
    return table.sub(mean).div(variance.sqrt().add(1e-6));
  });

/** Flats: ten correlated columns, standardised, and the logarithm of the price, standardised too. */
export function flats(tf: Tf, seed: number, { examples = 960, noise = 0.25 } = {}): Plain {
  const random = new Random(seed + 11);
  const prices: number[] = [];
  const rows = Array.from({ length: examples }, () => {
    const [wealth, age, centre] = [random.normal(), random.normal(), random.normal()];
    const area = 0.7 * wealth + 0.7 * random.normal();
    const rooms = 0.8 * area + 0.5 * random.normal();
    const floor = random.normal();
    const lift = floor > 0.3 || random.uniform() < 0.3 ? 1 : 0;
    const rest = Array.from(random.normals(3));
    prices.push(
      area +
        0.8 * Math.exp(-(centre ** 2)) +
        0.3 * age * age -
        0.4 * floor * (1 - lift) +
        noise * random.normal(),
    );
    return [wealth, age, centre, area, rooms, floor, lift, ...rest];
  });
  return {
    xs: standardised(tf, tf.tensor2d(rows)),
    ys: standardised(tf, tf.tensor2d(prices, [examples, 1])),
  };
}

/** Concentric rings in the plane, about standardised. */
export function rings(tf: Tf, seed: number, { examples = 960, classes = 3, noise = 0.12 } = {}): Plain {
  const random = new Random(seed + 23);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const points = labels.map((label) => {
    const radius = (0.5 + label) / (0.7 * classes) + noise * random.normal();
    const angle = 2 * Math.PI * random.uniform();
    return [1.5 * radius * Math.cos(angle), 1.5 * radius * Math.sin(angle)];
  });
  return { xs: tf.tensor2d(points), ys: oneHot(tf, labels, classes) };
}

/** Pictures in 0..1 [examples, size, size, 1]: a row, a column, a diagonal or a frame at some place, in noise. */
export function strokes(tf: Tf, seed: number, { examples = 640, size = 9, noise = 0.15 } = {}): Plain {
  const random = new Random(seed + 37);
  const labels = Array.from({ length: examples }, () => random.integer(4));
  const values = labels.flatMap((label) => {
    const [at, ink] = [1 + random.integer(size - 2), 0.6 + 0.4 * random.uniform()];
    return Array.from({ length: size * size }, (_, pixel) => {
      const [row, column] = [Math.floor(pixel / size), pixel % size];
      const half = Math.max(Math.abs(row - (size - 1) / 2), Math.abs(column - (size - 1) / 2));
      const inked = [row === at, column === at, (row + column) % size === at, half === 1 + (at % 3)][label];
      return Math.min(1, Math.max(0, (inked ? ink : 0.1) + noise * random.normal()));
    });
  });
  return { xs: tf.tensor4d(values, [examples, size, size, 1]), ys: oneHot(tf, labels, 4) };
}

/** Visits of a shop: twelve standardised columns, and whether something was bought (no column tells for sure). */
export function visits(tf: Tf, seed: number, { examples = 960, clarity = 1.6 } = {}): Plain {
  const random = new Random(seed + 41);
  const taste = random.normals(12);
  const bought: number[] = [];
  const rows = Array.from({ length: examples }, () => {
    const row = Array.from(random.normals(12));
    const pull = row.reduce((sum, x, column) => sum + x * (taste[column] ?? 0), 0) / Math.sqrt(12);
    const logit = clarity * (pull + 0.8 * (row[0] ?? 0) * (row[1] ?? 0));
    bought.push(Number(random.uniform() < 1 / (1 + Math.exp(-logit))));
    return row;
  });
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(bought, [examples, 1]) };
}

/** Spectra in 0..1 [examples, length]: two peaks on a sloping ground; the class is which of three distances is theirs. */
export function spectra(tf: Tf, seed: number, { examples = 640, length = 40, noise = 0.03 } = {}): Plain {
  const random = new Random(seed + 53);
  const labels = Array.from({ length: examples }, () => random.integer(3));
  const values = labels.flatMap((label) => {
    const first = 4 + random.uniform() * (length / 2 - 6);
    const second = first + 5 + label * 5;
    const [high, low, slope] = [
      0.5 + 0.3 * random.uniform(),
      0.4 + 0.3 * random.uniform(),
      0.2 * random.uniform(),
    ];
    return Array.from({ length }, (_, at) => {
      const peaks = high * Math.exp(-((at - first) ** 2) / 3) + low * Math.exp(-((at - second) ** 2) / 3);
      return Math.min(1, Math.max(0, peaks + (slope * at) / length + noise * random.normal()));
    });
  });
  return { xs: tf.tensor2d(values, [examples, length]), ys: oneHot(tf, labels, 3) };
}

/** Words of `symbols` letters, one-hot [examples, length, symbols]; the class is the letter that is there most often. */
export function ballots(tf: Tf, seed: number, { examples = 800, length = 9, symbols = 3 } = {}): Plain {
  const random = new Random(seed + 67);
  const labels: number[] = [];
  const letters: number[] = [];
  while (labels.length < examples) {
    const word = Array.from({ length }, () => random.integer(symbols));
    const votes = Array.from({ length: symbols }, (_, letter) => word.filter((l) => l === letter).length);
    const best = Math.max(...votes);
    if (votes.filter((count) => count === best).length > 1) continue;
    labels.push(votes.indexOf(best));
    letters.push(...word);
  }
  return {
    xs: oneHot(tf, letters, symbols).reshape([examples, length, symbols]),
    ys: oneHot(tf, labels, symbols),
  };
}

/** Calls per hour, a Poisson count whose rate depends on six standardised columns. */
export function calls(tf: Tf, seed: number, { examples = 960, base = 1 } = {}): Plain {
  const random = new Random(seed + 71);
  const counts: number[] = [];
  const rows = Array.from({ length: examples }, () => {
    const row = Array.from(random.normals(6));
    const [a = 0, b = 0, c = 0] = row;
    const rate = Math.exp(base + 0.5 * a - 0.4 * b + 0.3 * Math.tanh(a * c));
    let [count, product] = [0, random.uniform()];
    while (product > Math.exp(-rate)) {
      count++;
      product *= random.uniform();
    }
    counts.push(count);
    return row;
  });
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(counts, [examples, 1]) };
}
