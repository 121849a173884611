import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { renderPerformance } from './performance/render.js';
import type { Results } from './performance/results.js';
import { scratchFolder } from './stack/server.js';

const root = fileURLToPath(new URL('..', import.meta.url));

// The shortest runs: what they measure is worthless, but that they measure is not.
test.each([
  { name: 'overhead', args: ['--backend', 'cpu', '--subject', 'mlp-10k-b1'], shows: '`mlp-10k-b1`' },
  { name: 'soak', args: ['--steps', '1000'], shows: 'steps of a tiny watched model' },
  { name: 'scrape', args: [], shows: 'prom-client on the training thread' },
])('bench:$name writes what the page shows', async ({ name, args, shows }) => {
  const out = join(await scratchFolder('bench'), 'results.json');
  execFileSync(process.execPath, ['bench/main.mjs', name, ...args, '--seconds', '0.5', '--out', out], {
    cwd: root,
    stdio: 'pipe',
  });

  const results = { [name]: JSON.parse(readFileSync(out, 'utf8')) } as Results;
  const page = renderPerformance(results);
  expect(page).toContain(shows);
  expect(page).not.toMatch(/undefined|NaN/);
});

test.each([
  { args: ['speed'], message: 'expected one of overhead, scrape' },
  { args: ['overhead', '--backend', 'gpu'], message: '--backend must be of cpu, wasm' },
  { args: ['overhead', '--seconds', 'long'], message: '--seconds must be a number above 0, got "long"' },
  { args: ['soak', '--steps', '0'], message: '--steps must be a number above 0, got "0"' },
])('a benchmark refuses $args in one line', ({ args, message }) => {
  expect(() =>
    execFileSync(process.execPath, ['bench/main.mjs', ...args], { cwd: root, stdio: 'pipe' }),
  ).toThrow(message);
});
