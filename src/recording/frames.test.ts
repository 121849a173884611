import { expect, test } from 'vitest';
import { Random } from '../../test/zoo/random.js';
import { ABSENT, type Frame, frameKinds } from '../frame.js';
import { FrameCodec, layoutOf } from './frames.js';

const SLOTS = 13;
const special = [
  0,
  -0,
  1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1e-45,
  0.1,
  2 ** 40 + 1,
];

test('frames come back as they were, to the last bit', () => {
  const random = new Random(5);
  const [there, back] = [new FrameCodec(SLOTS), new FrameCodec(SLOTS)];
  for (let step = 1; step <= 500; step++) {
    const values = Float64Array.from({ length: SLOTS }, (_, slot) => {
      const any = random.uniform();
      // What is not measured, what stays as it is, statistics, and any number.
      if (any < 0.3) return ABSENT;
      if (any < 0.5) return slot;
      if (any < 0.8) return Math.fround(random.uniform());
      return special[Math.floor(special.length * random.uniform())] ?? 0;
    });
    const frame: Frame = {
      kind: frameKinds[step % frameKinds.length] ?? 'step',
      layout: 7,
      step,
      time: 1.7e9 + step / 3,
      sampled: step % 2 === 0,
      values,
    };
    const bytes = Buffer.from(there.encode(frame));
    expect(layoutOf(bytes)).toBe(7);
    const found = back.decode(bytes);
    expect({ ...found, values: [...found.values] }).toEqual({ ...frame, values: [...values] });
    expect([...found.values].every((value, slot) => Object.is(value, values[slot]))).toBe(true);
  }
});

test('a step in which little is measured takes few bytes', () => {
  const codec = new FrameCodec(400);
  const frame = (step: number): Frame => {
    const values = new Float64Array(400).fill(ABSENT);
    // A counter, a loss, a learning rate that stays.
    values.set([step, Math.fround(1 / step), 0.001]);
    return { kind: 'step', layout: 1, step, time: step, sampled: false, values };
  };
  codec.encode(frame(1));
  expect(codec.encode(frame(2)).length).toBe(22 + 100 + 4 + 4);
});

test('bytes that are no frame are refused', () => {
  expect(() => new FrameCodec(2).decode(Buffer.from([9]))).toThrow('unknown kind');
});
