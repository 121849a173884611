import { oneHot, type Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

/** Windows [examples, length, 1] of a damped oscillator that is pushed at random, of unit scale, and what comes next. */
export function oscillator(tf: Tf, seed: number, { examples = 512, length = 10, push = 0.25 } = {}): Plain {
  const random = new Random(seed + 71);
  const series: number[] = [0.5, 0.8];
  while (series.length < examples + length + 60) {
    const [before = 0, last = 0] = series.slice(-2);
    series.push(1.72 * last - 0.93 * before + push * random.normal());
  }
  const used = series.slice(60);
  const scale = Math.sqrt(used.reduce((sum, x) => sum + x * x, 0) / used.length);
  const at = Array.from({ length: examples }, () => random.integer(examples));
  const windows = at.flatMap((from) => used.slice(from, from + length).map((x) => x / scale));
  const next = at.map((from) => (used[from + length] ?? 0) / scale);
  return { xs: tf.tensor3d(windows, [examples, length, 1]), ys: tf.tensor2d(next, [examples, 1]) };
}

/** Vibrations [examples, 24, 2] of machines: sound, loose (beats), worn (clicks); standardised. */
export function vibrations(tf: Tf, seed: number, { examples = 512, noise = 0.5, classes = 3 } = {}): Plain {
  const random = new Random(seed + 83);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const values: number[] = [];
  for (const label of labels) {
    const [phase, pitch] = [6.28 * random.uniform(), 0.9 + 0.2 * random.uniform()];
    const click = random.integer(6);
    for (let t = 0; t < 24; t++) {
      const beat = label === 1 ? 1 + Math.sin(0.5 * t + phase) : 1;
      const knock = label === 2 && t % 6 === click ? 1.8 : 0;
      const wave = beat * Math.sin(pitch * t + phase);
      values.push(0.8 * (wave + noise * random.normal()));
      values.push(0.8 * (0.6 * wave + knock + noise * random.normal()));
    }
  }
  return { xs: tf.tensor3d(values, [examples, 24, 2]), ys: oneHot(tf, labels, classes) };
}

/** Comments of 8 words (numbers below `words`, the small ones frequent) about one of `topics`. */
export function comments(
  tf: Tf,
  seed: number,
  { examples = 640, words = 32, topics = 4, share = 0.45 } = {},
): Plain & { readonly labels: readonly number[] } {
  const random = new Random(seed + 97);
  const labels = Array.from({ length: examples }, () => random.integer(topics));
  const values = labels.flatMap((label) =>
    Array.from({ length: 8 }, () => {
      if (random.uniform() > share) return Math.floor(0.4 * words * random.uniform() ** 2);
      const own = Math.floor((0.6 * words) / topics);
      return Math.floor(0.4 * words) + own * label + Math.floor(own * random.uniform() ** 1.5);
    }),
  );
  return { xs: tf.tensor2d(values, [examples, 8]), ys: oneHot(tf, labels, topics), labels };
}

/** Small pictures [examples, 8, 8, 1] in 0..1: a cross, a ring, a bar across, a bar down, a slope. */
export function glyphs(
  tf: Tf,
  seed: number,
  { examples = 512, noise = 0.15, classes = 5 } = {},
): Plain & { readonly labels: readonly number[] } {
  const random = new Random(seed + 101);
  const labels = Array.from({ length: examples }, () => random.integer(classes));
  const shapes: readonly ((dx: number, dy: number) => boolean)[] = [
    (dx, dy) => Math.abs(dx) === Math.abs(dy),
    (dx, dy) => Math.round(Math.hypot(dx, dy)) === 2,
    (_, dy) => dy === 0,
    (dx) => dx === 0,
    (dx, dy) => dx + dy === 0,
  ];
  const values = labels.flatMap((label) => {
    const [cx, cy] = [3 + random.integer(2), 3 + random.integer(2)];
    const ink = 0.6 + 0.4 * random.uniform();
    return Array.from({ length: 64 }, (_, at) => {
      const [dx, dy] = [(at % 8) - cx, Math.floor(at / 8) - cy];
      const inside = Math.abs(dx) < 4 && Math.abs(dy) < 4 && (shapes[label]?.(dx, dy) ?? false);
      return Math.min(1, Math.max(0, (inside ? ink : 0) + noise * random.normal()));
    });
  });
  return { xs: tf.tensor4d(values, [examples, 8, 8, 1]), ys: oneHot(tf, labels, classes), labels };
}
