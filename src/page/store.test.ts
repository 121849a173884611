import { describe, expect, test } from 'vitest';
import { symptomEvent } from '../../test/symptom-event.js';
import type { Column, TimedEvent, Update } from './contract.js';
import { Store, stepsOf } from './store.js';

const column = (at: number, loss: number | null, more: Partial<Column> = {}): Column => ({
  at,
  step: at + 1,
  scalars: { loss: [loss, loss, loss] },
  ...more,
});

const event = (step: number): TimedEvent => ({ ...symptomEvent({ step }), time: step });

const update = (more: Partial<Update> = {}): Update => ({
  reset: false,
  width: 1,
  layers: ['a', 'b'],
  columns: [],
  report: {
    run: 'r',
    state: 'running',
    step: 1,
    loss: 1,
    dataLoss: null,
    validationLoss: null,
    metrics: {},
    stepsPerSecond: null,
    plannedSteps: null,
    overhead: null,
    symptoms: [],
  },
  events: [],
  now: 2,
  started: 1,
  facts: { model: 'm', optimizer: 'o', backend: 'b', device: 'd', frameworkVersion: 'v' },
  ...more,
});

const store = (...columns: Column[]) => {
  const made = new Store();
  made.apply(update({ reset: true, columns, events: [event(1)] }));
  return made;
};

describe('a message', () => {
  test('replaces columns of its numbers, keeps the others in order, and tells from where on it changed', () => {
    const known = store(column(0, 3), column(1, 2), column(3, 1));
    const changed = known.apply(update({ columns: [column(1, 9), column(2, 8), column(4, 7)] }));
    expect(known.columns.map(({ at, scalars }) => [at, scalars.loss?.[2]])).toEqual([
      [0, 3],
      [1, 9],
      [2, 8],
      [3, 1],
      [4, 7],
    ]);
    expect(changed).toBe(1);
  });

  test('without columns changes none', () => {
    expect(store(column(0, 1)).apply(update())).toBe(Number.POSITIVE_INFINITY);
  });

  test('that resets is everything', () => {
    const known = store(column(0, 3), column(1, 2));
    known.apply(update({ reset: true, width: 2, columns: [column(0, 2)], events: [event(5)] }));
    expect([known.columns.length, known.width, known.events.map(({ step }) => step)]).toEqual([1, 2, [5]]);
  });

  test('adds its events', () => {
    const known = store();
    known.apply(update({ events: [event(2)] }));
    expect(known.events.map(({ step }) => step)).toEqual([1, 2]);
  });

  test('continues nothing where nothing is known, or where another process began', () => {
    expect(new Store().apply(update())).toBeUndefined();
    const known = store(column(0, 1));
    expect(known.apply(update({ started: 7, columns: [column(1, 1)] }))).toBeUndefined();
    expect(known.columns).toHaveLength(1);
  });

  test('of a symptom that flaps for weeks leaves the first and the last events', () => {
    const known = store();
    for (let step = 2; step <= 3000; step++) known.apply(update({ events: [event(step)] }));
    const steps = known.events.map(({ step }) => step);
    expect([steps.length, steps[499], steps[500], steps.at(-1)]).toEqual([1000, 500, 2501, 3000]);
  });
});

describe('the latest value', () => {
  test('is of the last column that has one', () => {
    const known = store(column(0, 3), column(1, null), column(2, 1, { scalars: {} }));
    expect(known.latest('loss')).toBeNull();
    expect(known.latest('validationLoss')).toBeUndefined();
  });

  test('of layers is each one’s own', () => {
    const known = store(
      column(0, 1, { updateRatio: [1, 2] }),
      column(1, 1, { updateRatio: [5, null] }),
      column(2, 1),
    );
    expect(known.latestOfLayers('updateRatio')).toEqual([5, 2]);
    expect(known.latestOfLayers('stuckUnits')).toEqual([null, null]);
  });
});

test('what JSON has no number for is read as what it is', () => {
  const known = store(column(0, 1, { gradientNorm: [1, 2] }));
  known.apply(
    update({ columns: [column(1, 1, { gradientNorm: ['NaN', null], updateRatio: ['Infinity', 3] })] }),
  );
  expect(known.latestOfLayers('gradientNorm')).toEqual([Number.NaN, 2]);
  expect(known.latestOfLayers('updateRatio')).toEqual([Number.POSITIVE_INFINITY, 3]);
});

test('steps never go back on an axis', () => {
  expect(stepsOf([1, 5, 3, 6].map((step) => column(0, 1, { step })))).toEqual([1, 5, 5, 6]);
});

test('a penalty of nothing but zeros is none', () => {
  const none = column(0, 1, { scalars: { loss: [1, 1, 1], regularizationLoss: [0, 0, 0] } });
  expect([...store(none).scalarNames()]).toEqual(['loss']);
  const some = column(1, 1, { scalars: { regularizationLoss: [0, 0.1, 0] } });
  expect([...store(none, some).scalarNames()]).toEqual(['loss', 'regularizationLoss']);
});
