import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../page/', import.meta.url));
const uplot = dirname(createRequire(import.meta.url).resolve('uplot/dist/uPlot.esm.js'));

/** The page itself. */
export const indexFile = join(folder, 'index.html');

/**
 * The files of the page by the path at which they are served: a list that is made once, so that no path of a client is
 * ever looked for on the disk.
 */
export const pageFiles: ReadonlyMap<string, string> = new Map([
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|css)$/.test(name))
    .map((name): [string, string] => [`/page/${name.replaceAll('\\', '/')}`, join(folder, name)]),
  ['/page/uplot.js', join(uplot, 'uPlot.esm.js')],
  ['/page/uplot.css', join(uplot, 'uPlot.min.css')],
]);
