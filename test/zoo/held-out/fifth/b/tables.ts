import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

/** Friedman's first function of ten standardised features, five of which say nothing; the target has unit variance. */
export function friedman(tf: Tf, seed: number, { examples = 640, features = 10, noise = 0.2 } = {}): Plain {
  const random = new Random(seed);
  const values: number[] = [];
  const targets: number[] = [];
  for (let example = 0; example < examples; example++) {
    const u = Array.from({ length: features }, () => random.uniform());
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = u;
    const y = 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
    targets.push((y - 14.4) / 4.9 + noise * random.normal());
    values.push(...u.map((x) => (x - 0.5) * Math.sqrt(12)));
  }
  return { xs: tf.tensor2d(values, [examples, features]), ys: tf.tensor2d(targets, [examples, 1]) };
}

/** Customers that leave (1) or stay: a linear tendency and one product of features; `tendency` shifts the shares. */
export function churn(
  tf: Tf,
  seed: number,
  { examples = 640, features = 7, tendency = 0, sharpness = 2 } = {},
): Plain {
  const random = new Random(seed);
  const weights = random.normals(features);
  const scale = 1 / Math.hypot(...weights);
  const values: number[] = [];
  const labels: number[] = [];
  for (let example = 0; example < examples; example++) {
    const x = Array.from(random.normals(features));
    const line = x.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0) * scale;
    const logit = sharpness * (line + 0.5 * (x[0] ?? 0) * (x[1] ?? 0) + tendency);
    labels.push(Number(random.uniform() < 1 / (1 + Math.exp(-logit))));
    values.push(...x);
  }
  return { xs: tf.tensor2d(values, [examples, features]), ys: tf.tensor2d(labels, [examples, 1]) };
}

/** Concentric rings in the plane, the class is the ring; beside them `others` features that say nothing. */
export function rings(
  tf: Tf,
  seed: number,
  { examples = 640, noise = 0.12, others = 0, shares = [1, 1, 1] } = {},
): Plain {
  const random = new Random(seed);
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const values = labels.flatMap((label) => {
    const radius = 0.3 + 0.7 * label + noise * random.normal();
    const angle = 2 * Math.PI * random.uniform();
    return [radius * Math.sin(angle), radius * Math.cos(angle), ...random.normals(others)];
  });
  return { xs: tf.tensor2d(values, [examples, 2 + others]), ys: oneHot(tf, labels, shares.length) };
}

/** Flowers of several kinds by standardised measurements that overlap: each kind is bent along a curve. */
export function flowers(
  tf: Tf,
  seed: number,
  { examples = 640, features = 6, kinds = 3, overlap = 0.5, shares = Array<number>(kinds).fill(1) } = {},
): Plain & { readonly labels: readonly number[] } {
  const random = new Random(seed);
  const phases = Array.from({ length: features }, () => 2 * Math.PI * random.uniform());
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const values = labels.flatMap((label) => {
    const along = random.normal() * 0.35;
    return phases.map(
      (phase, f) =>
        (Math.sin(phase + (2 * Math.PI * label) / kinds + along * (f % 2 ? 1 : -1)) +
          overlap * random.normal()) *
        1.3,
    );
  });
  return { xs: tf.tensor2d(values, [examples, features]), ys: oneHot(tf, labels, kinds), labels };
}

/** Calls an hour at a help desk, by six standardised features: Poisson counts, most of them small. */
export function calls(tf: Tf, seed: number, { examples = 800 } = {}): Plain {
  const random = new Random(seed);
  const weights = random.normals(6).map((w) => 0.45 * w);
  const values: number[] = [];
  const counts: number[] = [];
  for (let example = 0; example < examples; example++) {
    const x = Array.from(random.normals(6));
    const log = 0.8 + Math.tanh(x.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0));
    // Knuth's way to draw from a Poisson distribution.
    let [count, product] = [0, random.uniform()];
    const limit = Math.exp(-Math.exp(log));
    while (product > limit) {
      count++;
      product *= random.uniform();
    }
    values.push(...x);
    counts.push(count);
  }
  return { xs: tf.tensor2d(values, [examples, 6]), ys: tf.tensor2d(counts, [examples, 1]) };
}

/** Ratings of items by users, of `traits` hidden traits each and about unit variance. */
export function ratings(
  seed: number,
  { users = 40, items = 30, traits = 2, count = 1200, noise = 0.3 } = {},
): { readonly user: number[]; readonly item: number[]; readonly rating: number[] } {
  const random = new Random(seed);
  const [people, things] = [users, items].map((many) =>
    Array.from({ length: many }, () => Array.from(random.normals(traits))),
  );
  const user = Array.from({ length: count }, () => random.integer(users));
  const item = Array.from({ length: count }, () => random.integer(items));
  const rating = user.map((person, at) => {
    const thing = things?.[item[at] ?? 0] ?? [];
    const match = (people?.[person] ?? []).reduce((sum, trait, t) => sum + trait * (thing[t] ?? 0), 0);
    return match / Math.sqrt(traits) + noise * random.normal();
  });
  return { user, item, rating };
}

/** A column of numbers. */
export const column = (tf: Tf, values: readonly number[]): tfjs.Tensor2D =>
  tf.tensor2d([...values], [values.length, 1]);
