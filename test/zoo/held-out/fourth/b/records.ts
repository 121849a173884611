import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

const standard = (tf: Tf, rows: readonly (readonly number[])[]): tfjs.Tensor => {
  const raw = tf.tensor2d(rows.map((row) => [...row]));
  const { mean, variance } = tf.moments(raw, 0);
  return raw.sub(mean).div(variance.sqrt().add(1e-6));
};

/** Flats: area in m², rooms, year, metres to the station, floor. The price is in thousands. */
export function flats(tf: Tf, seed: number, { examples = 640, noise = 25, raw = false } = {}): Plain {
  const random = new Random(seed + 11);
  const rows: number[][] = [];
  const prices: number[] = [];
  for (let example = 0; example < examples; example++) {
    const rooms = 1 + random.integer(5);
    const area = 22 + 21 * rooms + 9 * random.normal();
    const year = 1930 + random.integer(90);
    const metres = 150 + 2200 * random.uniform() ** 2;
    const floor = random.integer(9);
    rows.push([area, rooms, year, metres, floor]);
    const worth = 2.6 * area + 0.9 * (year - 1975) - 0.03 * metres + 4 * floor;
    prices.push(90 + worth + noise * random.normal());
  }
  const table = tf.tensor2d(rows);
  return { xs: raw ? table : standard(tf, rows), ys: tf.tensor2d(prices, [examples, 1]) };
}

/** Bicycles rented in an hour: sine and cosine of the hour, warmth, rain, holiday; counts of a Poisson law. */
export function rentals(tf: Tf, seed: number, { examples = 800, level = 1.6 } = {}): Plain {
  const random = new Random(seed + 23);
  const rows: number[][] = [];
  const counts: number[] = [];
  for (let example = 0; example < examples; example++) {
    const hour = 2 * Math.PI * random.uniform();
    const warmth = random.normal();
    const rain = random.uniform() < 0.3 ? 1 : 0;
    const holiday = random.uniform() < 0.25 ? 1 : 0;
    const rate = Math.exp(
      level + 0.7 * Math.sin(hour - 1) + 0.4 * warmth - 0.2 * warmth ** 2 - 0.7 * rain + 0.3 * holiday,
    );
    let [count, left] = [0, -Math.log(1 - random.uniform())];
    while (left < rate) {
      count++;
      left -= Math.log(1 - random.uniform());
    }
    rows.push([Math.sin(hour), Math.cos(hour), warmth, rain, holiday]);
    counts.push(count);
  }
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(counts, [examples, 1]) };
}

/** Customers who leave: a logistic law of crossed features; `shift` moves how many. */
export function customers(
  tf: Tf,
  seed: number,
  { examples = 800, features = 7, shift = 0, sharp = 2 } = {},
): Plain {
  const random = new Random(seed + 37);
  const rows = Array.from({ length: examples }, () => Array.from(random.normals(features)));
  const leaves = rows.map((row) => {
    const [a = 0, b = 0, c = 0, d = 0] = row;
    const logit = shift + sharp * (0.9 * a - 0.7 * b + 0.8 * c * d);
    return random.uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  });
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(leaves, [examples, 1]) };
}

/** Two half moons in the plane, or more of them, of about unit scale. */
export function moons(tf: Tf, seed: number, { examples = 600, classes = 2, noise = 0.15 } = {}): Plain {
  const random = new Random(seed + 41);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const rows = labels.map((label) => {
    const angle = Math.PI * random.uniform();
    const side = label % 2 === 0 ? 1 : -1;
    const x = side * Math.cos(angle) + label - (classes - 1) / 2;
    const y = side * (Math.sin(angle) - 0.25);
    return [(1.2 * (x + noise * random.normal())) / classes ** 0.5, 1.4 * (y + noise * random.normal())];
  });
  return { xs: tf.tensor2d(rows), ys: oneHot(tf, labels, classes) };
}

/** Wines of `shares` kinds: eleven correlated measurements, some of them useless, standardised. */
export function wines(
  tf: Tf,
  seed: number,
  { examples = 640, shares = [1, 1, 1, 1], overlap = 0.8 } = {},
): Plain & { readonly labels: readonly number[] } {
  const random = new Random(seed + 53);
  const bag = shares.flatMap((share, kind) => Array<number>(share).fill(kind));
  const kinds = shares.map(() => Array.from(random.normals(11), (x, f) => (f < 7 ? x : 0)));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const rows = labels.map((label) => {
    const common = random.normal();
    return Array.from({ length: 11 }, (_, f) => {
      const own = kinds[label]?.[f] ?? 0;
      return 1.5 * own + overlap * (random.normal() + 0.5 * common);
    });
  });
  return { xs: standard(tf, rows), ys: oneHot(tf, labels, shares.length), labels };
}

/** A robot's arm of three joints: angles in turns of -1..1; where its hand is. */
export function arm(tf: Tf, seed: number, { examples = 640, noise = 0.02 } = {}): Plain {
  const random = new Random(seed + 61);
  const rows: number[][] = [];
  const hands: number[][] = [];
  for (let example = 0; example < examples; example++) {
    const joints = [0, 1, 2].map(() => 2 * random.uniform() - 1);
    let [x, y, angle] = [0, 0, 0];
    for (const [index, joint] of joints.entries()) {
      angle += 1.5 * joint;
      x += (1 - 0.25 * index) * Math.cos(angle);
      y += (1 - 0.25 * index) * Math.sin(angle);
    }
    rows.push(joints);
    hands.push([x + noise * random.normal(), y + noise * random.normal()]);
  }
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(hands) };
}
