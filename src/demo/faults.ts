import { existsSync } from 'node:fs';
import { catalogue } from '../symptoms/catalogue.js';
import type { FaultyRun } from './run.js';

/** The build has the files as JavaScript, the tests as they were written. */
const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** Every run that has a symptom, from its folder; its name is the symptom's id. */
export const faults: readonly FaultyRun[] = (
  await Promise.all(
    catalogue.map(async ({ id }) => {
      const file = new URL(`../symptoms/${id}/${id}.run${ending}`, import.meta.url);
      if (!existsSync(file)) return [];
      const { run } = (await import(/* @vite-ignore */ file.href)) as { run: FaultyRun };
      return [run];
    }),
  )
).flat();
