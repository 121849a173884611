import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Tool =
  | 'promtool'
  | 'promtool3'
  | 'amtool'
  | 'prometheus'
  | 'prometheus-alertmanager'
  | 'prometheus-pushgateway'
  | 'victoria-metrics'
  | 'openssl'
  | 'docker-compose'
  | 'chromium'
  | 'dashboard-linter'
  | 'kustomize'
  | 'kubectl-validate'
  | 'g++'
  | 'make'
  | 'python3'
  | 'pip3'
  | 'sbatch'
  | 'scancel'
  | 'sinfo'
  | 'slurmctld'
  | 'slurmd'
  | 'munged';

/** Whether a program is installed, for `describe.runIf(requireTool('promtool'))`; see {@link missing} where it is not. */
export function requireTool(tool: Tool): boolean {
  return isInstalled(tool) || missing(`${tool} is not installed: ${howToInstall(tool)}`);
}

/**
 * What a test needs is not there: it is skipped with a message; under CI=true that is an error, so that CI cannot
 * silently prove nothing.
 */
export function missing(message: string): false {
  if (process.env.CI === 'true') throw new Error(message);
  console.warn(`skipped, ${message}`);
  return false;
}

/** Runs a program to its end; `output` is what it printed on both streams. */
export function runTool(
  tool: Tool,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; timeout?: number } = {},
): { status: number | null; output: string } {
  const result: SpawnSyncReturns<string> = spawnSync(commandOf(tool), args, { encoding: 'utf8', ...options });
  if (result.error) throw result.error;
  return { status: result.status, output: result.stdout + result.stderr };
}

const howToInstall = (tool: Tool): string =>
  isBuilt(tool)
    ? `scripts/${tool}.sh builds it, or ${BUILT[tool]} names one`
    : `apt-get install -y --no-install-recommends ${PACKAGES[tool]}`;

/** A name to look up on the PATH, or a path: what no package has, the script that builds it knows where. */
const commandOf = (tool: Tool): string =>
  isBuilt(tool) ? execFileSync(join(SCRIPTS, `${tool}.sh`), ['--path'], { encoding: 'utf8' }).trim() : tool;

const SCRIPTS = fileURLToPath(new URL('../scripts/', import.meta.url));

/** Built by a script of that name, and the variable that names one that is installed elsewhere. */
const BUILT = {
  promtool3: 'TRAINVITALS_PROMTOOL3',
  'dashboard-linter': 'TRAINVITALS_DASHBOARD_LINTER',
  kustomize: 'TRAINVITALS_KUSTOMIZE',
  'kubectl-validate': 'TRAINVITALS_KUBECTL_VALIDATE',
} as const;

const isBuilt = (tool: Tool): tool is keyof typeof BUILT => Object.hasOwn(BUILT, tool);

const PACKAGES: Readonly<Record<Exclude<Tool, keyof typeof BUILT>, string>> = {
  promtool: 'prometheus',
  prometheus: 'prometheus',
  amtool: 'prometheus-alertmanager',
  'prometheus-alertmanager': 'prometheus-alertmanager',
  'prometheus-pushgateway': 'prometheus-pushgateway',
  'victoria-metrics': 'victoria-metrics',
  openssl: 'openssl',
  'docker-compose': 'docker-compose',
  chromium: 'chromium',
  'g++': 'g++',
  make: 'make',
  python3: 'python3',
  pip3: 'python3-pip',
  sbatch: 'slurm-wlm munge',
  scancel: 'slurm-wlm munge',
  sinfo: 'slurm-wlm munge',
  slurmctld: 'slurm-wlm munge',
  slurmd: 'slurm-wlm munge',
  munged: 'slurm-wlm munge',
};

function isInstalled(tool: Tool): boolean {
  const command = commandOf(tool);
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(resolve(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
