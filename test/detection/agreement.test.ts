import { expect, test } from 'vitest';
import { agreement } from './agreement.js';
import type { Outcome, Raised } from './outcome.js';

const compared = [{ id: 'dead-relu' }];
const dead = (layer: string, more: Partial<Raised> = {}): Raised => ({
  symptom: 'dead-relu',
  severity: 'warning',
  layer,
  step: 50,
  ...more,
});
const outcome = (raised: readonly Raised[]): Outcome => ({
  run: 'case',
  seed: 2,
  setting: 'default',
  steps: 400,
  sampled: 400,
  raised,
});
const fired = (layer: string, symptom = 'dead-relu') => ({ run: 'case#2', symptom, layer });

test('both agree where they name the same layers, however often and in whatever order', () => {
  const raised = [dead('a'), dead('b'), dead('a', { step: 300 })];
  expect(agreement([outcome(raised)], [fired('b'), fired('a')], compared)).toEqual({
    runs: 1,
    agreeing: 1,
    symptoms: [{ symptom: 'dead-relu', both: 2, process: 0, alert: 0 }],
    disagreements: [],
  });
});

test('what only one of them named is listed', () => {
  const found = agreement([outcome([dead('a')])], [fired('b')], compared);
  expect(found).toMatchObject({ agreeing: 0, symptoms: [{ both: 0, process: 1, alert: 1 }] });
  expect(found.disagreements).toEqual([
    {
      run: 'case',
      seed: 2,
      symptom: 'dead-relu',
      layer: 'a',
      only: 'process',
    },
    {
      run: 'case',
      seed: 2,
      symptom: 'dead-relu',
      layer: 'b',
      only: 'alert',
    },
  ]);
});

test('a symptom that is not compared, and an alert of another training, are left out', () => {
  const others = [fired('a', 'run-lost'), { ...fired('a'), run: 'case#1' }];
  expect(agreement([outcome([])], others, compared)).toMatchObject({ agreeing: 1, disagreements: [] });
});
