import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PAGE, readResults } from './performance/page.js';
import { renderPerformance } from './performance/render.js';
import { sample } from './performance/sample.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(new URL(`../${PAGE}`, import.meta.url), 'utf8');

test(`${PAGE} is what bench/results render to; npm run bench:page writes it`, () => {
  expect(page).toBe(renderPerformance(readResults(root)));
});

test('the page names no path of a machine', () => {
  expect(page).not.toMatch(/\/(home|root|work|tmp|Users)\//);
});

test('what was not measured is one line', () => {
  const empty = renderPerformance({});
  expect(empty).toContain('Not measured yet: `npm run bench:overhead`.');
  expect(empty).not.toMatch(/undefined|NaN/);
});

test('an opening that was not over, a curve that is not flat, and what was left out are told', () => {
  const text = renderPerformance(sample);
  expect(text).not.toMatch(/undefined|NaN/);
  expect(text).toMatch(/1\.02 \(1\.00–1\.05\) †/);
  expect(text).toContain('`cnn-1m` on cpu: takes seconds a step.');
  expect(text).toContain('resident memory: **not flat** (+9.0 % from the middle to the end)');
  expect(text).toContain('tensors: flat (+0.0 % from the middle to the end)');
  expect(text).toContain('wandb: `ImportError: none`');
  expect(text).toContain('Not measured: `cpu`, `tensorflow`, `webgpu`.');
});

test('a fleet, its slowest query and its rules are told', () => {
  const text = renderPerformance(sample);
  expect(text).toContain(
    '100 runs of 1 layer, 60 minutes of samples every 15 s: 220.0 k series, 53.0 M samples',
  );
  expect(text).toContain(
    '| Training: Layers | all runs | 26 | 56 | 10000 | 1024.0 | 800 | 2345 | 12 | 1 | 40000 | Weight norm |',
  );
  expect(text).toContain('`training_layer_weight_norm{run=~"a\\|b"}`');
  expect(text).toContain('| `trainvitals-run` | 23 | 8 | 900 | 1500 |');
});

test('what a larger fleet means for ten thousand jobs is told', () => {
  const text = renderPerformance(sample);
  // 440 series a run; 220,000 in 2 GiB; 0.9 s of rules for 500 runs, at half of 15 s for twenty times as many.
  expect(text).toContain('440 series a job are 4.4 M series');
  expect(text).toContain('are 40');
  expect(text).toContain('3 Prometheus servers');
});
