import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { axeViolations, launch, open } from './page/browser.js';
import { end } from './stack/server.js';
import { until } from './stack/until.js';
import { requireTool } from './tools.js';

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** The page of a real training, from its first steps to the end of its process. */
describe.runIf(requireTool('chromium'))('the page of a training', () => {
  /** A faulty demo, and its page. */
  async function shown(fault: string) {
    const args = [main, 'demo', '--port', '0', '--backend', 'cpu', '--fault', fault];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => end(child));
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    await until('the demo serves', () => /(http:\S+)\/metrics/.test(out));
    const browser = await launch();
    onTestFinished(() => browser.close());
    return { child, ...(await open(browser, /(http:\S+)\/metrics/.exec(out)?.[1] ?? '')) };
  }

  test('shows it while it goes on, names its fault, and says when its process is gone', async () => {
    const { child, page, errors, foreign } = await shown('learning-rate-too-high');
    await page.getByRole('heading', { name: 'demo-learning-rate-too-high' }).waitFor();
    const step = async () => Number(/Step (\d+) of/.exec(await page.innerText('body'))?.[1] ?? 0);
    await until('some steps', async () => (await step()) > 0);
    const first = await step();
    await until('more steps, live', async () => (await step()) > first);
    await page.getByText('Runbook of learning-rate-too-high').waitFor();
    await expect(page.title()).resolves.toContain('learning-rate-too-high');
    const card = page
      .locator('.symptom', { has: page.getByText('Runbook of learning-rate-too-high') })
      .last();
    const [facts = '', message = ''] = await card.locator('> p').allInnerTexts();
    const [, value = '', limit = ''] = /Value (.+ %), limit (.+ %)\.$/.exec(facts) ?? [];
    expect(value).not.toBe('');
    expect(message).toContain(value);
    expect(message).toContain(limit);
    expect(await axeViolations(page)).toEqual([]);
    expect([errors, foreign]).toEqual([[], []]);

    child.kill('SIGKILL');
    await once(child, 'close');
    await until('it is noticed', async () => /gone/.test(await page.innerText('body')));
    // What was known stays.
    expect(await page.getByText('Runbook of learning-rate-too-high').count()).toBe(1);
  });

  test('shows weights that are NaN as NaN', async () => {
    const { page, errors } = await shown('loss-nonfinite');
    await page.locator('td.updateRatio', { hasText: 'NaN' }).first().waitFor();
    await page.locator('td.gradientNorm', { hasText: 'NaN' }).first().waitFor();
    await page.locator('#heat-map-canvas').focus();
    await page.keyboard.press('End');
    expect(await page.locator('#heat-map-readout').innerText()).toMatch(/: gradient norm NaN\b/);
    expect(await axeViolations(page)).toEqual([]);
    expect(errors).toEqual([]);
  });
});
