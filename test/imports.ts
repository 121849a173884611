/** An import of a TypeScript file. */
export interface Import {
  readonly specifier: string;
  /** Nothing of it is left when the program runs. */
  readonly typesOnly: boolean;
}

/** The form is settled by the formatter: statements begin a line, quotes are single. */
const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const CALL = /(typeof\s+)?\bimport\(\s*'([^']+)'/g;
/** How a worker is loaded. */
const URL_OF_MODULE = /new URL\(\s*'(\.[^']+\.js)',\s*import\.meta\.url/g;

/** All imports and re-exports of a source text, dynamic ones and workers included. */
export function importsOf(text: string): Import[] {
  const found: Import[] = [];
  for (const pattern of [STATEMENT, CALL])
    for (const [, types, specifier = ''] of text.matchAll(pattern))
      found.push({ specifier, typesOnly: types !== undefined });
  for (const [, specifier = ''] of text.matchAll(URL_OF_MODULE)) found.push({ specifier, typesOnly: false });
  return found;
}
