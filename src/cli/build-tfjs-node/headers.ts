import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Run } from './run.js';

/**
 * The folder to give node-gyp as `--nodedir`: what npm is set to, else the first of the usual prefixes with the headers
 * of this Node. Undefined where there is none; node-gyp then downloads them.
 */
export async function nodeDirectory(
  project: string,
  run: Run,
  prefixes: readonly string[] = usualPrefixes(),
): Promise<string | undefined> {
  const set = (await run('npm', ['config', 'get', 'nodedir'], { cwd: project })).out.trim();
  if (set !== '' && set !== 'undefined' && set !== 'null') return set;
  return prefixes.find(
    (prefix) => majorOf(join(prefix, 'include/node')) === process.versions.node.split('.')[0],
  );
}

/** Where Node was installed to, as it was told when it was built, and where its program is. */
function usualPrefixes(): string[] {
  const installed: unknown = Reflect.get(process.config.variables, 'node_prefix');
  return [...(typeof installed === 'string' ? [installed] : []), dirname(dirname(process.execPath))];
}

/** Major version of the headers in a folder that has all that node-gyp reads. */
function majorOf(folder: string): string | undefined {
  const version = join(folder, 'node_version.h');
  const complete = [version, join(folder, 'node.h'), join(folder, 'common.gypi')].every((path) =>
    existsSync(path),
  );
  return complete ? /NODE_MAJOR_VERSION (\d+)/.exec(readFileSync(version, 'utf8'))?.[1] : undefined;
}
