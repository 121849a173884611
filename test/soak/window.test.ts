import { describe, expect, test } from 'vitest';
import { growth } from '../../src/symptoms/condition.js';
import { evaluate } from '../../src/symptoms/detector.js';
import { VitalStore } from '../../src/vitals/store.js';
import { mean, Peak, Recent, RunningMean, ranked } from '../../src/vitals/window.js';
import { figures } from '../figures.js';
import { agree, nasty, seeded, slowMean, slowMedian } from './nasty.js';

const OBSERVATIONS = 1_000_000;
/** About so many moments are compared, at random. */
const CHECKPOINTS = 3000;

/** Hands on a million numbers, and says at which of them to compare. */
function soak(seed: number, take: (value: number, at: number, isCheckpoint: boolean) => void): void {
  const random = seeded(seed);
  for (let at = 0; at < OBSERVATIONS; at++)
    take(nasty(random), at, at < 300 || random() < CHECKPOINTS / OBSERVATIONS);
}

function expectAgree(found: number | undefined, expected: number | undefined, at: number): void {
  if (!agree(found, expected)) expect(found, `after ${at}`).toBe(expected);
}

describe('over 1,000,000 numbers, nasty ones among them,', () => {
  test.for([
    1, 5, 8, 33, 128, 512,
  ])('the last %d, their median, quartile and mean do not drift', (capacity, context) => {
    const history: number[] = [];
    const recent = new Recent(capacity);
    let compared = 0;
    soak(capacity, (value, at, isCheckpoint) => {
      history.push(value);
      recent.push(value);
      if (!isCheckpoint) return;
      compared++;
      const last = history.slice(-capacity);
      expect([...recent.last(capacity)]).toEqual(last);
      expect([...recent.before(2)]).toEqual(last.slice(0, -2));
      expectAgree(recent.median(capacity), slowMedian(last), at);
      const rank = last.length >> 2;
      const sorted = last.filter((each) => !Number.isNaN(each)).sort((a, b) => a - b);
      expectAgree(ranked(recent.last(capacity), rank), sorted[rank] ?? Number.NaN, at);
      // What is of both signs and near zero has no relative error.
      if (last.every((each) => each >= 0)) expectAgree(mean(recent.last(capacity)), slowMean(last), at);
    });
    expect(compared).toBeGreaterThan(CHECKPOINTS / 2);
    figures(context, { observations: OBSERVATIONS, 'values compared': 4 * compared });
  });

  test.for([64, 512, 4096])('the largest of %d steps is that of the history', (memory, context) => {
    const [steps, values]: number[][] = [[], []];
    const peak = new Peak(memory);
    let step = 0;
    let compared = 0;
    soak(7, (number, at, isCheckpoint) => {
      // Steps that measured nothing lie between; what is not a number is no peak, as in every window.
      step += at % 7 === 0 ? 3 : 1;
      const value = Number.isNaN(number) ? 0 : number;
      steps?.push(step);
      values?.push(value);
      const found = peak.add(step, value);
      if (!isCheckpoint || !steps || !values) return;
      compared++;
      let largest = Number.NEGATIVE_INFINITY;
      for (let back = values.length - 1; back >= 0 && (steps[back] ?? 0) >= step - memory; back--)
        largest = Math.max(largest, values[back] ?? largest);
      expect(found).toBe(largest);
    });
    figures(context, { observations: OBSERVATIONS, 'values compared': compared });
  });

  test('a mean of all of them is what adding in pairs gives', (context) => {
    const history: number[] = [];
    const all = new RunningMean();
    let compared = 0;
    soak(11, (number, at) => {
      const value = Number.isFinite(number) ? Math.abs(number) : 0.1;
      // Large ones come and are taken away again, once in a thousand.
      const pair = at % 1000 < 2 ? (at % 2 === 0 ? 1e12 : -1e12) : Math.min(value, 10);
      history.push(pair);
      all.push(pair);
      // Adding up the whole history is slow: so many times, at its end too.
      if (at % 100_000 !== 1 && at !== OBSERVATIONS - 1) return;
      compared++;
      const small = history.filter((each) => Math.abs(each) < 1e12);
      if (small.length > 0) expectAgree(all.value, (slowMean(small) * small.length) / history.length, at);
    });
    expect(compared).toBe(11);
    figures(context, { observations: OBSERVATIONS, 'values compared': compared });
  });

  test('what a counter grew in its last steps is what its history says, whatever gaps there were', (context) => {
    const random = seeded(5);
    const store = new VitalStore();
    const grown = growth('nonfinite', { steps: 100, time: '5m' }).above('n');
    const steps: { step: number; by: number }[] = [];
    let [count, step, compared] = [0, 0, 0];
    for (let at = 0; at < OBSERVATIONS; at++) {
      step += random() < 0.01 ? Math.floor(random() * 300) : 1;
      store.step = step;
      const by = random() < 0.3 ? Math.floor(random() * 5) : 0;
      count += by;
      store.set('nonfinite', count, { where: 'loss' });
      if (by > 0) steps.push({ step, by });
      if (random() > CHECKPOINTS / OBSERVATIONS) continue;
      compared++;
      const recent = steps.slice(-2000).filter((each) => each.step > step - 100);
      const expected = recent.reduce((sum, each) => sum + each.by, 0);
      const [found] = evaluate(grown, store, { n: 0 }, 0);
      expect(found?.value).toBe(expected);
      // No more is remembered than there may be in the steps that count.
      for (const { increases } of store.all('nonfinite')) expect(increases?.length).toBeLessThan(1026);
    }
    expect(compared).toBeGreaterThan(CHECKPOINTS / 2);
    figures(context, { observations: OBSERVATIONS, 'values compared': compared });
  });
});
