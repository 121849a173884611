/** Pictures for README and docs: the live page of a faulty demo, and the page of a preflight, in Chromium. `node scripts/screenshots.mjs`, after a build. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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

// The page of a preflight, of the same demo without a fault.
const folder = mkdtempSync(join(tmpdir(), 'preflight-'));
spawnSync(process.execPath, [place('dist/cli/main.js'), 'check', '--html', join(folder, 'preflight.html')]);
const preflight = await browser.newPage({ viewport: { width: 1100, height: 900 } });
await preflight.goto(pathToFileURL(join(folder, 'preflight.html')).href);
// Its summary, and the section with the curves.
await preflight.evaluate(() => {
  const curves = document.getElementById('check-learning-rate-search')?.closest('section');
  for (const section of document.querySelectorAll('section.check')) if (section !== curves) section.remove();
});
await preflight.screenshot({ path: place('docs/images/preflight.png'), fullPage: true });
rmSync(folder, { recursive: true });
await browser.close();
demo.kill('SIGINT');
