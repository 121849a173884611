/**
 * Pictures of the dashboards for README and docs. No Grafana is at hand where they are made: real runs fill a real
 * Prometheus, which is asked what each dashboard asks, and uPlot draws the answers in Chromium.
 * `node scripts/dashboard-pictures.mjs`, after a build.
 */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { boardOf } from './dashboard-pictures/board.mjs';
import { cut, inOrder } from './dashboard-pictures/cut.mjs';
import { takePicture } from './dashboard-pictures/picture.mjs';
import { filledPrometheus, testStack } from './dashboard-pictures/runs.mjs';

const place = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values: options } = parseArgs({
  options: {
    dashboards: { type: 'string', default: place('dashboards') },
    out: { type: 'string', default: place('docs/images') },
    // Pixels of a dashboard's grid that are shown.
    height: { type: 'string', default: '2200' },
    // Seconds that the runs are watched, at least.
    seconds: { type: 'string', default: '60' },
  },
});

/** What is chosen in a dashboard's lists, where all of it would be too much for a picture. */
const choices = {
  run: { run: ['demo-learning-rate-too-high'] },
  layers: { run: ['demo-dead-relu', 'demo-vanishing-gradient'] },
};

async function drawAll({ prometheus, time }) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  mkdirSync(options.out, { recursive: true });
  try {
    for (const file of readdirSync(options.dashboards).filter((file) => file.endsWith('.json'))) {
      const dashboard = JSON.parse(readFileSync(join(options.dashboards, file), 'utf8'));
      const { shown, left } = cut(inOrder(dashboard.panels), Number(options.height));
      const name = basename(file, '.json');
      const board = await boardOf(dashboard, shown, { prometheus, time, chosen: choices[name] });
      const path = resolve(options.out, `dashboard-${name}.png`);
      await takePicture(browser, { ...board, left }, path);
      console.log(`${path} (${Math.ceil(statSync(path).size / 1000)} kB)`);
    }
  } finally {
    await browser.close();
  }
}

const stack = await testStack();
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => stack.stopAll().finally(() => process.exit(1)));
try {
  await drawAll(await filledPrometheus(stack, Number(options.seconds)));
} catch (error) {
  console.error(`Drawing the dashboards: ${error.message}`);
  process.exitCode = 1;
} finally {
  await stack.stopAll();
}
