import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const view = new URL('view/', import.meta.url);
const types = { '.html': 'text/html', '.css': 'text/css', '.mjs': 'text/javascript' };
/** Nobody listens there: every request is answered from files of ours. */
const ORIGIN = 'http://pictures.invalid/';
const WIDTH = 1500;

/** Draws a board (board.mjs) in a page of the browser and keeps it as a PNG. */
export async function takePicture(browser, board, path) {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 800 }, timezoneId: 'UTC' });
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.route('**/*', async (route) => {
    const body = await fileAt(route.request().url());
    if (body === undefined) return route.abort();
    await route.fulfill({ body, contentType: types[extname(new URL(route.request().url()).pathname)] });
  });
  await page.goto(`${ORIGIN}index.html`);
  // Numbers that JSON cannot write, NaN and infinities, come through here.
  await page.evaluate(async (data) => (await import('/main.mjs')).draw(data), board);
  if (errors.length > 0) throw new Error(`drawing ${board.title}: ${errors.join('; ')}`);
  await page.locator('body').screenshot({ path });
  await page.close();
}

async function fileAt(url) {
  if (!url.startsWith(ORIGIN)) return undefined;
  const name = url.slice(ORIGIN.length);
  if (name.startsWith('uPlot.')) {
    const folder = createRequire(import.meta.url)
      .resolve('uplot')
      .replace(/[^/\\]+$/, '');
    return readFile(folder + name.replace('uPlot.mjs', 'uPlot.esm.js'), 'utf8');
  }
  return types[extname(name)] && readFile(fileURLToPath(new URL(name, view)), 'utf8');
}
