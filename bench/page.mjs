import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Compiles the renderer (test/performance) and writes docs/performance.md from what lies in bench/results. */
export async function renderPage() {
  execFileSync('node_modules/.bin/tsc', ['-p', 'test/performance/tsconfig.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  const { writePage } = await import(new URL('../.cache/performance/page.js', import.meta.url).href);
  await writePage(root);
}
