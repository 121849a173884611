import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

/** Rows of numbers as examples. */
const table = (tf: Tf, rows: readonly (readonly number[])[]) =>
  tf.tensor2d(rows.flat(), [rows.length, rows[0]?.length ?? 0]);

/** Two half moons in the plane, of about unit scale. */
export function moons(tf: Tf, seed: number, { examples = 480, noise = 0.15 } = {}): Plain {
  const random = new Random(seed);
  const labels = Array.from({ length: examples }, () => random.integer(2));
  const rows = labels.map((label) => {
    const angle = Math.PI * random.uniform();
    const [x, y] =
      label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [(x - 0.5 + noise * random.normal()) / 0.87, (y - 0.25 + noise * random.normal()) / 0.5];
  });
  return { xs: table(tf, rows), ys: oneHot(tf, labels, 2) };
}

/** Machines' vibrations [examples, length, 1] in 0..1: a class is where the peak is, and how wide. */
export function spectra(
  tf: Tf,
  seed: number,
  { examples = 640, length = 24, classes = 4, noise = 0.15, shares = Array<number>(classes).fill(1) } = {},
): Plain {
  const random = new Random(seed);
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const values = labels.flatMap((label) => {
    const peak = (length * (label + 0.5)) / classes + 1.2 * random.normal();
    return Array.from({ length }, (_, at) => {
      const height = 0.8 * Math.exp(-((at - peak) ** 2) / (3 + 2 * (label % 2)));
      return Math.min(1, Math.max(0, height + noise * Math.abs(random.normal())));
    });
  });
  return { xs: tf.tensor3d(values, [examples, length, 1]), ys: oneHot(tf, labels, classes) };
}

/**
 * Messages as bags of words [examples, 150], 1 for a word that is there. Their first six words are a greeting out of 30
 * words, which says nothing; of the others half are the topic's. The topics' shares are 5, 2 and 2.
 */
export function messages(tf: Tf, seed: number, { examples = 640, from = 0, to = 14 } = {}): Plain {
  const random = new Random(seed);
  const labels = Array.from({ length: examples }, () => [0, 0, 0, 0, 0, 1, 1, 2, 2][random.integer(9)] ?? 0);
  const rows = labels.map((label) => {
    const words = Array.from({ length: 14 }, (_, at) => {
      if (at < 6) return random.integer(30);
      return random.uniform() < 0.5 ? 30 + 40 * label + random.integer(40) : 30 + random.integer(120);
    });
    const kept = new Set(words.slice(from, to));
    return Array.from({ length: 150 }, (_, word) => Number(kept.has(word)));
  });
  return { xs: table(tf, rows), ys: oneHot(tf, labels, 3) };
}

/** Sequences of noise [examples, length, 1], and what a leaky store would hold after them, of unit variance. */
export function leakySums(tf: Tf, seed: number, { examples = 640, length = 8, keep = 0.75 } = {}): Plain {
  const random = new Random(seed);
  const values: number[] = [];
  const sums: number[] = [];
  for (let example = 0; example < examples; example++) {
    let sum = 0;
    for (let t = 0; t < length; t++) {
      const value = random.normal();
      values.push(value);
      sum = keep * sum + value * Math.sqrt(1 - keep * keep);
    }
    sums.push(sum);
  }
  return { xs: tf.tensor3d(values, [examples, length, 1]), ys: tf.tensor2d(sums, [examples, 1]) };
}

/** Ten market signals, and the next day's return: a few per cent, most of it told by the signals. */
export function returns(tf: Tf, seed: number, { examples = 960, scale = 0.02 } = {}): Plain {
  const random = new Random(seed);
  const loads = random.normals(10);
  const rows = Array.from({ length: examples }, () => [...random.normals(10)]);
  const targets = rows.map((row) => {
    const drift = row.reduce((sum, x, i) => sum + x * (loads[i] ?? 0), 0) / Math.sqrt(10);
    return [scale * (Math.tanh(drift) + 0.4 * (row[0] ?? 0) * (row[1] ?? 0) + 0.2 * random.normal())];
  });
  return { xs: table(tf, rows), ys: table(tf, targets) };
}

/** A damped pendulum: angle, speed, length and damping, standardised; angle and speed a moment later. */
export function pendulum(tf: Tf, seed: number, { examples = 1200, noise = 0.02 } = {}): Plain {
  const random = new Random(seed);
  const reading = () => Math.sqrt(12) * (random.uniform() - 0.5);
  const rows = Array.from({ length: examples }, () => Array.from({ length: 4 }, reading));
  const targets = rows.map(([a = 0, v = 0, l = 0, d = 0]) => {
    let [angle, speed] = [a, v];
    for (let t = 0; t < 10; t++) {
      speed += 0.1 * (-Math.sin(angle) * (1.5 + 0.4 * Math.tanh(l)) - speed * (0.3 + 0.2 * Math.tanh(d)));
      angle += 0.1 * speed;
    }
    return [angle + noise * random.normal(), speed + noise * random.normal()];
  });
  return { xs: table(tf, rows), ys: table(tf, targets) };
}

/** Six readings of a plant; is the pump on (nearly always), how far is the valve open (often 0 or 1), is there an alarm. */
export function valves(tf: Tf, seed: number, { examples = 1000 } = {}): Plain {
  const random = new Random(seed);
  const [first, second, third] = [random.normals(6), random.normals(6), random.normals(6)];
  const along = (row: readonly number[], loads: Float32Array) =>
    row.reduce((sum, x, i) => sum + x * (loads[i] ?? 0), 0) / Math.hypot(...loads);
  const rows = Array.from({ length: examples }, () => [...random.normals(6)]);
  const targets = rows.map((row) => [
    Number(along(row, first) > -1),
    Math.min(1, Math.max(0, 0.5 + 0.9 * along(row, second) + 0.05 * random.normal())),
    Number(along(row, third) + 0.3 * along(row, first) > 1.2),
  ]);
  return { xs: table(tf, rows), ys: table(tf, targets) };
}

/** Three far islands that any line tells apart, and a chequered one of two classes that takes time. */
export function islands(tf: Tf, seed: number, { examples = 960, spread = 0.35 } = {}): Plain {
  const random = new Random(seed);
  const labels = Array.from({ length: examples }, () => random.integer(5));
  const rows = labels.map((label) => {
    if (label > 2) {
      const [x, y] = [2 * random.uniform() - 1, 2 * random.uniform() - 1];
      return [x * y > 0 === (label === 3) ? x : -x, y, random.normal()];
    }
    const angle = (2 * Math.PI * label) / 3;
    return [
      2.2 * Math.cos(angle) + spread * random.normal(),
      2.2 * Math.sin(angle) + spread * random.normal(),
      random.normal(),
    ];
  });
  return { xs: table(tf, rows), ys: oneHot(tf, labels, 5) };
}

/** Patients: `features` standardised findings, of which the class moves the first half. */
export function patients(
  tf: Tf,
  seed: number,
  { examples = 960, features = 10, shares = [1, 1], distance = 2 } = {},
): Plain {
  const random = new Random(seed);
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  const shifts = shares.map(() => random.normals(features).map((x, i) => (i < features / 2 ? x : 0)));
  const size = shifts.map((shift) => Math.hypot(...shift));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const rows = labels.map((label) =>
    Array.from({ length: features }, (_, f) => {
      const shift = (distance * (shifts[label]?.[f] ?? 0)) / (size[label] ?? 1);
      return (shift + random.normal()) / Math.hypot(1, distance / Math.sqrt(2 * features));
    }),
  );
  return { xs: table(tf, rows), ys: oneHot(tf, labels, shares.length) };
}
