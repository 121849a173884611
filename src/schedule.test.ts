import { expect, test } from 'vitest';
import { LONGEST_INTERVAL, Schedule } from './schedule.js';

const play = (schedule: Schedule, steps: number, stepTime: number, sampleCost: number, cheapCost: number) => {
  let cost = 0;
  let sampled = 0;
  for (let step = 0; step < steps; step++) {
    const sample = schedule.begin();
    const spent = sample ? sampleCost : cheapCost;
    cost += spent;
    sampled += Number(sample);
    schedule.end(sample, spent, stepTime);
  }
  return { share: cost / (steps * stepTime), sampled };
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
    const sampled = schedule.begin();
    const cost = sampled ? 0.4 : isFirst ? 0.4 * times : 0.01;
    if (!sampled) isFirst = false;
    schedule.end(sampled, cost, 4);
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
  const steps = Array.from({ length: 60 * every }, (_, step) => ({ step, sampled: schedule.begin() }));
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

test('however short the steps, every statistic is measured now and then', () => {
  const schedule = new Schedule(0.001, undefined, 0);
  play(schedule, 10 * LONGEST_INTERVAL, 0.1, 1, 0);
  expect(schedule.interval).toBe(LONGEST_INTERVAL);
});
