import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Program } from './requirements.js';
import { type Run, StepFailed } from './run.js';
import type { Variant } from './variant.js';
import { isFor, parseWheelName, requireWheel } from './wheel.js';

/** Where wheels are kept, outside of any project. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CACHE_HOME: base } = env;
  // The XDG base directory specification: a relative path is invalid and to be ignored.
  return join(base && isAbsolute(base) ? base : join(homedir(), '.cache'), 'trainvitals', 'wheels');
}

/** The wheel of an earlier download that fits, if there is one. */
export function cachedWheel(folder: string, { pythonPackage }: Variant, version: string): string | undefined {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const name = names.find((candidate) => {
    const wheel = parseWheelName(candidate);
    return wheel?.pythonPackage === pythonPackage && wheel.version === version && isFor(wheel, process.arch);
  });
  return name === undefined ? undefined : join(folder, name);
}

/** A Python that TensorFlow 2.16 and later have wheels for: the machine's own may be too new. */
const USUAL_PYTHON = ['--python-version', '3.12'];

/** Downloads a wheel into the cache and returns its path; it appears there whole or not at all. */
export async function downloadWheel(
  folder: string,
  variant: Variant,
  version: string,
  pip: Program,
  run: Run,
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const partial = mkdtempSync(join(folder, 'download-'));
  const [command, ...first] = pip;
  const download = (...more: string[]) =>
    run(command, [
      ...first,
      'download',
      '--no-deps',
      '--only-binary=:all:',
      '--dest',
      partial,
      ...more,
      `${variant.pythonPackage}==${version}`,
    ]);
  try {
    let outcome = await download();
    if (outcome.status !== 0 && /No matching distribution/.test(outcome.err)) {
      outcome = await download(...USUAL_PYTHON);
    }
    const [name] = readdirSync(partial);
    if (outcome.status !== 0 || name === undefined) {
      throw new StepFailed(
        `expected pip to download ${variant.pythonPackage} ${version}, it failed: see above; ` +
          'name another version with --tensorflow, or a wheel with --wheel',
        outcome,
      );
    }
    requireWheel(name, variant);
    renameSync(join(partial, name), join(folder, name));
    return join(folder, name);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
