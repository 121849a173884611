import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

/** Three axes of an accelerometer [examples, length, 3]; the class is the kind of motion. */
export function motions(
  tf: Tf,
  seed: number,
  { examples = 480, length = 16, noise = 0.4, shares = [1, 1, 1] } = {},
): Plain {
  const random = new Random(seed);
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const values: number[] = [];
  for (const label of labels) {
    const [phase, pace] = [2 * Math.PI * random.uniform(), 0.4 + 0.3 * label + 0.05 * random.normal()];
    for (let t = 0; t < length; t++)
      for (let axis = 0; axis < 3; axis++) {
        const strength = axis === label % 3 ? 1.5 : 0.8;
        values.push(strength * Math.sin(pace * t + phase + axis) + noise * random.normal());
      }
  }
  return { xs: tf.tensor3d(values, [examples, length, 3]), ys: oneHot(tf, labels, shares.length) };
}

/** Images in 0..1 with a bar: one of four directions, one to three pixels thick. */
export function bars(
  tf: Tf,
  seed: number,
  { examples = 480, size = 9, noise = 0.15, shares = [1, 1, 1, 1] } = {},
): Plain & { readonly thickness: tfjs.Tensor2D } {
  const random = new Random(seed);
  const bag = shares.flatMap((share, label) => Array<number>(share).fill(label));
  const labels = Array.from({ length: examples }, () => bag[random.integer(bag.length)] ?? 0);
  const thick = labels.map(() => 0.6 + 1.4 * random.uniform());
  const middle = (size - 1) / 2;
  const values = labels.flatMap((label, example) => {
    const angle = (Math.PI * label) / 4;
    const offset = 1.2 * random.normal();
    return Array.from({ length: size * size }, (_, at) => {
      const [row, column] = [Math.floor(at / size) - middle, (at % size) - middle];
      const distance = Math.abs(row * Math.cos(angle) - column * Math.sin(angle) - offset);
      const ink = 1 / (1 + Math.exp(4 * (distance - (thick[example] ?? 1))));
      return Math.min(1, Math.max(0, ink + noise * random.normal()));
    });
  });
  return {
    xs: tf.tensor4d(values, [examples, size, size, 1]),
    ys: oneHot(tf, labels, 4),
    thickness: tf.tensor2d(
      thick.map((value) => (value - 1.3) / 0.4),
      [examples, 1],
    ),
  };
}

/** Reviews of word numbers [examples, length], 0 is padding: good (1) if the good words outweigh the bad. */
export function reviews(
  tf: Tf,
  seed: number,
  { examples = 640, length = 12, words = 150, share = 0.4, wrong = 0 } = {},
): Plain {
  const random = new Random(seed);
  const third = Math.floor((words - 1) / 3);
  const labels = Array.from({ length: examples }, () => random.integer(2));
  const values = labels.flatMap((label) => {
    const used = length - random.integer(length / 2);
    return Array.from({ length }, (_, at) => {
      if (at >= used) return 0;
      if (random.uniform() < share) return 1 + label * third + random.integer(third);
      return 1 + random.integer(3 * third);
    });
  });
  const given = labels.map((label) => (random.uniform() < wrong ? 1 - label : label));
  return { xs: tf.tensor2d(values, [examples, length]), ys: tf.tensor2d(given, [examples, 1]) };
}

/** Walks through `states` by a fixed random transition table [examples, length]; the target is the next state. */
export function walks(tf: Tf, seed: number, { examples = 640, length = 6, states = 12 } = {}): Plain {
  const random = new Random(seed);
  const follow = Array.from({ length: states }, () =>
    Array.from({ length: 3 }, () => random.integer(states)),
  );
  const next = (state: number) =>
    random.uniform() < 0.1 ? random.integer(states) : (follow[state]?.[random.integer(3)] ?? 0);
  const values: number[] = [];
  const targets: number[] = [];
  for (let example = 0; example < examples; example++) {
    let state = random.integer(states);
    for (let t = 0; t < length; t++) {
      values.push(state);
      state = next(state);
    }
    targets.push(state);
  }
  return {
    xs: tf.tensor2d(values, [examples, length]),
    ys: tf.tensor2d(targets, [examples, 1]),
  };
}

/** A load over days, standardised: `length` hours with a daily wave [examples, length, 1], and the hour after. */
export function loads(tf: Tf, seed: number, { examples = 640, length = 10, noise = 0.15 } = {}): Plain {
  const random = new Random(seed);
  const hours: number[] = [];
  let drift = 0;
  for (let hour = 0; hour < examples + length + 1; hour++) {
    drift = 0.9 * drift + 0.15 * random.normal();
    const day = Math.sin((2 * Math.PI * hour) / 24) + 0.5 * Math.sin((4 * Math.PI * hour) / 24 + 1);
    hours.push(day + drift + noise * random.normal());
  }
  const starts = Array.from({ length: examples }, () => random.integer(examples));
  return {
    xs: tf.tensor3d(
      starts.flatMap((start) => hours.slice(start, start + length)),
      [examples, length, 1],
    ),
    ys: tf.tensor2d(
      starts.map((start) => hours[start + length] ?? 0),
      [examples, 1],
    ),
  };
}
