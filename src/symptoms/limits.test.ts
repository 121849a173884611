import { describe, expect, it } from 'vitest';
import { catalogue, symptomOf } from './catalogue.js';
import { configured, MAIN, mainLimitOf, type SymptomSettings } from './limits.js';
import type { Symptom } from './symptom.js';
import { withSettings } from './watcher.js';

/** The limits of a symptom under settings; `undefined` where it is left out. */
const limitsOf = (id: string, settings?: SymptomSettings) =>
  configured(catalogue, settings).find(({ symptom }) => symptom.id === id)?.limits;

const declared = ({ limits }: Symptom) =>
  Object.fromEntries(Object.entries(limits).map(([name, { value }]) => [name, value]));

describe('the settings of symptoms', () => {
  it('leave every symptom with its declared limits where nothing is set', () => {
    const all = configured(catalogue);
    expect(all.map(({ symptom }) => symptom)).toEqual(catalogue);
    for (const { symptom, limits } of all) expect(limits, symptom.id).toEqual(declared(symptom));
  });

  it('move the limits that are named, and no other', () => {
    const settings = { 'loss-diverging': { rise: 0.1 }, 'dead-relu': { share: 0.6 } };
    expect(limitsOf('loss-diverging', settings)).toEqual({ ...limitsOf('loss-diverging'), rise: 0.1 });
    expect(limitsOf('dead-relu', settings)).toEqual({ ...limitsOf('dead-relu'), share: 0.6 });
  });

  it('leave out what is false, and change nothing where it is true', () => {
    const settings = { 'dead-relu': false, overfitting: true };
    expect(limitsOf('dead-relu', settings)).toBeUndefined();
    expect(limitsOf('overfitting', settings)).toEqual(limitsOf('overfitting'));
  });

  it('reach the watcher, which decides what a process can see', () => {
    const watched = withSettings(catalogue, { 'dead-relu': { limit: 0.6 }, overfitting: false });
    const limits = new Map(watched.map(({ symptom, limits }) => [symptom.id, limits]));
    expect(limits.get('dead-relu')).toMatchObject({ share: 0.6 });
    expect(limits.has('overfitting')).toBe(false);
    expect(limits.has('run-lost')).toBe(false);
  });

  it.each<[string, SymptomSettings, string]>([
    [
      'an unknown symptom',
      { 'dead-rely': false },
      'unknown symptom "dead-rely"; known are inputs-nonfinite, ',
    ],
    ['an id every object has', { constructor: false }, 'unknown symptom "constructor"; known are '],
    [
      'an unknown limit',
      { 'loss-diverging': { ratio: 3 } },
      'unknown limit "loss-diverging.ratio"; known are factor, rise, lost, steady, fixed, runaway, steep, and limit for factor',
    ],
    [
      'a name every object has',
      { 'dead-relu': { toString: 1 } },
      'unknown limit "dead-relu.toString"; known',
    ],
    ['below', { 'dead-relu': { share: -0.1 } }, '"dead-relu.share" must be a number from 0 to 1, got -0.1'],
    ['above', { 'dead-relu': { share: 1.1 } }, '"dead-relu.share" must be a number from 0 to 1, got 1.1'],
    ['no number', { 'dead-relu': { share: Number.NaN } }, 'must be a number from 0 to 1, got NaN'],
    ['the main one', { 'dead-relu': { limit: 2 } }, '"dead-relu.limit" (share) must be a number from 0 to 1'],
    [
      'both names, in any order',
      { 'dead-relu': { share: 0.6, limit: 0.6 } },
      'limit "dead-relu.limit" is "dead-relu.share" by another name; set one of them, got both',
    ],
    ['both names', { 'dead-relu': { limit: 0.6, share: 0.7 } }, 'set one of them, got both'],
  ])('are refused with one line: %s', (_name, settings, message) => {
    expect(() => configured(catalogue, settings)).toThrow(message);
    expect(() => configured(catalogue, settings)).toThrow(/^[^\n]+$/);
  });
});

describe.each(catalogue.map((symptom) => [symptom.id, symptom] as const))('%s', (id, symptom) => {
  const main = mainLimitOf(symptom);

  it('has its main limit first', () => {
    expect(Object.keys(symptom.limits)[0], 'docs/symptoms.md and explain say that it is').toBe(main);
    expect(symptomOf(id)?.limits, 'the name is taken: it means the main limit').not.toHaveProperty(MAIN);
  });

  it('takes it by the name "limit", to the ends of its range', () => {
    for (const value of [symptom.limits[main]?.min, symptom.limits[main]?.max]) {
      expect(value).toBeDefined();
      if (value === undefined) return;
      expect(limitsOf(id, { [id]: { [MAIN]: value } })).toEqual({ ...declared(symptom), [main]: value });
    }
  });
});
