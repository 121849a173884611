import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, type Plain } from '../../data.js';
import { Random } from '../../random.js';
import type { Tf } from '../../run.js';

/** One-hot labels as whole numbers [examples, 1], as the sparse loss wants them. */
export const indices = ({ xs, ys }: Plain): Plain => ({ xs, ys: ys.argMax(1).toFloat().expandDims(1) });

/** Flats as a table has them: area, rooms, year, distance to the centre, lift, garden; the price in thousands. */
export function flats(tf: Tf, seed: number, { examples = 480, raw = false } = {}): Plain {
  const random = new Random(seed + 501);
  const rows: number[] = [];
  const prices: number[] = [];
  for (let flat = 0; flat < examples; flat++) {
    const area = 25 + 45 * Math.exp(0.45 * random.normal());
    const rooms = Math.max(1, Math.round(area / 24 + 0.6 * random.normal()));
    const year = 1905 + Math.floor(115 * random.uniform() ** 0.6);
    const metres = 300 + 7000 * random.uniform() ** 1.5;
    const [lift, garden] = [Number(random.uniform() < 0.4), Number(random.uniform() < 0.15)];
    const row = [area, rooms, year, metres, lift, garden];
    const unit = [(area - 75) / 38, (rooms - 3) / 1.6, (year - 1977) / 31, (metres - 3100) / 2100];
    rows.push(...(raw ? row : [...unit, lift, garden]));
    const worth = 2.6 * area + 0.5 * (year - 1960) + 25 * lift + 30 * garden;
    prices.push(worth * (1.25 - metres / 15_000) + 8 * random.normal());
  }
  const ys = tf.tensor2d(prices, [examples, 1]);
  return { xs: tf.tensor2d(rows, [examples, 6]), ys: raw ? ys : ys.sub(210).div(120) };
}

/** Bits of which three decide by their parity (-1 and 1, or 0 and 1); the others say nothing. */
export function parity(
  tf: Tf,
  seed: number,
  { examples = 640, bits = 6, deciding = 3, low = -1 } = {},
): Plain {
  const random = new Random(seed + 502);
  const rows = Array.from({ length: examples }, () => Array.from({ length: bits }, () => random.integer(2)));
  const odd = rows.map((row) => row.slice(0, deciding).reduce((sum, bit) => sum + bit, 0) % 2);
  return {
    xs: tf.tensor2d(
      rows.flatMap((row) => row.map((bit) => (bit ? 1 : low))),
      [examples, bits],
    ),
    ys: tf.tensor2d(odd, [examples, 1]),
  };
}

/** Rings around the origin of the plane, the class is which; `shares` are their relative sizes. */
export function rings(
  tf: Tf,
  seed: number,
  { examples = 512, classes = 3, noise = 0.12, shares = Array<number>(classes).fill(1) } = {},
): Plain {
  const random = new Random(seed + 503);
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const values = labels.flatMap((label) => {
    const [radius, angle] = [0.4 + 0.75 * label + noise * random.normal(), 2 * Math.PI * random.uniform()];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return { xs: tf.tensor2d(values, [examples, 2]), ys: oneHot(tf, labels, classes) };
}

/** Windows [examples, length, 1] of one series with a season and a trend; the value that follows. */
export function trend(
  tf: Tf,
  seed: number,
  { examples = 400, length = 14, slope = 0.004, level = 0, season = 1, noise = 0.1 } = {},
): Plain {
  const random = new Random(seed + 504);
  const phase = 2 * Math.PI * random.uniform();
  const series = Array.from(
    { length: examples + length },
    (_, t) => level + slope * t + season * Math.sin((2 * Math.PI * t) / 12 + phase) + noise * random.normal(),
  );
  const order = Array.from({ length: examples }, (_, at) => (at * 7) % examples);
  const windows = order.flatMap((at) => series.slice(at, at + length));
  const next = order.map((at) => series[at + length] ?? 0);
  return { xs: tf.tensor3d(windows, [examples, length, 1]), ys: tf.tensor2d(next, [examples, 1]) };
}

/** Textures [examples, size, size, 1] in 0..1: rows, columns, chequers or slants, of random phase and noise. */
export function textures(
  tf: Tf,
  seed: number,
  { examples = 384, size = 8, classes = 4, noise = 0.15 } = {},
): Plain {
  const random = new Random(seed + 505);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values = labels.flatMap((label) => {
    const phase = random.integer(4);
    return Array.from({ length: size * size }, (_, at) => {
      const [row, column] = [Math.floor(at / size), at % size];
      const [r, c] = [(row + phase) % 4 < 2, (column + phase) % 4 < 2];
      const bright = [r, c, r !== c, (row + column + phase) % 4 < 2][label % 4];
      return Math.min(1, Math.max(0, (bright ? 0.8 : 0.15) + noise * random.normal()));
    });
  });
  return { xs: tf.tensor4d(values, [examples, size, size, 1]), ys: oneHot(tf, labels, classes) };
}

/** Rows of tokens [examples, length]; how often token 1 is among them. */
export function counting(tf: Tf, seed: number, { examples = 480, length = 12, tokens = 8 } = {}): Plain {
  const random = new Random(seed + 506);
  const counts: number[] = [];
  const rows = Array.from({ length: examples }, () => {
    const often = random.uniform();
    const row = Array.from({ length }, () => (random.uniform() < often ? 1 : random.integer(tokens)));
    counts.push(row.filter((token) => token === 1).length);
    return row;
  });
  return { xs: tf.tensor2d(rows.flat(), [examples, length]), ys: tf.tensor2d(counts, [examples, 1]) };
}

/** Steps [examples, length, 1] of a walk in -1..1; how far it got, over the root of its length. */
export function sums(tf: Tf, seed: number, { examples = 448, length = 10 } = {}): Plain {
  const random = new Random(seed + 507);
  const rows = Array.from({ length: examples }, () => Array.from({ length }, () => 2 * random.uniform() - 1));
  const totals = rows.map((row) => row.reduce((sum, x) => sum + x, 0) / Math.sqrt(length));
  return { xs: tf.tensor3d(rows.flat(), [examples, length, 1]), ys: tf.tensor2d(totals, [examples, 1]) };
}

/** Numbers in -1..1, and the same in order. */
export function sorting(tf: Tf, seed: number, { examples = 512, length = 4 } = {}): Plain {
  const random = new Random(seed + 508);
  const rows = Array.from({ length: examples }, () => Array.from({ length }, () => 2 * random.uniform() - 1));
  const sorted = rows.map((row) => [...row].sort((a, b) => a - b));
  return {
    xs: tf.tensor2d(rows.flat(), [examples, length]),
    ys: tf.tensor2d(sorted.flat(), [examples, length]),
  };
}

/** Who rates what, and the rating around 0: tastes and merits of rank 3. */
export function ratings(
  tf: Tf,
  seed: number,
  { examples = 960, users = 30, items = 20, noise = 0.2 } = {},
): { users: tfjs.Tensor2D; items: tfjs.Tensor2D; ys: tfjs.Tensor2D } {
  const random = new Random(seed + 509);
  const taste = Array.from({ length: users }, () => random.normals(3));
  const merit = Array.from({ length: items }, () => random.normals(3));
  const who = Array.from({ length: examples }, () => random.integer(users));
  const what = Array.from({ length: examples }, () => Math.floor(items * random.uniform() ** 1.7));
  const stars = who.map((user, at) => {
    const [a, b] = [taste[user], merit[what[at] ?? 0]];
    return [0, 1, 2].reduce((sum, k) => sum + (a?.[k] ?? 0) * (b?.[k] ?? 0), noise * random.normal()) / 1.7;
  });
  const column = (values: number[]) => tf.tensor2d(values, [examples, 1]);
  return { users: column(who), items: column(what), ys: column(stars) };
}
