import { existsSync, readdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { seriesKeys, seriesOf } from '../series.js';
import { casesOf } from './cases.js';
import { catalogue, symptomOf } from './catalogue.js';
import { inTree } from './causes.js';
import type { Condition } from './condition.js';
import { playCase, TICK } from './play.js';
import { alertName } from './symptom.js';
import { over, under } from './timeline.js';

const here = new URL('./', import.meta.url);
const folders = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const ids = catalogue.map(({ id }) => id);
const each = catalogue.map((symptom) => [symptom.id, symptom] as const);

const CASES = ['sick', 'healthy', 'boundary', 'flapping', 'not measured'];
const PLACEHOLDERS = ['run', 'value', 'limit'];
const GRAVITY = ['info', 'warning', 'critical'];

type Compare = Condition & { kind: 'compare' };

/** All comparisons of a condition, in reading order. */
function comparisons(condition: Condition): Compare[] {
  switch (condition.kind) {
    case 'compare':
      return [condition];
    case 'unless':
      return [condition.when, condition.not].flatMap(comparisons);
    default:
      return condition.of.flatMap(comparisons);
  }
}

describe('the catalogue', () => {
  it('holds every folder that has a symptom, and nothing else', () => {
    expect([...ids].sort()).toEqual([...folders].sort());
    for (const id of ids) {
      for (const file of [`${id}.ts`, `${id}.cases.ts`, 'README.md'])
        expect(existsSync(new URL(`${id}/${file}`, here)), `src/symptoms/${id}/${file} exists`).toBe(true);
    }
  });

  it('has the cases of every symptom', () => {
    expect(Object.keys(casesOf)).toEqual(ids);
  });

  it('finds a symptom by its id', () => {
    expect(symptomOf('dead-relu')?.title).toBe('Dead ReLU units');
    expect(symptomOf('no-such-thing')).toBeUndefined();
  });

  it('lets no symptom be its own cause, not even through others', () => {
    const reached = (id: string, path: readonly string[]): void => {
      expect(path, `causes of ${path[0]}: ${[...path, id].join(' <- ')}`).not.toContain(id);
      for (const cause of symptomOf(id)?.causes ?? []) reached(cause, [...path, id]);
    };
    for (const id of ids) reached(id, []);
  });

  it('mutes nothing by what is less grave: whoever would be told of it must be told of its cause', () => {
    for (const { id, severity, causes } of catalogue)
      for (const cause of causes) {
        const gravity = GRAVITY.indexOf(symptomOf(cause)?.severity ?? '');
        expect(gravity, `${cause} mutes ${id}`).toBeGreaterThanOrEqual(GRAVITY.indexOf(severity));
      }
  });

  it('has every symptom that the tree of causes speaks of', () => {
    expect(ids).toEqual(expect.arrayContaining([...inTree]));
  });

  it('makes a lost run the cause of everything else', () => {
    for (const { id, causes } of catalogue) expect(causes.includes('run-lost'), id).toBe(id !== 'run-lost');
  });

  it('has no panel title twice', () => {
    const titles = catalogue.map(({ panel }) => panel.title);
    expect(titles).toEqual([...new Set(titles)]);
  });
});

describe.each(each)('%s', (id, symptom) => {
  const compared = comparisons(symptom.condition);
  const hinted = symptom.hints.flatMap(({ when }) => comparisons(when));

  it('is named in kebab case, by an alert of at most 40 characters', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(alertName(id)).toMatch(/^Training([A-Z][a-z]+)+$/);
    expect(alertName(id).length).toBeLessThanOrEqual(40);
  });

  it('has limits within their range, each with an origin, and uses every one', () => {
    for (const [name, { value, min, max, origin }] of Object.entries(symptom.limits)) {
      expect(value, name).toBeGreaterThanOrEqual(min);
      expect(value, name).toBeLessThanOrEqual(max);
      expect(origin.length, `${name} says where it came from`).toBeGreaterThan(10);
    }
    const used = new Set([...compared, ...hinted].map(({ limit }) => limit));
    expect([...used].sort()).toEqual(Object.keys(symptom.limits).sort());
  });

  it('is decided on series that exist, by labels they have', () => {
    for (const { term } of [...compared, ...hinted]) {
      expect(seriesKeys).toContain(term.key);
      const filter = 'labels' in term ? Object.keys(term.labels ?? {}) : [];
      expect(seriesOf(term.key).labels).toEqual(expect.arrayContaining(filter));
    }
    for (const key of symptom.panel.series) expect(seriesKeys).toContain(key);
  });

  it('has the scope of its first comparison', () => {
    const term = compared[0]?.term;
    const labels: readonly string[] = term ? seriesOf(term.key).labels : [];
    const scope = ['variable', 'layer'].find((label) => labels.includes(label)) ?? 'run';
    expect(scope).toBe(symptom.scope);
  });

  it('holds in whole steps and durations, and only where it can be decided', () => {
    expect(symptom.hold.raise).toBeGreaterThanOrEqual(0);
    expect(Number.isInteger(symptom.hold.raise) && Number.isInteger(symptom.hold.clear)).toBe(true);
    expect(symptom.alert.for).toMatch(/^\d+[smh]$/);
    expect(symptom.alert.keepFiringFor).toMatch(/^\d+[smh]$/);
    const isOutside = compared.some(({ term }) => term.kind === 'vanished' || term.kind === 'ranks');
    expect(symptom.decidedBy).toBe(isOutside ? 'prometheus' : 'both');
  });

  it('says what fails in one sentence without templates', () => {
    expect(symptom.summary).toMatch(/^[A-Z][^{}]*\.$/);
    expect(symptom.summary.slice(0, -1)).not.toMatch(/[.!?](\s|$)/);
    expect(symptom.summary).not.toMatch(/\d/);
  });

  it('says what was found in one sentence with placeholders that are known', () => {
    const placeholders = [...symptom.finding.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
    const term = compared[0]?.term;
    const labels: readonly string[] = term ? seriesOf(term.key).labels : [];
    expect([...PLACEHOLDERS, ...labels]).toEqual(expect.arrayContaining(placeholders));
    const needed = symptom.scope === 'run' ? ['run'] : ['run', 'layer'];
    expect(placeholders).toEqual(expect.arrayContaining(needed));
    expect(symptom.finding).toMatch(/\.$/);
  });

  it('has remedies, each a sentence', () => {
    expect(symptom.remedies.length).toBeGreaterThan(0);
    for (const remedy of symptom.remedies) expect(remedy).toMatch(/^[A-Z].*\.$/);
  });

  it('has hints that begin with one of its remedies, and say why in a clause', () => {
    for (const { first, because } of symptom.hints) {
      expect(symptom.remedies[first - 1], because).toBeDefined();
      expect(because).toMatch(/^[a-z][^.]*[^.\s]$/);
    }
  });

  it('names causes that exist', () => {
    expect(ids).toEqual(expect.arrayContaining([...symptom.causes]));
    expect(symptom.causes).toEqual([...new Set(symptom.causes)]);
  });

  const cases = casesOf[id] ?? [];

  it('has a sick, a healthy, a boundary, a flapping and a not-measured case', () => {
    const kinds = cases.map(({ name }) => name.split(':')[0]);
    expect([...new Set(kinds)].sort()).toEqual([...CASES].sort());
    const names = cases.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('has cases that expect what their kind says', () => {
    for (const { name, expect: expected } of cases) {
      const raised = expected.some((one) => one.raised);
      if (name.startsWith('sick:')) expect(raised, name).toBe(true);
      if (name.startsWith('healthy:') || name.startsWith('not measured:')) expect(raised, name).toBe(false);
      const ticks = expected.map(({ at }) => at);
      expect(ticks, `${name}: in the order of time`).toEqual([...ticks].sort((a, b) => a - b));
      const comparesRanks = compared.some(({ term }) => term.kind === 'ranks');
      for (const { raised: now, layer, rank } of expected) {
        if (!now) continue;
        expect(layer !== undefined, `${name}: names the layer`).toBe(symptom.scope !== 'run');
        expect(rank !== undefined, `${name}: names the rank`).toBe(comparesRanks);
      }
    }
  });

  it('plays every series it is decided on', () => {
    const played = new Set(cases.flatMap(({ vitals }) => vitals.map(({ key }) => key)));
    expect([...played]).toEqual(expect.arrayContaining(compared.map(({ term }) => term.key)));
  });

  it.each(
    symptom.decidedBy === 'both' ? cases : [],
  )('is decided by the process as in the case $name', (one) => {
    expect(playCase(symptom, one).verdicts).toEqual(one.expect);
  });

  it('is raised and cleared at the very step at which its condition has held', () => {
    const { raise, clear } = symptom.hold;
    const events = cases.flatMap((one) => playCase(symptom, one).events);
    // Vitals change with a tick; a counter that grew is forgotten within one, and time may decide between two.
    const growths = compared.flatMap(({ term }) => (term.kind === 'growth' ? [term.steps] : []));
    const offsets = new Set(
      [raise, clear, ...growths.map((steps) => steps + clear)].map((step) => step % TICK),
    );
    expect(events.length > 0).toBe(symptom.decidedBy === 'both');
    for (const { state, step } of events)
      expect(state === 'raised' ? [raise % TICK] : [...offsets], `${state} at ${step}`).toContain(
        step % TICK,
      );
  });

  const movable = Object.entries(symptom.limits).filter(
    ([name, { min, max }]) =>
      symptom.decidedBy === 'both' && min < max && compared.some(({ limit }) => limit === name),
  );

  it.each(movable)('has a case in which the limit %s decides, to its grain', (name, limit) => {
    const verdicts = (value: number) => {
      const moved = { ...symptom, limits: { ...symptom.limits, [name]: { ...limit, value } } };
      return cases.map((each) => playCase(moved, each).verdicts);
    };
    const now = cases.map((each) => each.expect);
    const isFelt = [under(limit), over(limit)].some((value) => !isDeepStrictEqual(verdicts(value), now));
    expect(isFelt, `a boundary case of ${id}.${name}`).toBe(true);
  });

  it('has cases on series with the labels they have', () => {
    for (const { name, vitals } of cases)
      for (const { key, labels = {}, values } of vitals) {
        expect(Object.keys(labels), `${name}: ${key}`).toEqual([...seriesOf(key).labels]);
        expect(values.length, `${name}: ${key}`).toBeGreaterThan(0);
      }
  });
});
