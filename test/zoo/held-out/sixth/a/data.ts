import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

/** Windows of four channels [examples, length, 4], standardised: each class has its rhythm in each channel. */
export function gestures(
  tf: Tf,
  seed: number,
  { examples = 512, length = 12, classes = 3, noise = 0.5 } = {},
): Plain {
  const random = new Random(seed + 11);
  const rhythms = Array.from({ length: classes * 4 }, () => 0.25 + 1.1 * random.uniform());
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values = labels.flatMap((label) => {
    const phase = 0.8 * random.normal();
    return Array.from({ length: length * 4 }, (_, at) => {
      const beat = (rhythms[label * 4 + (at % 4)] ?? 1) * Math.floor(at / 4);
      return (1.4 * Math.sin(beat + phase) + noise * random.normal()) / Math.hypot(1, noise);
    });
  });
  return { xs: tf.tensor3d(values, [examples, length, 4]), ys: oneHot(tf, labels, classes) };
}

/** Houses [examples, 5]: the year they were built, then standardised columns; prices of about unit variance. */
export function houses(tf: Tf, seed: number, { examples = 512, spread = 0.2 } = {}): Plain {
  const random = new Random(seed + 23);
  const values: number[] = [];
  const prices: number[] = [];
  for (let house = 0; house < examples; house++) {
    const year = 1900 + 120 * random.uniform();
    const [rooms = 0, garden = 0, noise = 0, far = 0] = random.normals(4);
    values.push(year, rooms, garden, noise, far);
    const youth = (year - 1960) / 34.6;
    prices.push(0.6 * youth + 0.6 * Math.tanh(rooms - far) - 0.4 * garden * noise + spread * random.normal());
  }
  return { xs: tf.tensor2d(values, [examples, 5]), ys: tf.tensor2d(prices, [examples, 1]) };
}

/** Standard normal features; the class is the sign of a product of two of them plus a third. */
export function interactions(
  tf: Tf,
  seed: number,
  { examples = 512, features = 10, flips = 0.03 } = {},
): Plain {
  const random = new Random(seed + 37);
  const values = random.normals(examples * features);
  const labels = Array.from({ length: examples }, (_, example) => {
    const [a = 0, b = 0, c = 0] = values.slice(example * features, example * features + 3);
    return Number(a * b + c > 0 !== random.uniform() < flips);
  });
  return { xs: tf.tensor2d(values, [examples, features]), ys: oneHot(tf, labels, 2) };
}

/** Texts of word numbers [examples, length]: a topic's words are drawn more often in its texts. */
export function topics(
  tf: Tf,
  seed: number,
  { examples = 512, length = 10, words = 24, classes = 4, share = 0.55 } = {},
): Plain {
  const random = new Random(seed + 53);
  const own = Math.floor(words / classes);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values = labels.flatMap((label) =>
    Array.from({ length }, () =>
      random.uniform() < share ? label * own + random.integer(own) : random.integer(words),
    ),
  );
  return { xs: tf.tensor2d(values, [examples, length]), ys: oneHot(tf, labels, classes) };
}

/** Texts of 40 given word vectors [examples, 40, 16] of unit deviation; a topic leans a little its own way. */
export function wordVectors(tf: Tf, seed: number, { examples = 512, classes = 4, lean = 0.07 } = {}): Plain {
  const random = new Random(seed + 67);
  const ways = Array.from({ length: classes }, () => random.normals(16));
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values = new Float32Array(examples * 40 * 16);
  for (let at = 0; at < values.length; at++) {
    const way = ways[labels[Math.floor(at / 640)] ?? 0]?.[at % 16] ?? 0;
    values[at] = (random.normal() + lean * way) / Math.hypot(1, lean);
  }
  return { xs: tf.tensor3d(values, [examples, 40, 16]), ys: oneHot(tf, labels, classes) };
}

/** Pictures [examples, size * size] of -1 and 1, the two sides of a soft line; the class is where it faces. */
export function halfPlanes(tf: Tf, seed: number, { examples = 512, size = 8 } = {}): Plain {
  const random = new Random(seed + 71);
  const labels: number[] = [];
  const values = Array.from({ length: examples }, () => {
    const angle = 2 * Math.PI * random.uniform();
    const offset = 0.8 * random.normal();
    labels.push(Math.floor((2 * angle) / Math.PI));
    return Array.from({ length: size * size }, (_, at) => {
      const [row, column] = [Math.floor(at / size) - (size - 1) / 2, (at % size) - (size - 1) / 2];
      return Math.tanh(3 * (row * Math.cos(angle) + column * Math.sin(angle) - offset));
    });
  });
  return { xs: tf.tensor2d(values.flat(), [examples, size * size]), ys: oneHot(tf, labels, 4) };
}

/** Noise [examples, length, 1] and what a leaky sum of it comes to, of unit variance. */
export function leakySums(tf: Tf, seed: number, { examples = 640, length = 8, leak = 0.75 } = {}): Plain {
  const random = new Random(seed + 61);
  const values = random.normals(examples * length);
  const scale = Math.sqrt(1 - leak ** 2);
  const sums = Array.from({ length: examples }, (_, example) =>
    values.slice(example * length, (example + 1) * length).reduce((sum, x) => leak * sum + scale * x, 0),
  );
  return { xs: tf.tensor3d(values, [examples, length, 1]), ys: tf.tensor2d(sums, [examples, 1]) };
}

/** Points in a cube [examples, 3], scaled to unit deviation: inside a shell around the middle, or not. */
export function shells(tf: Tf, seed: number, { examples = 512, gap = 0.15 } = {}): Plain {
  const random = new Random(seed + 83);
  const labels = Array.from({ length: examples }, () => random.integer(2));
  const values = labels.flatMap((label) => {
    const direction = random.normals(3);
    const radius = label === 0 ? 0.9 * random.uniform() : 0.9 + gap + 0.9 * random.uniform();
    const length = Math.hypot(...direction);
    return Array.from(direction, (x) => (1.6 * x * radius) / length);
  });
  return { xs: tf.tensor2d(values, [examples, 3]), ys: tf.tensor2d(labels, [examples, 1]) };
}

/** Signals [examples, length, 2]: noise, and two opposite marks in noise; the label says which came first. */
export function firstMarks(tf: Tf, seed: number, { examples = 512, length = 6, noise = 0.4 } = {}): Plain {
  const random = new Random(seed + 97);
  const values: number[] = [];
  const labels: number[] = [];
  for (let example = 0; example < examples; example++) {
    const at = random.integer(length - 3);
    const later = at + 2 + random.integer(length - at - 2);
    const sign = random.integer(2) * 2 - 1;
    for (let t = 0; t < length; t++) {
      const mark = t === at ? sign : t === later ? -sign : 0;
      values.push(0.5 * random.normal(), 1.5 * mark + noise * random.normal());
    }
    labels.push(sign > 0 ? 0 : 1);
  }
  return { xs: tf.tensor3d(values, [examples, length, 2]), ys: oneHot(tf, labels, 2) };
}
