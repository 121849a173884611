/** Pictures of the live page for README and docs: a faulty demo in Chromium. `node scripts/screenshots.mjs`, after a build. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const place = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const shots = [
  { file: 'live-page.png', viewport: { width: 1100, height: 1250 }, colorScheme: 'light' },
  { file: 'live-page-dark.png', viewport: { width: 1100, height: 1250 }, colorScheme: 'dark' },
  { file: 'live-page-phone.png', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
];

const args = [place('dist/cli/main.js'), 'demo', '--fault', 'dead-relu', '--port', '0'];
const demo = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
let said = '';
const url = await new Promise((resolve) => {
  demo.stdout.on('data', (data) => {
    said += data;
    if (said.includes('until Ctrl-C')) resolve(/(http:\S+)\/metrics/.exec(said)?.[1]);
  });
});
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
mkdirSync(place('docs/images'), { recursive: true });
for (const { file, ...how } of shots) {
  const page = await browser.newPage(how);
  await page.goto(url);
  await page.getByText('Runbook of dead-relu').waitFor();
  // The charts are drawn with the next frame.
  await page.waitForTimeout(500);
  await page.screenshot({ path: place(`docs/images/${file}`) });
  await page.close();
}
await browser.close();
demo.kill('SIGINT');
