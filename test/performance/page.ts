import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderPerformance } from './render.js';
import type { Results } from './results.js';

export const PAGE = 'docs/performance.md';
const NAMES = [
  'overhead',
  'scrape',
  'soak',
  'peers',
  'verdicts',
  'dashboards',
  'capacity',
] as const satisfies readonly (keyof Results)[];

/** All results that lie in the repository `root`. */
export function readResults(root: string): Results {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const text = read(join(root, `bench/results/${name}.json`));
      return text === undefined ? [] : [[name, JSON.parse(text)]];
    }),
  );
}

/** Writes the page of the results that lie in the repository `root`, where it is not that already. */
export async function writePage(root: string): Promise<void> {
  const [path, text] = [join(root, PAGE), renderPerformance(readResults(root))];
  if (text !== read(path)) await writeFile(path, text);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
