import { describe, expect, test } from 'vitest';
import { confusion } from './confusion.js';
import { mistakesOf } from './mistakes.js';
import type { Raised, Trial } from './outcome.js';

const symptoms = [
  { id: 'dead-relu', severity: 'warning' },
  { id: 'variable-not-training', severity: 'warning' },
  { id: 'loss-not-improving', severity: 'warning' },
  { id: 'overfitting', severity: 'warning' },
  { id: 'overtraining', severity: 'info' },
] as const;

const raised = (symptom: string, step: number, more: Partial<Raised> = {}): Raised => ({
  symptom,
  step,
  severity: 'warning',
  ...more,
});

const trial = (truth: Trial['truth'], events: readonly Raised[], more: Partial<Trial> = {}): Trial => ({
  run: 'case',
  seed: 1,
  setting: 'default',
  steps: 500,
  sampled: 500,
  part: 'chosen on',
  truth,
  raised: events,
  ...more,
});

const healthy = { kind: 'healthy' } as const;
const sick = (symptom: string, more: { layers?: string[]; alsoAllowed?: string[]; onset?: number } = {}) =>
  ({ kind: 'sick', expects: { symptom, ...more } }) as const;

const row = (id: string, ...trials: Trial[]) =>
  confusion(trials, symptoms).symptoms.find(({ symptom }) => symptom === id);

describe('of trainings that have a symptom', () => {
  test('those are found in which it was raised, and steps are counted to the first time', () => {
    const found = row(
      'overfitting',
      trial(sick('overfitting'), [raised('overfitting', 100), raised('overfitting', 300)]),
      trial(sick('overfitting'), [raised('overfitting', 200)]),
      trial(sick('overfitting'), []),
    );
    expect(found).toMatchObject({ sick: 3, found: 2, falsely: 0, medianSteps: 150, maxSteps: 200 });
  });

  test('steps are counted from the onset, and what is raised before it is wrong', () => {
    const late = sick('overfitting', { onset: 100 });
    expect(row('overfitting', trial(late, [raised('overfitting', 130)]))).toMatchObject({
      found: 1,
      falsely: 0,
      medianSteps: 30,
    });
    expect(row('overfitting', trial(late, [raised('overfitting', 99)]))).toMatchObject({
      found: 0,
      falsely: 1,
    });
  });

  test('the layer is right where one of those that have it was named; another one beside it is counted', () => {
    const layered = sick('dead-relu', { layers: ['a', 'b'] });
    const found = row(
      'dead-relu',
      trial(layered, [raised('dead-relu', 5, { layer: 'a' })]),
      trial(layered, [raised('dead-relu', 5, { layer: 'c' }), raised('dead-relu', 9, { layer: 'b' })]),
      trial(layered, [raised('dead-relu', 5, { layer: 'c' })]),
      trial(sick('dead-relu'), [raised('dead-relu', 5, { layer: 'c' })]),
    );
    expect(found).toMatchObject({ found: 4, withLayers: 3, layerRight: 2, layerWrong: 2, falsely: 0 });
  });

  test('a symptom of severity info is found or missed, and wrong nowhere', () => {
    const info = { severity: 'info' } as const;
    const trials = [
      trial(sick('overtraining'), [raised('overtraining', 5, info)]),
      trial(healthy, [raised('overtraining', 5, info)]),
    ];
    expect(row('overtraining', ...trials)).toMatchObject({ sick: 1, found: 1, falsely: 0 });
    expect(mistakesOf(trials)).toEqual([]);
  });
});

describe('beside the symptom of a run', () => {
  test.each([
    { what: 'an unrelated symptom is wrong', other: 'overfitting', falsely: 1 },
    {
      what: 'one that the run allows is not',
      other: 'overfitting',
      alsoAllowed: ['overfitting'],
      falsely: 0,
    },
    { what: 'a declared consequence is not', other: 'variable-not-training', falsely: 0 },
    { what: 'a consequence of a consequence is not', other: 'loss-not-improving', falsely: 0 },
  ])('$what', ({ other, falsely, alsoAllowed = [] }) => {
    const found = trial(sick('dead-relu', { alsoAllowed }), [raised('dead-relu', 5), raised(other, 50)]);
    expect(row(other, found)?.falsely ?? 0).toBe(falsely);
  });

  test('a consequence is wrong where the symptom was not raised', () => {
    const missed = trial(sick('dead-relu'), [raised('variable-not-training', 50)]);
    expect(row('variable-not-training', missed)?.falsely).toBe(1);
    expect(mistakesOf([missed]).map(({ kind }) => kind)).toEqual(['missed', 'false alarm']);
  });
});

test('healthy trainings count their false alarms, each time', () => {
  const { healthy: found } = confusion(
    [
      trial(healthy, []),
      trial(healthy, [raised('overfitting', 5), raised('dead-relu', 9)]),
      trial(sick('overfitting'), [raised('dead-relu', 9)]),
    ],
    symptoms,
  );
  expect(found).toEqual({ runs: 2, steps: 1000, alarmed: 1, alarms: 2 });
});

test('a training that came to nothing is neither found nor missed', () => {
  const failed = trial(sick('overfitting'), [], { error: 'out of memory' });
  expect(confusion([failed], symptoms)).toEqual({
    symptoms: [],
    healthy: { runs: 0, steps: 0, alarmed: 0, alarms: 0 },
  });
  expect(mistakesOf([failed])).toEqual([]);
});
