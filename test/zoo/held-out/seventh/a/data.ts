import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

/** Shapes of five by five on dark images [examples, size, size, 1]: a plus, a frame, a slash, a corner. */
export function shapes(
  tf: Tf,
  seed: number,
  { examples = 512, size = 8, noise = 0.12, shares = [1, 1, 1, 1] } = {},
): Plain & { readonly places: tfjs.Tensor2D; readonly masks: tfjs.Tensor } {
  const kinds = [
    (y: number, x: number) => y === 0 || x === 0,
    (y: number, x: number) => Math.max(Math.abs(y), Math.abs(x)) === 2,
    (y: number, x: number) => y === x,
    (y: number, x: number) => x === -2 || y === 2,
  ];
  const random = new Random(seed + 701);
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const places: number[] = [];
  const masks: number[] = [];
  const values = labels.flatMap((label) => {
    const [row, column] = [2 + random.integer(size - 4), 2 + random.integer(size - 4)];
    places.push((row - size / 2 + 0.5) / 1.1, (column - size / 2 + 0.5) / 1.1);
    return Array.from({ length: size * size }, (_, at) => {
      const [y, x] = [Math.floor(at / size) - row, (at % size) - column];
      const isLit = Math.max(Math.abs(y), Math.abs(x)) <= 2 && (kinds[label]?.(y, x) ?? false);
      masks.push(Number(isLit));
      return Math.min(1, Math.max(0, 0.15 + (isLit ? 0.65 : 0) + noise * random.normal()));
    });
  });
  const shape: [number, number, number, number] = [examples, size, size, 1];
  return {
    xs: tf.tensor4d(values, shape),
    ys: oneHot(tf, labels, 4),
    places: tf.tensor2d(places, [examples, 2]),
    masks: tf.tensor4d(masks, shape),
  };
}

/** Traces [examples, length, 1] with one, two or three beats; the class is how many. */
export function beats(tf: Tf, seed: number, { examples = 512, length = 24, noise = 0.1 } = {}): Plain {
  const random = new Random(seed + 709);
  const labels = Array.from({ length: examples }, () => random.integer(3));
  const values = labels.flatMap((label) => {
    const third = length / 3;
    const slots = [0, 1, 2].sort(() => random.uniform() - 0.5).slice(0, label + 1);
    const centers = slots.map((slot) => (slot + 0.25 + 0.5 * random.uniform()) * third);
    return Array.from(
      { length },
      (_, t) =>
        centers.reduce((sum, center) => sum + 1.5 * Math.exp(-((t - center) ** 2) / 1.5), -0.4) +
        noise * random.normal(),
    );
  });
  return { xs: tf.tensor3d(values, [examples, length, 1]), ys: oneHot(tf, labels, 3) };
}

/** What flows into and out of a leaking tank [examples, length, 2]; the target is its last level. */
export function tanks(tf: Tf, seed: number, { examples = 512, length = 8, noise = 0 } = {}): Plain {
  const random = new Random(seed + 719);
  const xs: number[] = [];
  const ys: number[] = [];
  for (let example = 0; example < examples; example++) {
    let level = 0;
    for (let t = 0; t < length; t++) {
      const [flow, drain] = [random.normal(), random.normal()];
      level = 0.8 * level + 0.5 * (flow - drain);
      xs.push(flow, drain);
    }
    ys.push(level / 1.15 + noise * random.normal());
  }
  return { xs: tf.tensor3d(xs, [examples, length, 2]), ys: tf.tensor2d(ys, [examples, 1]) };
}

/** Reviews [examples, length] of word numbers; the label [examples, 1] is the sign of their sum of values. */
export function reviews(tf: Tf, seed: number, { examples = 512, length = 8, words = 40 } = {}): Plain {
  const random = new Random(seed + 727);
  const worth = (word: number) => (((word * 37) % 11) - 5) / 5;
  const rows = Array.from({ length: examples }, () => {
    const lean = random.uniform() < 0.5 ? -1 : 1;
    return Array.from({ length }, () => {
      const [first, second] = [random.integer(words), random.integer(words)];
      return worth(first) * lean > worth(second) * lean ? first : second;
    });
  });
  const labels = rows.map((row) => Number(row.reduce((sum, word) => sum + worth(word), 0) > 0));
  return { xs: tf.tensor2d(rows, [examples, length]), ys: tf.tensor2d(labels, [examples, 1]) };
}

/** Six standardised readings of an engine and its load, of about unit variance. */
export function engines(tf: Tf, seed: number, { examples = 512, noise = 0.05 } = {}): Plain {
  const random = new Random(seed + 733);
  const rows = Array.from({ length: examples }, () => Array.from({ length: 6 }, () => random.normal()));
  const targets = rows.map(([a = 0, b = 0, c = 0, d = 0, e = 0]) => {
    const load = 0.7 * Math.tanh(a * b) + Math.sin(1.3 * c) + 0.8 * Math.max(0, d) - 0.5 * e - 0.32;
    return load / 1.08 + noise * random.normal();
  });
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(targets, [examples, 1]) };
}

/** Points of the plane, whose class is whether they lie in the first or third quadrant, or not. */
export function quadrants(tf: Tf, seed: number, { examples = 512, noise = 0.1 } = {}): Plain {
  const random = new Random(seed + 739);
  const rows = Array.from({ length: examples }, () =>
    [0, 1].map(() => (random.uniform() < 0.5 ? -1 : 1) * (0.3 + 1.2 * random.uniform())),
  );
  const labels = rows.map(([x = 0, y = 0]) => Number(x * y > 0));
  const values = rows.flat().map((value) => value + noise * random.normal());
  return { xs: tf.tensor2d(values, [examples, 2]), ys: oneHot(tf, labels, 2) };
}

/** Spectra [examples, 24]: four peaks whose heights, `ys`, vary; about unit scale. */
export function spectra(tf: Tf, seed: number, { examples = 512, noise = 0.08 } = {}): Plain {
  const random = new Random(seed + 743);
  const heights = tf.tensor2d(random.normals(examples * 4), [examples, 4]);
  const peaks = [3, 9, 14, 20].map((center) =>
    Array.from({ length: 24 }, (_, at) => 1.4 * Math.exp(-((at - center) ** 2) / 10)),
  );
  const deviations = tf.tensor2d(random.normals(examples * 24), [examples, 24]);
  return { xs: heights.matMul(tf.tensor2d(peaks)).add(deviations.mul(noise)), ys: heights };
}

/** How a household spends: five shares [examples, 5] that add up to 1, which six traits tell. */
export function budgets(tf: Tf, seed: number, { examples = 512 } = {}): Plain {
  const random = new Random(seed + 751);
  const xs = tf.tensor2d(random.normals(examples * 6), [examples, 6]);
  const tastes = tf.tensor2d(random.normals(30), [6, 5]);
  return { xs, ys: xs.matMul(tastes).mul(0.6).softmax() as tfjs.Tensor2D };
}
