import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import type { CheckReport, PreflightReport } from 'trainvitals';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageOf } from '../../dist/preflight/page/page.js';
import { axeViolations, launch, open } from '../page/browser.js';
import { requireTool } from '../tools.js';

const HOSTILE = '<script>document.title = "taken"</script>"}\n evil 1\u0007\u202e';

const check = (id: string, more: Partial<CheckReport> = {}): CheckReport => ({
  id,
  verdict: 'pass',
  severity: 'warning',
  value: 0.31,
  limit: 5,
  message: `${id} is in order.`,
  advice: '',
  findings: [],
  seconds: 0.4,
  cutShort: false,
  pictures: [],
  learningRate: null,
  ...more,
});

const curve = (rate: number, verdict: 'held' | 'diverged') => ({
  rate,
  verdict,
  losses: Array.from({ length: 100 }, (_, step) =>
    verdict === 'held' ? 2 / (1 + rate * step) : 2 * 1.1 ** step,
  ),
});
const trials = [curve(1, 'diverged'), curve(0.1, 'held')];

const report: PreflightReport = {
  ok: false,
  model: HOSTILE,
  backend: 'wasm',
  examples: 3000,
  started: '2026-11-27T04:53:59.000Z',
  seconds: 21.3,
  version: '0.1.0',
  checks: [
    check('names'),
    check('inputs', {
      pictures: [
        {
          kind: 'histogram',
          title: HOSTILE,
          x: { name: 'value' },
          from: 0,
          to: 1,
          counts: [9, 4, 1],
          outside: 0,
        },
      ],
    }),
    check('initialization', {
      verdict: 'fail',
      message: `Layer ${HOSTILE} is dead.`,
      advice: 'Change the initialization.',
      findings: [
        {
          severity: 'warning',
          message: `Layer ${HOSTILE} is dead.`,
          advice: 'Change the initialization.',
          value: 1,
          limit: 0.5,
        },
      ],
      pictures: [
        {
          kind: 'bars',
          title: 'Gradient norm',
          y: { name: 'norm', logarithmic: true },
          bars: [
            { name: HOSTILE, value: 1e-5 },
            { name: 'b', value: null },
          ],
          marks: [],
        },
      ],
    }),
    check('learning-rate-search', {
      learningRate: { curve: trials, largest: 0.1, advised: 0.05, compiled: 1 },
      pictures: [
        {
          kind: 'lines',
          title: 'Loss at each rate',
          x: { name: 'step' },
          y: { name: 'loss', logarithmic: true },
          lines: trials.map(({ rate, verdict, losses }) => ({
            name: String(rate),
            tone: verdict === 'held' ? 'good' : 'bad',
            points: losses.map((loss, step) => [step, loss] as const),
          })),
          marks: [],
        },
      ],
    }),
  ],
};

describe.runIf(requireTool('chromium'))('the page of a preflight', () => {
  const folder = mkdtempSync(join(tmpdir(), 'preflight-page-'));
  const file = join(folder, 'preflight.html');
  let browser: Browser;
  beforeAll(async () => {
    writeFileSync(file, pageOf(report));
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    { name: 'light', options: { colorScheme: 'light' } },
    { name: 'dark', options: { colorScheme: 'dark' } },
    { name: 'a phone', options: { viewport: { width: 360, height: 740 } } },
  ] as const)('is for everybody, loads and runs nothing: $name', async ({ options }) => {
    const { page, errors, foreign } = await open(browser, pathToFileURL(file).href, options);
    expect(errors).toEqual([]);
    expect(foreign.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(await page.title()).not.toBe('taken');
    expect(await page.locator('script').count()).toBe(0);
    expect(await page.locator('svg[role=img]').count()).toBe(3);
    expect(await page.locator('body').innerText()).toMatch(/Preflight failed: initialization \(warning\)/);
    const { scroll, width } = await page.evaluate<{ scroll: number; width: number }>(
      '({ scroll: document.documentElement.scrollWidth, width: document.documentElement.clientWidth })',
    );
    expect(scroll).toBeLessThanOrEqual(width);
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });
});
