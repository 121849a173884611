import { describe, expect, test } from 'vitest';
import type { SymptomEvent } from '../handle.js';
import { VitalStore } from '../vitals/store.js';
import { symptomOf } from './catalogue.js';
import type { Symptom } from './symptom.js';
import { Watcher, withSettings } from './watcher.js';

/** Steps without a change, far above the limit. */
const unchanged = 500;
const labels = { layer: 'dense', variable: 'kernel' };

/** A watcher of one symptom, and steps that set a vital or take it back. */
function watching(id: string) {
  const symptom = symptomOf(id) as Symptom;
  const store = new VitalStore();
  const events: SymptomEvent[] = [];
  const watcher = new Watcher('run', withSettings([symptom]), (event) => events.push(event));
  store.set('lossImprovement', 0);
  store.set('lossRise', 1);
  const steps = (count: number, set: () => void) => {
    for (let n = 0; n < count; n++) {
      store.step++;
      set();
      watcher.observe(store, 0);
    }
  };
  return { symptom, store, events, watcher, steps };
}

describe('a vital that was taken back', () => {
  test('clears what it had raised after the hold, with the last value that was found', () => {
    const { symptom, store, events, watcher, steps } = watching('variable-not-training');
    steps(1, () => store.set('unchangedSteps', unchanged, labels));
    expect(watcher.active).toHaveLength(1);

    steps(symptom.hold.clear, () => store.set('unchangedSteps', undefined, labels));
    expect(watcher.active).toHaveLength(1);
    steps(1, () => {});
    expect(watcher.active).toEqual([]);
    expect(events.map(({ state }) => state)).toEqual(['raised', 'cleared']);
    expect(events[1]).toMatchObject({ ...labels, value: unchanged, step: 1 + 1 + symptom.hold.clear });
    // Of a variable that is gone there is no verdict either.
    expect(watcher.verdicts).toEqual([]);
  });

  test('does not clear it when it is measured again within the hold', () => {
    const { symptom, store, events, steps } = watching('variable-not-training');
    steps(1, () => store.set('unchangedSteps', unchanged, labels));
    steps(symptom.hold.clear, () => store.set('unchangedSteps', undefined, labels));
    steps(2 * symptom.hold.clear, () => store.set('unchangedSteps', unchanged, labels));
    expect(events.map(({ state }) => state)).toEqual(['raised']);
  });

  test('breaks the hold that raises', () => {
    const { symptom, store, events, steps } = watching('loss-diverging');
    steps(symptom.hold.raise, () => store.set('lossDivergence', 10));
    steps(1, () => store.set('lossDivergence', undefined));
    steps(symptom.hold.raise, () => store.set('lossDivergence', 10));
    expect(events).toEqual([]);
    steps(1, () => {});
    expect(events.map(({ state }) => state)).toEqual(['raised']);
  });
});

test('a loss that is zero from the start is not called not improving', () => {
  const { store, events, steps } = watching('loss-not-improving');
  store.set('steps', 1000);
  store.set('lossImprovement', undefined);
  store.set('lossBestImprovement', undefined);
  steps(500, () => {});
  expect(events).toEqual([]);
});
