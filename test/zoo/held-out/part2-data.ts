import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, type Plain } from '../data.js';
import { Random } from '../random.js';
import type { Tf } from '../run.js';

/** Two interleaved half moons in the plane. */
export function moons(tf: Tf, seed: number, { examples = 512, noise = 0.15 } = {}): Plain {
  const random = new Random(seed + 11);
  const labels = Array.from({ length: examples }, () => random.integer(2));
  const values = labels.flatMap((label) => {
    const angle = Math.PI * random.uniform();
    const [x, y] = label ? [1 - Math.cos(angle), 0.5 - Math.sin(angle)] : [Math.cos(angle), Math.sin(angle)];
    return [1.1 * (x - 0.5) + noise * random.normal(), 1.9 * (y - 0.25) + noise * random.normal()];
  });
  return { xs: tf.tensor2d(values, [examples, 2]), ys: oneHot(tf, labels, 2) };
}

/** Rings around one another in the plane. */
export function rings(tf: Tf, seed: number, { examples = 512, classes = 3, noise = 0.12 } = {}): Plain {
  const random = new Random(seed + 13);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values = labels.flatMap((label) => {
    const angle = 2 * Math.PI * random.uniform();
    const radius = (2 * (label + 0.5)) / classes + noise * random.normal();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return { xs: tf.tensor2d(values, [examples, 2]), ys: oneHot(tf, labels, classes) };
}

/** Gratings [examples, size, size, channels] in 0..1; the class is their direction. */
export function stripes(
  tf: Tf,
  seed: number,
  {
    examples = 512,
    size = 8,
    channels = 1,
    classes = 4,
    noise = 0.1,
    shares = Array<number>(classes).fill(1),
  } = {},
): Plain {
  const random = new Random(seed + 17);
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const values = labels.flatMap((label) => {
    const angle = (Math.PI * label) / classes;
    const phase = 2 * Math.PI * random.uniform();
    return Array.from({ length: size * size }, (_, at) => {
      const along = Math.floor(at / size) * Math.cos(angle) + (at % size) * Math.sin(angle);
      const light = 0.5 + 0.45 * Math.sin(1.6 * along + phase);
      return Array.from({ length: channels }, () =>
        Math.min(1, Math.max(0, light + noise * random.normal())),
      );
    }).flat();
  });
  return { xs: tf.tensor4d(values, [examples, size, size, channels]), ys: oneHot(tf, labels, classes) };
}

/** Dark images [examples, size·size] in 0..1: one thin bright line each. */
export function glyphs(tf: Tf, seed: number, { examples = 512, size = 8 } = {}): tfjs.Tensor2D {
  const random = new Random(seed + 19);
  const images = Array.from({ length: examples }, () => {
    const [isRow, at, from] = [random.uniform() < 0.5, random.integer(size), random.integer(size - 4)];
    return Array.from({ length: size * size }, (_, index) => {
      const [row, column] = [Math.floor(index / size), index % size];
      const [across, along] = isRow ? [row, column] : [column, row];
      return across === at && along >= from && along < from + 5 ? 0.8 + 0.2 * random.uniform() : 0;
    });
  });
  return tf.tensor2d(images.flat(), [examples, size * size]);
}

/** Houses as a table has them: area in m², rooms, year built, distance in km; the price is in 100,000. */
export function houses(tf: Tf, seed: number, { examples = 512, noise = 0.15 } = {}): Plain {
  const random = new Random(seed + 23);
  const rows = Array.from({ length: examples }, () => {
    const area = 35 + 200 * random.uniform() ** 2;
    const rooms = Math.max(1, Math.round(area / 32 + random.normal()));
    const year = 1900 + random.integer(122);
    const distance = 30 * random.uniform();
    const price =
      area * 0.025 * (1.6 - distance / 40) + 0.1 * rooms + (year > 1990 ? 0.8 : 0) + noise * random.normal();
    return { columns: [area, rooms, year, distance], price };
  });
  return {
    xs: tf.tensor2d(
      rows.flatMap(({ columns }) => columns),
      [examples, 4],
    ),
    ys: tf.tensor2d(
      rows.map(({ price }) => price),
      [examples, 1],
    ),
  };
}

/** Friedman's regression: ten inputs, five of them matter; about zero mean and unit scale. */
export function friedman(tf: Tf, seed: number, { examples = 512, noise = 0.1, features = 10 } = {}): Plain {
  const random = new Random(seed + 29);
  const rows = Array.from({ length: examples }, () =>
    Array.from({ length: features }, () => random.uniform()),
  );
  const targets = rows.map(([a = 0, b = 0, c = 0, d = 0, e = 0]) => {
    const value = 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
    return (value - 14.4) / 4.9 + noise * random.normal();
  });
  return {
    xs: tf.tensor2d(rows.flat(), [examples, features]).sub(0.5).mul(Math.sqrt(12)),
    ys: tf.tensor2d(targets, [examples, 1]),
  };
}

/** Flags of 0 and 1; the class says how many of the first flags are set: few, some, many. */
export function flags(tf: Tf, seed: number, { examples = 512, features = 24 } = {}): Plain {
  const random = new Random(seed + 31);
  const rows = Array.from({ length: examples }, () =>
    Array.from({ length: features }, () => Number(random.uniform() < 0.4)),
  );
  const labels = rows.map((row) => {
    const count = row.slice(0, 9).reduce((sum, flag) => sum + flag, 0);
    return count < 3 ? 0 : count < 5 ? 1 : 2;
  });
  return { xs: tf.tensor2d(rows.flat(), [examples, features]), ys: oneHot(tf, labels, 3) };
}

/** Walks [examples, length, channels] with a drift; the class is the direction of the first channel's. */
export function walks(
  tf: Tf,
  seed: number,
  {
    examples = 512,
    length = 12,
    channels = 2,
    drift = 0.35,
    classes = 3,
    shares = Array<number>(classes).fill(1),
  } = {},
): Plain {
  const random = new Random(seed + 37);
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const values = labels.flatMap((label) => {
    const at = Array<number>(channels).fill(0);
    const slope = drift * (classes === 2 ? 2 * label - 1 : label - (classes - 1) / 2);
    return Array.from({ length }, () => {
      for (let channel = 0; channel < channels; channel++) {
        at[channel] = (at[channel] ?? 0) + 0.4 * random.normal() + (channel === 0 ? slope : 0);
      }
      return at.map((x) => x / 2);
    }).flat();
  });
  return { xs: tf.tensor3d(values, [examples, length, channels]), ys: oneHot(tf, labels, classes) };
}

/** A damped swing [examples, length, 1] and what it is `ahead` steps later. */
export function swings(
  tf: Tf,
  seed: number,
  { examples = 512, length = 12, ahead = 3, noise = 0.05 } = {},
): Plain {
  const random = new Random(seed + 41);
  const rows = Array.from({ length: examples }, () => {
    const [frequency, damping] = [0.4 + 0.5 * random.uniform(), 0.04 + 0.06 * random.uniform()];
    const phase = 2 * Math.PI * random.uniform();
    const at = (t: number) => 1.5 * Math.exp(-damping * t) * Math.cos(frequency * t + phase);
    const values = Array.from({ length }, (_, t) => at(t) + noise * random.normal());
    return { values, target: at(length - 1 + ahead) };
  });
  return {
    xs: tf.tensor3d(
      rows.flatMap(({ values }) => values),
      [examples, length, 1],
    ),
    ys: tf.tensor2d(
      rows.map(({ target }) => target),
      [examples, 1],
    ),
  };
}

/** Documents as word flags [examples, words]; each may have several of the topics that its words come from. */
export function topics(tf: Tf, seed: number, { examples = 512, words = 60, count = 5 } = {}): Plain {
  const random = new Random(seed + 43);
  const rows = Array.from({ length: examples }, () => {
    const has = Array.from({ length: count }, () => random.uniform() < 0.35);
    const document = Array.from({ length: words }, (_, word) =>
      Number(random.uniform() < (has[word % count] ? 0.4 : 0.08)),
    );
    return { document, has: has.map(Number) };
  });
  return {
    xs: tf.tensor2d(
      rows.flatMap(({ document }) => document),
      [examples, words],
    ),
    ys: tf.tensor2d(
      rows.flatMap(({ has }) => has),
      [examples, count],
    ),
  };
}

/** Ratings of items by users, of about unit variance: [user, item] as two inputs. */
export function ratings(
  tf: Tf,
  seed: number,
  { examples = 1024, users = 40, items = 30, noise = 0.2 } = {},
): { readonly user: tfjs.Tensor2D; readonly item: tfjs.Tensor2D; readonly rating: tfjs.Tensor2D } {
  const random = new Random(seed + 47);
  const tastes = Array.from({ length: users }, () => [random.normal(), random.normal()] as const);
  const traits = Array.from({ length: items }, () => [random.normal(), random.normal()] as const);
  const pairs = Array.from({ length: examples }, () => {
    const [user, item] = [random.integer(users), random.integer(items)];
    const [[a, b], [c, d]] = [tastes[user] ?? [0, 0], traits[item] ?? [0, 0]];
    return { user, item, rating: (a * c + b * d) / Math.SQRT2 + noise * random.normal() };
  });
  const column = (values: number[]) => tf.tensor2d(values, [examples, 1]);
  return {
    user: column(pairs.map(({ user }) => user)),
    item: column(pairs.map(({ item }) => item)),
    rating: column(pairs.map(({ rating }) => rating)),
  };
}

/** Class numbers instead of one-hot rows. */
export const labelsOf = (ys: tfjs.Tensor): tfjs.Tensor => ys.argMax(1).toFloat().expandDims(1);

/** Each column less its mean, over its standard deviation. */
export function standardised(xs: tfjs.Tensor): tfjs.Tensor {
  const deviation = xs.sub(xs.mean(0));
  return deviation.div(deviation.square().mean(0).sqrt());
}

/** Puts `value` into some cells of a table, sequence or image. */
export function withCells(
  tf: Tf,
  xs: tfjs.Tensor,
  cells: readonly (readonly [example: number, cell: number])[],
  value: number,
): tfjs.Tensor {
  const values = Float32Array.from(xs.dataSync());
  const size = values.length / (xs.shape[0] ?? 1);
  for (const [example, cell] of cells) values[example * size + cell] = value;
  return tf.tensor(values, xs.shape);
}
