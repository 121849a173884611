import { oneHot, type Plain } from '../data.js';
import { Random } from '../random.js';
import type { Tf } from '../run.js';

/** Rings in the plane: the class is the distance from the centre. */
export function rings(tf: Tf, seed: number, { examples = 512, classes = 3, noise = 0.1 } = {}): Plain {
  const random = new Random(seed);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values = labels.flatMap((label) => {
    const angle = 2 * Math.PI * random.uniform();
    const radius = (2 * (label + 1)) / classes + noise * random.normal();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return { xs: tf.tensor2d(values, [examples, 2]), ys: oneHot(tf, labels, classes) };
}

/** Friedman's regression on standardised features, of which the first five matter; the target has unit variance. */
export function friedman(
  tf: Tf,
  seed: number,
  { examples = 512, features = 8, noise = 0, outputs = 1 } = {},
): Plain {
  const random = new Random(seed);
  const xs: number[] = [];
  const ys: number[] = [];
  for (let example = 0; example < examples; example++) {
    const row = Array.from({ length: features }, () => random.uniform());
    for (let output = 0; output < outputs; output++) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0] = [...row.slice(output), ...row.slice(0, output)];
      const value = 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
      ys.push((value - 14.4) / 4.9 + noise * random.normal());
    }
    xs.push(...row.map((x) => (x - 0.5) * Math.sqrt(12)));
  }
  return { xs: tf.tensor2d(xs, [examples, features]), ys: tf.tensor2d(ys, [examples, outputs]) };
}

/** Images [examples, size, size, 1] in 0..1 of stripes: the class is their direction. */
export function stripes(
  tf: Tf,
  seed: number,
  { examples = 512, size = 8, classes = 4, noise = 0.15 } = {},
): Plain {
  const random = new Random(seed);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values = labels.flatMap((label) => {
    const angle = (Math.PI * label) / classes;
    const phase = 2 * Math.PI * random.uniform();
    return Array.from({ length: size * size }, (_, at) => {
      const along = Math.floor(at / size) * Math.cos(angle) + (at % size) * Math.sin(angle);
      const value = 0.5 + 0.4 * Math.sin(1.8 * along + phase) + noise * random.normal();
      return Math.min(1, Math.max(0, value));
    });
  });
  return { xs: tf.tensor4d(values, [examples, size, size, 1]), ys: oneHot(tf, labels, classes) };
}

/** Sequences [examples, length, 2] of values and marks; the target is the sum of the two marked values. */
export function additions(tf: Tf, seed: number, { examples = 512, length = 8 } = {}): Plain {
  const random = new Random(seed);
  const xs: number[] = [];
  const ys: number[] = [];
  for (let example = 0; example < examples; example++) {
    const half = Math.floor(length / 2);
    const marks = [random.integer(half), half + random.integer(length - half)];
    const row = Array.from({ length }, () => 2 * random.uniform() - 1);
    xs.push(...row.flatMap((value, t) => [value, Number(marks.includes(t))]));
    ys.push(row.reduce((sum, value, t) => sum + (marks.includes(t) ? value : 0), 0));
  }
  return { xs: tf.tensor3d(xs, [examples, length, 2]), ys: tf.tensor2d(ys, [examples, 1]) };
}

/** Signals [examples, length, 1] of unit amplitude: the class is their shape (sine, square, saw, needles). */
export function waveforms(tf: Tf, seed: number, { examples = 512, length = 16, noise = 0.1 } = {}): Plain {
  const shapes = [
    (turn: number) => Math.sin(2 * Math.PI * turn),
    (turn: number) => (turn < 0.5 ? 1 : -1),
    (turn: number) => 2 * turn - 1,
    (turn: number) => (turn < 0.2 ? 1 : -0.25),
  ];
  const random = new Random(seed);
  const labels = Array.from({ length: examples }, () => random.integer(shapes.length));
  const values = labels.flatMap((label) => {
    const [phase, speed] = [random.uniform(), 0.1 + 0.05 * random.uniform()];
    return Array.from(
      { length },
      (_, t) => (shapes[label]?.((phase + speed * t) % 1) ?? 0) + noise * random.normal(),
    );
  });
  return { xs: tf.tensor3d(values, [examples, length, 1]), ys: oneHot(tf, labels, shapes.length) };
}

/** Several tags at once [examples, tags]: each says on which side of a plane of its own an example lies. */
export function tags(tf: Tf, seed: number, { examples = 512, features = 10, tags = 5 } = {}): Plain {
  const random = new Random(seed);
  const xs = tf.tensor2d(random.normals(examples * features), [examples, features]);
  const planes = tf.tensor2d(random.normals(features * tags), [features, tags]);
  return { xs, ys: xs.matMul(planes).greater(0).toFloat() };
}

/** Bits as -1 and 1 [examples, bits]; whether their number is odd [examples, 1]. */
export function parity(tf: Tf, seed: number, { examples = 512, bits = 8 } = {}): Plain {
  const random = new Random(seed);
  const rows = Array.from({ length: examples }, () =>
    Array.from({ length: bits }, () => (random.uniform() < 0.5 ? -1 : 1)),
  );
  const odd = rows.map((row) => row.filter((bit) => bit > 0).length % 2);
  return { xs: tf.tensor2d(rows.flat(), [examples, bits]), ys: tf.tensor2d(odd, [examples, 1]) };
}
