import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PAGE, RESULTS, type Results, renderReliability } from './reliability/page.js';
import { type Area, filesOf, proofs, type Ran } from './reliability/proof.js';
import { promises, rest } from './reliability/reporter.js';

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const results = JSON.parse(readFileSync(at(RESULTS), 'utf8')) as Results;

test(`${PAGE} is what was measured; npm run bench:reliability writes it`, () => {
  expect(readFileSync(at(PAGE), 'utf8')).toBe(renderReliability(results, rest()));
});

test('what was measured are the promises of today, and all of them are proven', () => {
  const told = promises().flatMap(({ promises }) => promises.map(({ promise }) => promise));
  expect(results.proofs.map(({ promise }) => promise)).toEqual(told);
  expect(results.proofs.flatMap(({ missing }) => missing)).toEqual([]);
});

test('the page names no path of a machine', () => {
  expect(renderReliability(results, rest())).not.toMatch(/\/(home|root|work|tmp|Users)\//);
});

test.each(filesOf(promises()))('%s, which proves something, is there', (file) => {
  expect(existsSync(at(file)) && statSync(at(file)).isFile()).toBe(true);
});

const areas: readonly Area[] = [
  {
    area: 'a',
    promises: [
      { promise: 'all', tests: { 'x.test.ts': '' } },
      { promise: 'one', tests: { 'x.test.ts': 'second', 'y.test.ts': '' } },
    ],
  },
];
const ran = (file: string, name: string, state: Ran['state'], figures = {}): Ran => ({
  file,
  name,
  state,
  figures,
});

test('a promise is proven by tests that passed; their figures are added up', () => {
  const [all, one] = proofs(areas, [
    ran('x.test.ts', 'first', 'passed', { tried: 2 }),
    ran('x.test.ts', 'second', 'passed', { tried: 3, held: 1 }),
    ran('y.test.ts', 'third', 'passed'),
  ]);
  expect(all).toMatchObject({ passed: { 'x.test.ts': 2 }, missing: [], figures: { tried: 5, held: 1 } });
  expect(one).toMatchObject({ passed: { 'x.test.ts': 1, 'y.test.ts': 1 }, missing: [] });
});

test('a promise whose test failed, was skipped or is not there is not proven', () => {
  const [all, one] = proofs(areas, [
    ran('x.test.ts', 'first', 'failed', { tried: 2 }),
    ran('x.test.ts', 'third', 'skipped'),
  ]);
  expect(all).toMatchObject({
    missing: ['x.test.ts: first (failed)', 'x.test.ts: third (skipped)'],
    figures: {},
  });
  expect(one?.missing).toEqual(['x.test.ts: no test "second"', 'y.test.ts: no test ""']);
  const page = renderReliability({ ...results, proofs: all ? [all] : [] }, 'the rest');
  expect(page).toContain('| **Not proven:** all (x.test.ts: first (failed); x.test.ts: third (skipped)) |');
});
