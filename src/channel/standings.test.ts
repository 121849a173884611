import { expect, test } from 'vitest';
import { ABSENT, HEADER, type Layout, type Slot } from '../frame.js';
import { Standings } from './standings.js';

const layoutOf = (...slots: Slot[]): Layout => ({ id: 1, objective: 0, slots, variables: [], inputs: [] });
const frame = (...values: number[]) => Float64Array.of(...new Float64Array(HEADER.length), ...values);
const steps: Slot = { key: 'steps', labels: {} };
const bad: Slot = { key: 'nonfinite', labels: { where: 'gradient' } };

test('counters stand where the last frame that had them put them, whatever came since', () => {
  const standings = new Standings();
  expect(standings.all).toEqual([]);
  standings.adopt(layoutOf(steps, { key: 'dataLoss', labels: {} }, bad));
  expect(standings.all).toEqual([]);
  standings.observe(frame(1, 0.5, 3));
  standings.observe(frame(2, 0.4, ABSENT));
  expect(standings.all).toEqual([
    { ...steps, value: 2 },
    { ...bad, value: 3 },
  ]);
});

test('another layout changes nothing, also where it comes before a frame', () => {
  const standings = new Standings();
  standings.adopt(layoutOf(steps, bad));
  standings.observe(frame(7, 1));
  standings.adopt(layoutOf(bad));
  standings.adopt(layoutOf(bad, steps));
  expect(standings.all).toEqual([
    { ...steps, value: 7 },
    { ...bad, value: 1 },
  ]);
  standings.observe(frame(ABSENT, 8));
  expect(standings.all).toEqual([
    { ...steps, value: 8 },
    { ...bad, value: 1 },
  ]);
});
