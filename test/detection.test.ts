import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PAGE, RESULTS } from './detection/options.js';
import { renderDetection } from './detection/render.js';
import type { Results } from './detection/results.js';
import { written } from './detection/written.js';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const results = JSON.parse(read(RESULTS)) as Results;

test(`${PAGE} is what ${RESULTS} renders to`, () => {
  expect(read(PAGE)).toBe(renderDetection(results));
});

test(`${RESULTS} is written as the measurement writes it`, () => {
  expect(read(RESULTS)).toBe(written(results));
});

test('the page names no path of a machine', () => {
  expect(read(PAGE)).not.toMatch(/\/(home|root|work|tmp|Users)\//);
});
