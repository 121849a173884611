import type * as tfjs from '@tensorflow/tfjs';
import { loadDigits } from '../../dist/demo/digits.js';
import { Random } from './random.js';
import type { Tf } from './run.js';

/** Examples and what they should give; several inputs or outputs are lists. */
export interface Data {
  readonly xs: tfjs.Tensor | tfjs.Tensor[];
  readonly ys: tfjs.Tensor | tfjs.Tensor[];
}

/** One input, one output. */
export interface Plain extends Data {
  readonly xs: tfjs.Tensor;
  readonly ys: tfjs.Tensor;
}

export const oneHot = (tf: Tf, labels: readonly number[], classes: number): tfjs.Tensor2D =>
  tf.tensor2d(
    labels.flatMap((label) => Array.from({ length: classes }, (_, index) => Number(index === label))),
    [labels.length, classes],
  );

/** Gaussian clusters, standardised; `shares` are the classes' relative sizes. */
export function clusters(
  tf: Tf,
  seed: number,
  { examples = 512, features = 8, classes = 3, spread = 1, shares = Array<number>(classes).fill(1) } = {},
): Plain {
  const random = new Random(seed);
  const centers = Array.from({ length: classes }, () => random.normals(features).map((x) => x * spread));
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const scale = 1 / Math.hypot(1, spread);
  const values = labels.flatMap((label) =>
    Array.from({ length: features }, (_, f) => ((centers[label]?.[f] ?? 0) + random.normal()) * scale),
  );
  return { xs: tf.tensor2d(values, [examples, features]), ys: oneHot(tf, labels, classes) };
}

/** Regression on what a small random tanh network says, of about unit variance, plus noise. */
export function teacher(
  tf: Tf,
  seed: number,
  { examples = 512, features = 8, outputs = 1, hidden = 6, noise = 0 } = {},
): Plain {
  const random = new Random(seed);
  const xs = tf.tensor2d(random.normals(examples * features), [examples, features]);
  const first = tf.tensor2d(random.normals(features * hidden), [features, hidden]);
  const second = tf.tensor2d(random.normals(hidden * outputs), [hidden, outputs]);
  const deviations = tf.tensor2d(random.normals(examples * outputs), [examples, outputs]);
  const clean = xs
    .matMul(first)
    .div(Math.sqrt(features))
    .tanh()
    .matMul(second)
    .div(Math.sqrt(hidden) * 0.6);
  return { xs, ys: clean.add(deviations.mul(noise)) };
}

/** Interleaved spirals in the plane. */
export function spirals(tf: Tf, seed: number, { examples = 512, classes = 2, noise = 0.1 } = {}): Plain {
  const random = new Random(seed);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values = labels.flatMap((label) => {
    const radius = random.uniform();
    const angle = 4 * radius + (2 * Math.PI * label) / classes + noise * random.normal();
    return [2 * radius * Math.sin(angle), 2 * radius * Math.cos(angle)];
  });
  return { xs: tf.tensor2d(values, [examples, 2]), ys: oneHot(tf, labels, classes) };
}

/** Noisy sines [examples, length, 1]; the next value, or the class of their frequency. */
export function sines(
  tf: Tf,
  seed: number,
  { examples = 512, length = 12, noise = 0.05, classes = 0 } = {},
): Plain {
  const random = new Random(seed);
  const values: number[] = [];
  const targets: number[] = [];
  for (let example = 0; example < examples; example++) {
    const label = random.integer(classes || 4);
    const [frequency, phase] = [0.3 + 0.35 * label, 2 * Math.PI * random.uniform()];
    for (let t = 0; t < length; t++) values.push(Math.sin(frequency * t + phase) + noise * random.normal());
    targets.push(classes ? label : Math.sin(frequency * length + phase));
  }
  const xs = tf.tensor3d(values, [examples, length, 1]);
  return { xs, ys: classes ? oneHot(tf, targets, classes) : tf.tensor2d(targets, [examples, 1]) };
}

/** Images [examples, size, size, 1] in 0..1: a bright blob at the class's place, in noise. */
export function blobs(
  tf: Tf,
  seed: number,
  { examples = 512, size = 10, classes = 4, noise = 0.2 } = {},
): Plain {
  const random = new Random(seed);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values = labels.flatMap((label) => {
    const angle = (2 * Math.PI * label) / classes;
    const row = size * (0.5 + 0.25 * Math.cos(angle)) + 0.6 * random.normal();
    const column = size * (0.5 + 0.25 * Math.sin(angle)) + 0.6 * random.normal();
    return Array.from({ length: size * size }, (_, at) => {
      const distance = Math.hypot(Math.floor(at / size) - row, (at % size) - column);
      return Math.min(1, Math.max(0, Math.exp(-(distance ** 2) / 4) + noise * random.normal()));
    });
  });
  return { xs: tf.tensor4d(values, [examples, size, size, 1]), ys: oneHot(tf, labels, classes) };
}

/** Sentences of word numbers [examples, length]; the class is the group that most of a sentence's words come from. */
export function sentences(
  tf: Tf,
  seed: number,
  { examples = 512, length = 10, words = 200, classes = 3 } = {},
): Plain {
  const random = new Random(seed);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values = labels.flatMap((label) =>
    Array.from({ length }, () => {
      const word = random.integer(words);
      return random.uniform() < 0.6 ? word - (word % classes) + label : word;
    }),
  );
  return {
    xs: tf.tensor2d(
      values.map((word) => Math.min(word, words - 1)),
      [examples, length],
    ),
    ys: oneHot(tf, labels, classes),
  };
}

/** The first of the 3,000 handwritten digits that come with the package, and 300 others. */
export async function digits(tf: Tf, examples: number): Promise<{ train: Plain; test: Plain }> {
  const { train, test } = await loadDigits(tf);
  return {
    train: split({ xs: train.images, ys: train.labels }, examples).train,
    test: split({ xs: test.images, ys: test.labels }, 300).train,
  };
}

/** The first `count` examples, and the rest. */
export function split({ xs, ys }: Plain, count: number): { train: Plain; test: Plain } {
  const all = xs.shape[0] ?? 0;
  // The wasm backend reads beyond a tensor's end without a word.
  if (count > all) throw new Error(`splitting data: expected at least ${count} examples, got ${all}`);
  const part = (tensor: tfjs.Tensor, from: number, size: number) => tensor.slice(from, size);
  return {
    train: { xs: part(xs, 0, count), ys: part(ys, 0, count) },
    test: { xs: part(xs, count, all - count), ys: part(ys, count, all - count) },
  };
}

/** Targets in an order of their own: nothing in the examples tells them. */
export function mispaired(tf: Tf, seed: number, { xs, ys }: Plain): Plain {
  const random = new Random(seed + 7919);
  const order = Array.from({ length: ys.shape[0] ?? 0 }, (_, index) => index);
  for (let at = order.length - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return { xs, ys: tf.gather(ys, tf.tensor1d(order, 'int32')) };
}

/** One-hot labels of which a share is replaced by a random class. */
export function withLabelNoise(tf: Tf, seed: number, { xs, ys }: Plain, share: number): Plain {
  const random = new Random(seed + 104_729);
  const classes = ys.shape[1] ?? 1;
  const labels = Array.from(ys.argMax(1).dataSync(), (label) =>
    random.uniform() < share ? random.integer(classes) : label,
  );
  return { xs, ys: oneHot(tf, labels, classes) };
}
