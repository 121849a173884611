import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { checks } from './catalogue.js';
import { examine } from './examine.js';
import type { Models } from './subject.js';

const place = (path: string) => new URL(path, import.meta.url);
const folders = readdirSync(place('.'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(place(`${entry.name}/README.md`)))
  .map(({ name }) => name);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('every folder with a README is a check, and the catalogue has no other', () => {
  expect(checks.map(({ id }) => id).sort()).toEqual(folders.sort());
});

for (const check of checks) {
  const { id } = check;
  describe(id, async () => {
    const { models } = (await import(`./${id}/${id}.models.ts`)) as { models: Models };
    const readme = readFileSync(place(`${id}/README.md`), 'utf8');

    test('the README says what is declared', () => {
      expect(readme).toMatch(new RegExp(`^# ${check.title}\n`));
      expect(readme).toContain(`\`${id}\` · ${check.severity} · ${check.question}`);
      for (const [name, { value, unit, min, max, origin }] of Object.entries(check.limits))
        expect(readme).toContain(`| \`${name}\` | ${value} | ${unit} | ${min} to ${max} | ${origin} |`);
      for (const [index, advice] of check.advice.entries())
        expect(readme).toContain(`${index + 1}. ${advice}`);
    });

    test('has a model that passes and one that fails', () => {
      expect(models.passing.length).toBeGreaterThan(0);
      expect(models.failing.length).toBeGreaterThan(0);
    });

    const report = async (build: Models['passing'][number]['build']) => {
      const { model, ...data } = build(tf);
      const others = checks.filter((other) => other.id !== id && !settles(other.id));
      const { report } = await examine(model, {
        ...data,
        checks: { ...Object.fromEntries(others.map((other) => [other.id, false])), [id]: { seconds: 100 } },
      });
      const found = report.checks.find((each) => each.id === id);
      if (!found) throw new Error('not run');
      return found;
    };

    test.each(models.passing)('passes: $name', async ({ build }) => {
      const { verdict, message } = await report(build);
      expect(`${verdict}: ${message}`).toMatch(/^pass/);
    });

    test.each(models.failing)('fails: $name', async ({ build, finds }) => {
      const { verdict, findings, message } = await report(build);
      expect(verdict, message).toBe('fail');
      expect(findings.map((finding) => finding.message).join('\n')).toMatch(finds);
      for (const finding of findings) expect(finding.advice).not.toBe('');
    });
  });
}

/** Checks on which others depend run in any case. */
const settles = (id: string): boolean => ['inputs', 'labels'].includes(id);
