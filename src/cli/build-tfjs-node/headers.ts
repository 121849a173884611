import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder to give node-gyp as `--nodedir`: the first of these prefixes whose `include/node` has the headers of
 * this Node. Undefined where there is none; node-gyp then downloads them.
 */
export function nodeDirectory(prefixes: readonly string[] = usualPrefixes()): string | undefined {
  return prefixes.find(
    (prefix) => majorOf(join(prefix, 'include/node')) === process.versions.node.split('.')[0],
  );
}

/** What the user has set for npm, where Node was installed to, where its program is. */
function usualPrefixes(): string[] {
  const installed: unknown = Reflect.get(process.config.variables, 'node_prefix');
  return [process.env.npm_config_nodedir, installed, dirname(dirname(process.execPath))].filter(
    (prefix): prefix is string => typeof prefix === 'string' && prefix !== '',
  );
}

/** Major version of the headers in a folder that has all that node-gyp reads. */
function majorOf(folder: string): string | undefined {
  const version = join(folder, 'node_version.h');
  const complete = [version, join(folder, 'node.h'), join(folder, 'common.gypi')].every((path) =>
    existsSync(path),
  );
  return complete ? /NODE_MAJOR_VERSION (\d+)/.exec(readFileSync(version, 'utf8'))?.[1] : undefined;
}
