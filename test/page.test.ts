import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { axeViolations, launch, open } from './page/browser.js';
import { FakeServer } from './page/fake-server.js';
import { columnOf, eventOf, reportOf, STARTED, symptomOf, updateOf } from './page/made-run.js';
import { requireTool } from './tools.js';

const cause = symptomOf('dead-relu', { severity: 'critical', layer: 'hidden' });
const consequence = symptomOf('loss-stalled', { step: 18, consequenceOf: ['dead-relu'] });
const sick = updateOf({
  report: reportOf({ symptoms: [cause, consequence] }),
  events: [eventOf(cause), eventOf(consequence)],
});
/** A message after the first. */
const next = (more: Parameters<typeof updateOf>[0]) => updateOf({ reset: false, columns: [], ...more });

const text = (page: Page, selector: string) => page.locator(selector).innerText();
const eventually = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 15_000, interval: 50 });

describe.runIf(requireTool('chromium'))('the live page', () => {
  let browser: Browser;
  let server: FakeServer;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    server = new FakeServer();
    server.runs = [reportOf()];
    server.first = () => updateOf();
    await server.start();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await server.stop();
  });

  /** The page with its first message drawn. */
  async function opened(options: Parameters<typeof open>[2] = {}, path = '') {
    const result = await open(browser, `${server.url}${path}`, options);
    await result.page.locator('#layers-table tbody tr').first().waitFor();
    return result;
  }

  test('loads without an error and asks nobody else', async () => {
    server.first = () => sick;
    const { page, errors, foreign } = await opened();
    await page.locator('#chart-loss ~ .plot canvas').waitFor();
    expect(await text(page, 'h1')).toBe('mnist-42');
    expect(await text(page, '#connection')).toBe('Live');
    expect(await text(page, '#progress-text')).toMatch(
      /^Step 20 of 100 \(20 %\); 1 min 5 s since .*about 8 s left/,
    );
    expect(await page.title()).toBe('critical: dead-relu – running – mnist-42 – trainvitals');
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });

  test('says that no run is watched, then shows the first one', async () => {
    server.runs = [];
    const { page } = await open(browser, server.url);
    await eventually(() => text(page, '#nothing')).toBe('No run is watched yet.');
    server.runs = [reportOf()];
    await eventually(() => text(page, 'h1')).toBe('mnist-42');
  });

  test('says that nothing is measured yet', async () => {
    server.first = () => updateOf({ columns: [], layers: [] });
    const { page } = await open(browser, server.url);
    await eventually(() => text(page, '#nothing')).toBe('Nothing is measured yet.');
  });

  test('an update arrives live', async () => {
    const { page } = await opened();
    const loss = page.locator('#numbers div', { hasText: /^Loss/ }).locator('dd');
    expect(await loss.innerText()).toBe('0.5');
    server.send(next({ columns: [columnOf(20, 4, 0.25)], report: reportOf({ step: 21, loss: 0.25 }) }));
    await eventually(() => loss.innerText()).toBe('0.25');
    expect(await text(page, '#chart-loss ~ .legend')).toContain('train data 0.225');
    expect(await text(page, '#heat-map-steps')).toMatch(/step 1\s+step 21/);
  });

  test('a loss that is not finite is told so', async () => {
    const { page } = await opened();
    const column = { ...columnOf(20, 4), scalars: { loss: [null, null, null] as [null, null, null] } };
    server.send(next({ columns: [column], report: reportOf({ loss: null }) }));
    await eventually(() => text(page, '#numbers')).toMatch(/Loss\s+not finite/);
  });

  test('a symptom appears with its remedies, is announced, and is marked on every chart', async () => {
    const { page } = await opened();
    expect(await text(page, '#symptoms')).toContain('None active.');
    server.send(next({ report: reportOf({ symptoms: [cause] }), events: [eventOf(cause)] }));
    await page.locator('.symptom').waitFor();
    expect(await page.locator('.symptom h3').textContent()).toBe('critical dead-relu in hidden');
    expect(await text(page, '.symptom')).toContain('Since step 12. Value 73 %, limit 50 %.');
    expect(await page.locator('#event-list li').textContent()).toContain('value 73 %, limit 50 %');
    expect(await page.locator('.symptom ol li').allInnerTexts()).toEqual(cause.remedies);
    expect(await page.locator('.symptom a').getAttribute('rel')).toBe('noreferrer');
    expect(await page.locator('#announcement').textContent()).toContain('critical: dead-relu in hidden');
    const plots = await page.locator('.plot:visible').count();
    await eventually(() => page.locator('.u-over .marker', { hasText: 'dead-relu' }).count()).toBe(plots);
    expect(plots).toBe(5);
    expect(await page.locator('#heat-map-area .marker').innerText()).toBe('dead-relu');
    expect(await page.title()).toMatch(/^critical: dead-relu/);
  });

  test('a consequence stands below its cause', async () => {
    server.first = () => sick;
    const { page } = await opened();
    const nested = page.locator('#symptom-list > .symptom > ul > .symptom');
    expect(await nested.locator('h3').textContent()).toBe('warning loss-stalled');
    expect(await nested.innerText()).toContain('A consequence of dead-relu');
  });

  test('the focus stays where it is when symptoms change their order', async () => {
    const other = symptomOf('exploding-gradient', { severity: 'critical', step: 15 });
    server.first = () => updateOf({ report: reportOf({ symptoms: [cause, other] }) });
    const { page } = await opened();
    await page.getByRole('link', { name: 'Runbook of exploding-gradient' }).focus();
    server.send(next({ report: reportOf({ symptoms: [other, cause, consequence] }) }));
    await eventually(() => page.locator('.symptom').count()).toBe(3);
    expect(await page.locator('#symptom-list > .symptom > h3').allTextContents()).toEqual([
      'critical exploding-gradient',
      'critical dead-relu in hidden',
    ]);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Runbook of exploding-gradient');
  });

  test('reconnects, says so meanwhile, and loses nothing', async () => {
    const { page } = await opened();
    await server.stop();
    await eventually(() => text(page, '#connection')).toMatch(/^Reconnecting; last values of /);
    server.first = (lastId) =>
      lastId === undefined
        ? updateOf({ columns: [] })
        : next({ columns: [columnOf(20, 4), columnOf(21, 4)] });
    await server.start();
    await eventually(() => text(page, '#connection')).toBe('Live');
    await eventually(() => text(page, '#heat-map-steps')).toMatch(/step 1\s+step 22/);
    expect(server.resumed.at(-1)).toBe('1');
  });

  test('hears that nothing is heard, says so, and opens the stream again until it has everything', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(server.url);
    await eventually(() => text(page, '#connection')).toBe('Live');
    await eventually(() => text(page, '#heat-map-steps')).toMatch(/step 1\s+step 20/);
    // Nothing is closed, and nobody says anything.
    server.isSilent = true;
    server.first = () => updateOf({ columns: Array.from({ length: 22 }, (_, at) => columnOf(at, 4)) });
    await page.clock.fastForward(8_000);
    expect(await text(page, '#connection')).toBe('Live');
    await page.clock.fastForward(9_000);
    await eventually(() => text(page, '#connection')).toMatch(
      /^Nothing is heard any more; connecting again; last values of /,
    );
    // The stream that was opened again hangs too, and is left in its turn; so is the question which runs there are.
    await page.clock.runFor(40_000);
    const asked = (path: string) => server.ignored.filter((each) => each === path).length;
    await eventually(async () => asked('/api/live')).toBe(2);
    await eventually(async () => asked('/api/runs')).toBeGreaterThan(1);
    server.isSilent = false;
    await page.clock.fastForward(70_000);
    await eventually(() => text(page, '#connection')).toBe('Live');
    await eventually(() => text(page, '#heat-map-steps')).toMatch(/step 1\s+step 22/);
    expect(server.resumed).toHaveLength(2);
    expect(await text(page, '#layers-table')).toContain('hidden');
  });

  test('a run to which nothing happens is live: its beats are heard', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(server.url);
    await eventually(() => text(page, '#connection')).toBe('Live');
    for (let beat = 1; beat <= 4; beat++) {
      const heard = server.beaten;
      await eventually(async () => server.beaten).toBeGreaterThan(heard + 1);
      await page.clock.fastForward(8_000);
    }
    expect(await text(page, '#connection')).toBe('Live');
    expect(server.resumed).toHaveLength(1);
  });

  test('says that the process is gone, and shows what it knew', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(server.url);
    await page.locator('#layers-table tbody tr').first().waitFor();
    await server.stop();
    await eventually(() => text(page, '#connection')).toMatch(/^Reconnecting/);
    await page.clock.fastForward(15_000);
    await eventually(() => text(page, '#connection')).toMatch(/^The run's process is gone; last values of /);
    expect(await text(page, 'h1')).toBe('mnist-42');
    await server.start();
  });

  test('another process on the same port is another run, not the rest of this one', async () => {
    const { page } = await opened();
    server.first = () => updateOf({ started: STARTED + 500, columns: [columnOf(40, 4)] });
    server.send(next({ started: STARTED + 500 }));
    await eventually(() => text(page, '#heat-map-steps')).toMatch(/step 41\s+step 41/);
  });

  test('a run is picked by its name, which the address keeps', async () => {
    server.runs = [reportOf(), reportOf({ run: 'other' })];
    server.first = (_lastId, run) => updateOf({ report: reportOf({ run: run ?? 'mnist-42' }) });
    const { page } = await opened();
    await page.getByLabel('Run').selectOption('other');
    await eventually(() => text(page, 'h1')).toBe('other');
    expect(page.url()).toContain('?run=other');
    await page.reload();
    await eventually(() => text(page, 'h1')).toBe('other');
    await page.goBack();
    await eventually(() => text(page, 'h1')).toBe('mnist-42');
  });

  test('the table shows what is wrong first, and sorts by key', async () => {
    server.first = () => sick;
    const { page } = await opened();
    const order = () => page.locator('#layers-table tbody th').allInnerTexts();
    const heading = (name: string) => page.getByRole('columnheader', { name });
    expect(await order()).toEqual(['hidden', 'input', 'conv1', 'logits']);
    expect(await heading('Symptoms').getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'Update ratio' }).focus();
    await page.keyboard.press('Enter');
    expect(await order()).toEqual(['logits', 'hidden', 'conv1', 'input']);
    expect(await heading('Update ratio').getAttribute('aria-sort')).toBe('descending');
    await page.keyboard.press('Space');
    expect(await order()).toEqual(['input', 'conv1', 'hidden', 'logits']);
    expect(await heading('Update ratio').getAttribute('aria-sort')).toBe('ascending');
    expect(await heading('Symptoms').getAttribute('aria-sort')).toBeNull();
  });

  test('the heat map is read by key and by pointer', async () => {
    const { page } = await opened();
    const readout = () => text(page, '#heat-map-readout');
    await page.locator('#heat-map-canvas').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    expect(await readout()).toBe('conv1, step 20: gradient norm 0.6');
    await page.keyboard.press('ArrowLeft');
    expect(await readout()).toBe('conv1, step 19: gradient norm 0.5');
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    expect(await readout()).toBe('logits, step 1: gradient norm 0.001');
    await page.getByLabel('Statistic').selectOption('stuckUnits');
    await page.locator('#heat-map-canvas').hover({ position: { x: 2, y: 2 } });
    expect(await text(page, '#heat-map-tip')).toBe('input, step 1: dead or saturated units 0 %');
  });

  test('the heat map has a colour where there is a value, and none where there is none', async () => {
    const column = columnOf(0, 2);
    server.first = () => updateOf({ layers: ['a', 'b'], columns: [{ ...column, gradientNorm: [1, null] }] });
    const { page } = await opened();
    const alpha = (share: number) =>
      page.evaluate(
        `(() => { const c = document.getElementById('heat-map-canvas');
          return c.getContext('2d').getImageData(c.width / 2, c.height * ${share}, 1, 1).data[3]; })()`,
      );
    expect([await alpha(0.25), await alpha(0.75)]).toEqual([255, 0]);
  });

  test('NaN and ∞ are shown as what they are: first in the table, and in a colour of the legend', async () => {
    const column = columnOf(0, 3);
    server.first = () =>
      updateOf({
        layers: ['a', 'b', 'c'],
        columns: [{ ...column, gradientNorm: [1, 'Infinity', null], updateRatio: [1, 2, 'NaN'] }],
      });
    const { page } = await opened();
    const rows = page.locator('#layers-table tbody tr');
    expect(await rows.locator('th').allInnerTexts()).toEqual(['b', 'c', 'a']);
    expect(await rows.locator('.gradientNorm').allInnerTexts()).toEqual(['∞', 'not measured', '1']);
    expect(await rows.locator('.updateRatio').allInnerTexts()).toEqual(['2', 'NaN', '1']);
    expect(await page.locator('td.not-finite').allInnerTexts()).toEqual(['∞', 'NaN']);
    const pixel = (share: number) =>
      page.evaluate(
        `(() => { const c = document.getElementById('heat-map-canvas');
          const [r, g, b] = c.getContext('2d').getImageData(c.width / 2, c.height * ${share}, 1, 1).data;
          return 'rgb(' + [r, g, b].join(', ') + ')'; })()`,
      );
    expect(await text(page, '.scale:has(#scale-not-finite)')).toBe('NaN or ∞');
    const colour = await page.evaluate(
      "getComputedStyle(document.getElementById('scale-not-finite')).backgroundColor",
    );
    expect(await pixel(0.5)).toBe(colour);
    expect(await pixel(0.17)).not.toBe(colour);
    await page.locator('#heat-map-canvas').hover({ position: { x: 20, y: 48 } });
    expect(await text(page, '#heat-map-tip')).toBe('b, step 1: gradient norm ∞');
  });

  test('a log scale can be chosen, by key', async () => {
    const { page, errors } = await opened();
    await page.getByLabel('Log scale of loss').focus();
    await page.keyboard.press('Space');
    expect(await page.locator('#chart-loss ~ .plot .uplot').count()).toBe(1);
    expect(errors).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in the %s theme', async (colorScheme) => {
    server.first = () => sick;
    const { page } = await opened({ colorScheme });
    await page.locator('details summary').click();
    await page.locator('.marker').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('a phone in the %s theme scrolls down alone', async (colorScheme) => {
    const layers = ['input', 'a_layer_with_a_name_that_is_longer_than_any_phone_is_wide/kernel', 'c', 'd'];
    server.first = () => ({ ...sick, layers });
    const { page } = await opened({ viewport: { width: 360, height: 740 }, colorScheme });
    const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(wide)).toBe(0);
  });

  test('names are text, whatever they look like', async () => {
    const name = '<img src=x onerror=alert(1)><script>alert(1)</script>';
    const symptom = symptomOf(name, {
      layer: name,
      message: name,
      remedies: [name],
      runbook: 'javascript:alert(1)',
    });
    server.first = () =>
      updateOf({
        layers: [name],
        columns: [{ ...columnOf(0, 1), scalars: { [`metric:${name}`]: [1, 1, 1] } }],
        report: reportOf({ run: name, metrics: { [name]: 1 }, symptoms: [symptom] }),
        events: [eventOf(symptom)],
        facts: { model: name, optimizer: name, backend: name, device: name, frameworkVersion: name },
      });
    const { page, errors } = await opened();
    expect(await text(page, 'h1')).toBe(name);
    expect(await page.locator('img, body script').count()).toBe(0);
    expect(await page.locator('.symptom a').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  test('a page that nobody sees draws nothing, and everything when it is seen again', async () => {
    const { page } = await opened();
    const hide = (hidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    await hide(true);
    server.send(next({ report: reportOf({ step: 30, symptoms: [cause] }), events: [eventOf(cause)] }));
    await eventually(() => page.title()).toMatch(/^critical/);
    expect(await page.locator('.symptom').count()).toBe(0);
    await hide(false);
    await page.locator('.symptom').waitFor();
  });

  test('200 layers and 100,000 steps are drawn, and an update of them', async () => {
    const layers = Array.from({ length: 200 }, (_, index) => `block_${index}/conv`);
    const columns = Array.from({ length: 512 }, (_, at) => columnOf(at, 200, 2 / (at + 1), 196));
    const report = reportOf({ step: 100_352, symptoms: [cause] });
    const large = updateOf({ width: 196, layers, columns, report, events: [eventOf(cause)] });
    server.first = () => large;
    const begin = performance.now();
    const { page, errors } = await opened();
    const load = performance.now() - begin;
    await page.evaluate(`window.frames_ = []; (function frame(last) {
      requestAnimationFrame((now) => { if (last) frames_.push(now - last); frame(now); }); })()`);
    for (let step = 1; step <= 5; step++) {
      server.send(
        next({
          width: 196,
          layers,
          columns: [columnOf(511, 200, step, 196)],
          report: { ...report, loss: step },
        }),
      );
      await eventually(() => text(page, '#numbers')).toMatch(new RegExp(`Loss\\s+${step}\\s`));
    }
    const frames: number[] = await page.evaluate('frames_');
    const longest = Math.max(...frames);
    console.log(
      `200 layers x 512 columns: ${load.toFixed(0)} ms to load, longest frame ${longest.toFixed(0)} ms`,
    );
    expect(await page.locator('#layers-table tbody tr').count()).toBe(200);
    expect(errors).toEqual([]);
  });
});
