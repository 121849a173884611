import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { move } from './move.js';
import { type Run, StepFailed } from './run.js';
import { TFJS_NODE_VERSION, type Variant } from './variant.js';

/** Where npm puts the package. */
export const packageFolder = (project: string, { npmPackage }: Variant): string =>
  join(project, 'node_modules', npmPackage);

/** Adds the package to the project without its install script, which downloads TensorFlow 2.9. */
export async function installPackage(project: string, { npmPackage }: Variant, run: Run): Promise<void> {
  const outcome = await run(
    'npm',
    [
      'install',
      '--ignore-scripts',
      '--save-exact',
      '--no-audit',
      '--no-fund',
      `${npmPackage}@${TFJS_NODE_VERSION}`,
    ],
    { cwd: project },
  );
  if (outcome.status === 0) return;
  throw new StepFailed(
    `expected npm to install ${npmPackage} ${TFJS_NODE_VERSION}, it failed: see above`,
    outcome,
  );
}

/** Gives the package its TensorFlow, instead of one that it may have; the files of that one are not written to. */
export function placeTensorflow(folder: string, deps: string): void {
  for (const part of ['deps', 'lib']) rmSync(join(folder, part), { recursive: true, force: true });
  move(deps, join(folder, 'deps'));
}

/** Compiles the addon against that TensorFlow. It is of N-API: later versions of Node run the same file. */
export async function compileAddon(folder: string, nodedir: string | undefined, run: Run): Promise<void> {
  // "install" and not "build", which fails; with npm, which brings node-gyp.
  const command = ['exec', '--no', '--', 'node-pre-gyp', 'install', '--build-from-source'];
  const outcome = await run('npm', [...command, ...(nodedir === undefined ? [] : [`--nodedir=${nodedir}`])], {
    cwd: folder,
  });
  if (outcome.status !== 0) {
    const remedy = nodedir === undefined ? "; if it cannot download Node's headers, install them" : '';
    throw new StepFailed(
      `expected the addon of tfjs-node to compile, it did not: see above${remedy}`,
      outcome,
    );
  }
  const scratch = readdirSync(folder).filter((name) => /^build(-tmp-.*)?$/.test(name));
  for (const part of [...scratch, 'deps/include'])
    rmSync(join(folder, part), { recursive: true, force: true });
}

/** Banners, and the script that is left out on purpose. */
const NEEDLESS = /(^|\/)node_modules\/(core-js|@tensorflow\/tfjs-node(-gpu)?)$/;

/** Where in the project npm has put packages with install scripts of their own. */
export function scriptedPackages(project: string): string[] {
  const path = join(project, 'node_modules/.package-lock.json');
  const lock: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  const packages: unknown = Reflect.get(Object(lock), 'packages');
  return Object.entries(Object(packages))
    .filter(
      ([place, entry]) => Reflect.get(Object(entry), 'hasInstallScript') === true && !NEEDLESS.test(place),
    )
    .map(([place]) => place);
}
