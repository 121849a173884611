import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seriesKeys, seriesOf } from '../series.js';
import { catalogue, symptomOf } from '../symptoms/catalogue.js';
import { declaredLines, withDeclared } from './runbooks.js';

const HEADINGS = ['What it means', 'Look first', 'What to try', 'How it is decided', 'False alarms'];

const each = catalogue.map((symptom) => {
  const text = readFileSync(new URL(`../symptoms/${symptom.id}/README.md`, import.meta.url), 'utf8');
  return [symptom.id, symptom, text] as const;
});

describe.each(each)('the runbook of %s', (id, symptom, text) => {
  // The formatter pads tables.
  const lines = text.split('\n').map((line) => line.replaceAll(/ +/g, ' '));

  it('has its headings in order', () => {
    const found = lines.filter((line) => line.startsWith('## ')).map((line) => line.slice(3));
    expect(found).toEqual(HEADINGS);
  });

  it('says what is declared: names, limits, times, causes', () => {
    const missing = declaredLines(symptom).filter((line) => !lines.includes(line));
    expect(missing, `lines missing in src/symptoms/${id}/README.md`).toEqual([]);
    const rows = lines.filter((line) => /^\| `\w+` \|/.test(line));
    expect(rows).toHaveLength(Object.keys(symptom.limits).length);
  });

  it('is what `npm run generate` writes', () => {
    expect(withDeclared(text, symptom)).toBe(text);
  });

  it('has a section for each remedy, in order', () => {
    const found = lines.filter((line) => line.startsWith('### '));
    expect(found).toEqual(symptom.remedies.map((remedy, index) => `### ${index + 1}. ${remedy}`));
  });

  it('names its panel, and only series that exist', () => {
    expect(text).toContain(`Panel **${symptom.panel.title}**`);
    const names = seriesKeys.map((key) => seriesOf(key).name);
    for (const [name] of text.matchAll(/\btraining_\w+/g)) expect(names).toContain(name);
  });

  it('says how far back it looks', () => {
    for (const [, time] of JSON.stringify(symptom.condition).matchAll(/"time":"(\w+)"/g))
      expect(text).toContain(`the last ${time}`);
  });

  it('links only to runbooks that exist', () => {
    for (const [, other] of text.matchAll(/\]\(\.\.\/([^/]+)\/README\.md\)/g))
      expect(symptomOf(other ?? ''), `${id} links to ${other}`).toBeDefined();
  });

  it('shows how to move a limit, to numbers that are allowed and not the default', () => {
    const movable = Object.values(symptom.limits).some(({ min, max }) => min < max);
    const moved = [...movedInRules(text), ...movedInWatch(text)];
    for (const { symptom: name, limit, value } of moved) {
      expect(name).toBe(id);
      const { min, max, value: now } = symptom.limits[limit] ?? { min: 1, max: 0, value: 0 };
      expect(value, limit).toBeGreaterThanOrEqual(min);
      expect(value, limit).toBeLessThanOrEqual(max);
      expect(value, limit).not.toBe(now);
    }
    expect(movedInRules(text).length > 0).toBe(movable);
    // A process moves no limit of what it does not decide.
    expect(movedInWatch(text).length > 0).toBe(movable && symptom.decidedBy === 'both');
  });
});

interface Moved {
  readonly symptom: string;
  readonly limit: string;
  readonly value: number;
}

const movedInRules = (text: string): Moved[] =>
  [...text.matchAll(/^trainvitals rules --set ([a-z-]+)\.(\w+)=(\S+)$/gm)].map(
    ([, symptom = '', limit = '', value]) => ({ symptom, limit, value: Number(value) }),
  );

const movedInWatch = (text: string): Moved[] =>
  [...text.matchAll(/symptoms: \{ '?([a-z-]+)'?: \{ ([^}]*) \}/g)].flatMap(([, symptom = '', body = '']) =>
    body.split(', ').map((part) => {
      const [limit = '', value] = part.split(': ');
      return { symptom, limit, value: Number(value) };
    }),
  );
