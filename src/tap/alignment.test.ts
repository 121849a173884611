import { expect, test } from 'vitest';
import { Alignment } from './alignment.js';

/** Takes steps of a duration in milliseconds; returns those that are aligned. */
function alignedOf(alignment: Alignment, duration: number, from: number, to: number): number[] {
  const aligned: number[] = [];
  for (let step = from; step <= to; step++) {
    if (alignment.isAligned(step)) aligned.push(step);
    alignment.took(duration);
  }
  return aligned;
}

test('the first steps are compared at powers of two', () => {
  expect(alignedOf(new Alignment(), 20, 1, 1000)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
});

test.each([
  { duration: 20, interval: 4096 },
  { duration: 1000, interval: 64 },
  { duration: 45_000, interval: 2 },
  { duration: 600_000, interval: 1 },
])('with steps of $duration ms it is every $interval-th one, held for a minute or longer', ({
  duration,
  interval,
}) => {
  const aligned = alignedOf(new Alignment(), duration, 1, 5 * interval).filter((step) => step > interval);
  expect(aligned).toEqual([2, 3, 4, 5].map((times) => times * interval));
  expect(interval * duration).toBeGreaterThanOrEqual(60_000);
});

test('ranks that disagree about the speed meet at every step of the slower interval', () => {
  const [fast, slow] = [new Alignment(), new Alignment()];
  const [often, seldom] = [alignedOf(fast, 31, 1, 20_000), alignedOf(slow, 28, 1, 20_000)];
  expect(often.length).toBeGreaterThan(seldom.length);
  expect(often).toEqual(expect.arrayContaining(seldom));
});

test('a speed that varies by a little does not change the interval; one that is another does', () => {
  const alignment = new Alignment();
  const [before] = [alignedOf(alignment, 1000, 1, 640)].map((aligned) => aligned.at(-1));
  expect(before).toBe(640);
  expect(alignedOf(alignment, 950, 641, 960)).toEqual([704, 768, 832, 896, 960]);
  expect(alignedOf(alignment, 1400, 961, 1280)).toEqual([1024, 1088, 1152, 1216, 1280]);
  alignedOf(alignment, 100, 1281, 2048);
  expect(alignedOf(alignment, 100, 2049, 4096)).toEqual([3072, 4096]);
});

test('one long pause, a checkpoint, leaves the interval as it is', () => {
  const alignment = new Alignment();
  alignedOf(alignment, 1000, 1, 128);
  alignment.took(600_000);
  expect(alignedOf(alignment, 1000, 130, 256)).toEqual([192, 256]);
});
