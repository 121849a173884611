import { catalogue } from './catalogue.js';
import type { Case } from './symptom.js';

/** The build has the files as JavaScript, the tests as they were written. */
const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** The cases of each symptom by its id, from its folder; test data, which the catalogue does not load. */
export const casesOf: Readonly<Record<string, readonly Case[]>> = Object.fromEntries(
  await Promise.all(
    catalogue.map(async ({ id }) => {
      const { cases } = (await import(
        /* @vite-ignore */ new URL(`./${id}/${id}.cases${ending}`, import.meta.url).href
      )) as {
        cases: readonly Case[];
      };
      return [id, cases] as const;
    }),
  ),
);
