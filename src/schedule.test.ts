import { expect, test } from 'vitest';
import { LONGEST_INTERVAL, LONGEST_NORM_INTERVAL, Schedule } from './schedule.js';

const play = (
  schedule: Schedule,
  steps: number,
  stepTime: number,
  sampleCost: number,
  cheapCost: number,
  leanCost = cheapCost,
) => {
  let cost = 0;
  const counts = { everything: 0, gradient: 0, loss: 0 };
  for (let step = 0; step < steps; step++) {
    const depth = schedule.begin();
    const spent = { everything: sampleCost, gradient: cheapCost, loss: leanCost }[depth];
    cost += spent;
    counts[depth]++;
    schedule.end(depth, spent, stepTime, 1);
  }
  return { share: cost / (steps * stepTime), sampled: counts.everything, counts };
};

test('the opening allowance is spent before the budget rules', () => {
  const schedule = new Schedule(0.01, undefined, 100);
  expect(play(schedule, 50, 10, 2, 0.01).sampled).toBe(50);
  expect(play(schedule, 2000, 10, 2, 0.01).share).toBeLessThanOrEqual(0.01);
});

test.each([
  [1, 0.4, 0.001],
  [30, 3, 0.05],
  [1000, 20, 0.4],
  [10_000, 150, 2],
])('steps of %d ms: the agent settles inside 1 %%', (stepTime, sampleCost, cheapCost) => {
  const schedule = new Schedule(0.01, undefined, 0);
  play(schedule, 200, stepTime, sampleCost, cheapCost);
  const { share } = play(schedule, 4096, stepTime, sampleCost, cheapCost);
  expect(share).toBeLessThanOrEqual(0.0101);
  expect(share).toBeGreaterThan(0.004);
});

test('after a tenfold change of step time it settles again within 200 steps', () => {
  const schedule = new Schedule(0.01, undefined, 0);
  play(schedule, 500, 100, 5, 0.05);
  play(schedule, 200, 10, 5, 0.05);
  expect(play(schedule, 4000, 10, 5, 0.05).share).toBeLessThanOrEqual(0.0101);
});

test.each([
  1, 5, 40,
])('a first cheap step that costs %d times a measured one does not keep it measuring', (times) => {
  const schedule = new Schedule(0.01, undefined, 20);
  let isFirst = true;
  for (let step = 0; step < 400; step++) {
    const depth = schedule.begin();
    const sampled = depth === 'everything';
    const cost = sampled ? 0.4 : isFirst ? 0.4 * times : 0.01;
    if (!sampled) isFirst = false;
    schedule.end(depth, cost, 4);
  }
  expect(play(schedule, 4000, 4, 0.4, 0.01).share).toBeLessThanOrEqual(0.0101);
});

test('an explicit interval is kept, whatever it costs', () => {
  const schedule = new Schedule(0.01, 4);
  expect(play(schedule, 400, 1, 5, 1).sampled).toBe(100);
  expect(schedule.interval).toBe(4);
});

test.each([
  2, 3, 4, 6, 16,
])('at interval %d, each of two, three or four networks trained in turn is seen', (every) => {
  const schedule = new Schedule(0.01, every);
  const steps = Array.from({ length: 60 * every }, (_, step) => ({
    step,
    sampled: schedule.begin() === 'everything',
  }));
  const sampled = steps.filter((each) => each.sampled).map(({ step }) => step);
  for (const parts of [2, 3, 4]) expect(new Set(sampled.map((step) => step % parts)).size).toBe(parts);
  const gaps = sampled.slice(1).map((step, index) => step - (sampled[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(every + 3);
});

test('where even the cheap statistics are over budget, the rest costs a quarter of the budget more', () => {
  const schedule = new Schedule(0.01, undefined, 0);
  play(schedule, 2000, 1, 0.6, 0.1);
  expect(schedule.interval).toBe(200);
  expect(play(schedule, 4000, 1, 0.6, 0.1).share).toBeCloseTo(0.1 + 0.0025, 3);
});

test.each([
  [8, 3, 0.4, 0.03],
  [2, 1, 0.1, 0.004],
  [20, 6, 0.6, 0.1],
])('steps of %d ms whose gradient costs too much in each: it is spaced, and the agent stays inside 1 %%', (...costs) => {
  const schedule = new Schedule(0.01, undefined, 0);
  play(schedule, 400, ...costs);
  const { share, counts } = play(schedule, 4096, ...costs);
  expect(share).toBeLessThanOrEqual(0.0105);
  expect(counts.gradient).toBeGreaterThan(4096 / (LONGEST_NORM_INTERVAL + 1));
  expect(counts.loss).toBeGreaterThan(counts.gradient);
  expect(counts.everything).toBeGreaterThan(0);
});

test('where the user says how often, and in the opening, the gradient is measured in every step', () => {
  expect(play(new Schedule(0.01, 4), 400, 1, 5, 1, 0.1).counts.loss).toBe(0);
  expect(play(new Schedule(0.01, undefined, 1000), 100, 1, 5, 1, 0.1).counts.loss).toBe(0);
});

test.each([
  3,
  Number.NaN,
  Number.POSITIVE_INFINITY,
])('after a loss of 1 becomes %d the next gradients are measured', (loss) => {
  const schedule = new Schedule(0.01, undefined, 0);
  play(schedule, 1000, 2, 1, 0.1, 0.004);
  schedule.end(schedule.begin(), 0.004, 2, loss);
  const { counts } = play(schedule, 16, 2, 1, 0.1, 0.004);
  expect(counts.loss).toBe(0);
  expect(play(schedule, 100, 2, 1, 0.1, 0.004).counts.loss).toBeGreaterThan(80);
});

test('a loss that jumps all the time does not make the agent look all the time', () => {
  const schedule = new Schedule(0.01, undefined, 0);
  play(schedule, 1000, 2, 1, 0.1, 0.004);
  let gradients = 0;
  for (let step = 0; step < 2000; step++) {
    const depth = schedule.begin();
    gradients += Number(depth === 'gradient');
    schedule.end(
      depth,
      depth === 'loss' ? 0.004 : depth === 'gradient' ? 0.1 : 1,
      2,
      step % 5 === 0 ? 10 : 1,
    );
  }
  expect(gradients).toBeLessThan(600);
});

test('however short the steps, every statistic is measured now and then', () => {
  const schedule = new Schedule(0.001, undefined, 0);
  play(schedule, 10 * LONGEST_INTERVAL, 0.1, 1, 0);
  expect(schedule.interval).toBe(LONGEST_INTERVAL);
});
