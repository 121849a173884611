import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Tool =
  | 'promtool'
  | 'amtool'
  | 'prometheus'
  | 'prometheus-alertmanager'
  | 'docker-compose'
  | 'chromium'
  | 'kubectl';

/**
 * Whether a program is installed, for `describe.runIf(requireTool('promtool'))`. Where it is not, the tests are
 * skipped with a message; under CI=true that is an error, so that CI cannot silently prove nothing.
 */
export function requireTool(tool: Tool): boolean {
  if (isInstalled(tool)) return true;
  const message = `${tool} is not installed: apt-get install -y --no-install-recommends ${PACKAGES[tool]}`;
  if (process.env.CI === 'true') throw new Error(message);
  console.warn(`skipped, ${message}`);
  return false;
}

/** Runs a program to its end; `output` is what it printed on both streams. */
export function runTool(
  tool: Tool,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): { status: number | null; output: string } {
  const result: SpawnSyncReturns<string> = spawnSync(tool, args, { encoding: 'utf8', ...options });
  if (result.error) throw result.error;
  return { status: result.status, output: result.stdout + result.stderr };
}

const PACKAGES: Readonly<Record<Tool, string>> = {
  promtool: 'prometheus',
  prometheus: 'prometheus',
  amtool: 'prometheus-alertmanager',
  'prometheus-alertmanager': 'prometheus-alertmanager',
  'docker-compose': 'docker-compose',
  chromium: 'chromium',
  kubectl: 'kubernetes-client',
};

const isInstalled = (tool: Tool): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
