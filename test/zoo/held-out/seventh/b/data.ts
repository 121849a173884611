import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

const table = (tf: Tf, rows: readonly (readonly number[])[]) =>
  tf.tensor2d(rows.flat(), [rows.length, rows[0]?.length ?? 0]);

const labelsFor = (random: Random, examples: number, shares: readonly number[]): number[] => {
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  return Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
};

/** A board in the plane, 3 by 3 fields of two colours. */
export function board(tf: Tf, seed: number, { examples = 640, noise = 0.05 } = {}): Plain {
  const random = new Random(seed + 701);
  const places = Array.from({ length: examples }, () => [3 * random.uniform(), 3 * random.uniform()]);
  const labels = places.map(([x = 0, y = 0]) => (Math.floor(x) + Math.floor(y)) % 2);
  const rows = places.map((place) => place.map((x) => 1.15 * (x - 1.5) + noise * random.normal()));
  return { xs: table(tf, rows), ys: oneHot(tf, labels, 2) };
}

/** Drawings [examples, size, size, 1] in 0..1 on dark paper: a cross, a frame, a slope, a bar. */
export function drawings(
  tf: Tf,
  seed: number,
  { examples = 512, size = 9, noise = 0.15, shares = [1, 1, 1, 1] } = {},
): Plain {
  const random = new Random(seed + 709);
  const labels = labelsFor(random, examples, shares);
  const on = [
    (r: number, c: number) => r === 0 || c === 0,
    (r: number, c: number) => Math.max(Math.abs(r), Math.abs(c)) === 2,
    (r: number, c: number) => r === c,
    (r: number, c: number) => Math.abs(r) <= 1 && Math.abs(c) <= 3 && r >= 0,
  ];
  const values = labels.flatMap((label) => {
    const [row, column] = [3 + random.integer(size - 6), 3 + random.integer(size - 6)];
    return Array.from({ length: size * size }, (_, at) => {
      const [r, c] = [Math.floor(at / size) - row, (at % size) - column];
      const isInk = Math.abs(r) <= 3 && Math.abs(c) <= 3 && on[label]?.(r, c);
      return Math.min(1, Math.max(0, (isInk ? 0.85 : 0.05) + noise * random.normal()));
    });
  });
  return { xs: tf.tensor4d(values, [examples, size, size, 1]), ys: oneHot(tf, labels, shares.length) };
}

/** Beats [examples, length, 1], about standardised: the class is how far apart they are (2, 3, 5). */
export function beats(
  tf: Tf,
  seed: number,
  { examples = 512, length = 16, noise = 0.35, shares = [1, 1, 1] } = {},
): Plain {
  const random = new Random(seed + 719);
  const labels = labelsFor(random, examples, shares);
  const values = labels.flatMap((label) => {
    const period = [2, 3, 5][label] ?? 2;
    const offset = random.integer(period);
    return Array.from(
      { length },
      (_, t) => ((t + offset) % period === 0 ? 1.5 : -0.6) + noise * random.normal(),
    );
  });
  return { xs: tf.tensor3d(values, [examples, length, 1]), ys: oneHot(tf, labels, shares.length) };
}

/** Three angles of an arm's joints, standardised; where its hand is, of about unit scale. */
export function arm(tf: Tf, seed: number, { examples = 640, noise = 0.03 } = {}): Plain {
  const random = new Random(seed + 727);
  const rows = Array.from({ length: examples }, () =>
    Array.from({ length: 3 }, () => Math.sqrt(12) * (random.uniform() - 0.5)),
  );
  const hands = rows.map((angles) => {
    let [turn, x, y] = [0, 0, 0];
    for (const [joint, angle] of angles.entries()) {
      turn += 0.8 * angle;
      x += (0.8 - 0.2 * joint) * Math.cos(turn);
      y += (0.8 - 0.2 * joint) * Math.sin(turn);
    }
    return [x - 0.7 + noise * random.normal(), y + noise * random.normal()];
  });
  return { xs: table(tf, rows), ys: table(tf, hands) };
}

/** What flows into a tank and out of it [examples, length, 2]; how full it is in the end, standardised. */
export function tanks(tf: Tf, seed: number, { examples = 640, length = 6, noise = 0.05 } = {}): Plain {
  const random = new Random(seed + 733);
  const values: number[] = [];
  const levels: number[][] = [];
  for (let example = 0; example < examples; example++) {
    let level = 0.5;
    for (let t = 0; t < length; t++) {
      const [inflow, outflow] = [random.uniform(), random.uniform()];
      level = Math.max(0, Math.min(1.5, level + 0.7 * (inflow - outflow)));
      values.push(3.4 * (inflow - 0.5), 3.4 * (outflow - 0.5));
    }
    levels.push([(level - 0.62) / 0.46 + noise * random.normal()]);
  }
  return { xs: tf.tensor3d(values, [examples, length, 2]), ys: table(tf, levels) };
}

/** Tickets as word numbers [examples, length]; half of the words are of the ticket's own kind. */
export function tickets(
  tf: Tf,
  seed: number,
  { examples = 640, length = 6, words = 36, own = 0.6, shares = [1, 1, 1] } = {},
): Plain {
  const random = new Random(seed + 739);
  const labels = labelsFor(random, examples, shares);
  const each = Math.floor(words / shares.length);
  const rows = labels.map((label) =>
    Array.from({ length }, () =>
      random.uniform() < own ? each * label + random.integer(each) : random.integer(words),
    ),
  );
  return { xs: table(tf, rows), ys: oneHot(tf, labels, shares.length) };
}

/** Counts of events in a day, mostly few, some none at all; what they cost, of about unit variance. */
export function counts(
  seed: number,
  { examples = 512, features = 6 } = {},
): { readonly counts: readonly number[][]; readonly cost: number[][] } {
  const random = new Random(seed + 743);
  const rows = Array.from({ length: examples }, () =>
    Array.from({ length: features }, () => Math.floor(Math.exp(1.2 + 0.9 * random.normal()))),
  );
  const cost = rows.map((row) => [
    row.reduce((sum, count, at) => sum + (at % 2 ? -1 : 1) * Math.log(count + 1), 0) / 1.9 +
      0.1 * random.normal(),
  ]);
  return { counts: rows, cost };
}

/** Rows of standard normal columns of which the first few tell the target; unit variance before the noise. */
export function linear(
  tf: Tf,
  seed: number,
  { examples = 640, features = 12, telling = 12, noise = 0.3 } = {},
): Plain {
  const random = new Random(seed + 751);
  const loads = random.normals(telling);
  const size = Math.hypot(...loads);
  const rows = Array.from({ length: examples }, () => [...random.normals(features)]);
  const targets = rows.map((row) => [
    loads.reduce((sum, load, at) => sum + load * (row[at] ?? 0), 0) / size + noise * random.normal(),
  ]);
  return { xs: table(tf, rows), ys: table(tf, targets) };
}

/** Places in a town as latitude and longitude; the class is the district, a third of the circle. */
export function town(tf: Tf, seed: number, { examples = 640 } = {}): Plain {
  const random = new Random(seed + 757);
  const rows = Array.from({ length: examples }, () => [
    48.137 + 0.04 * random.normal(),
    11.575 + 0.06 * random.normal(),
  ]);
  const labels = rows.map(([latitude = 0, longitude = 0]) => {
    const angle = Math.atan2((latitude - 48.137) / 0.04, (longitude - 11.575) / 0.06);
    return Math.min(2, Math.floor((3 * (angle + Math.PI)) / (2 * Math.PI)));
  });
  return { xs: table(tf, rows), ys: oneHot(tf, labels, 3) };
}

/** Pressure in pascals and temperature in kelvins [examples, length, 2]; does the pressure rise. */
export function weather(tf: Tf, seed: number, { examples = 512, length = 6 } = {}): Plain {
  const random = new Random(seed + 761);
  const labels = Array.from({ length: examples }, () => random.integer(2));
  const values = labels.flatMap((label) => {
    let pressure = 101_325 + 900 * random.normal();
    const warmth = 284 + 8 * random.normal();
    return Array.from({ length }, () => {
      pressure += (label ? 150 : -150) + 120 * random.normal();
      return [pressure, warmth + random.normal()];
    }).flat();
  });
  return { xs: tf.tensor3d(values, [examples, length, 2]), ys: oneHot(tf, labels, 2) };
}
