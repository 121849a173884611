import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { TrainvitalsError } from '../../errors.js';
import type { Run } from './run.js';

/** A program with its first arguments. */
export type Program = readonly [string, ...string[]];

/** Refuses a machine that the build is not made for: wheels of other systems keep their libraries elsewhere. */
export function requireLinux(platform: string = process.platform, arch: string = process.arch): void {
  if (platform === 'linux' && (arch === 'x64' || arch === 'arm64')) return;
  throw new TrainvitalsError('BUILD', `expected Linux on x64 or arm64, found ${platform} on ${arch}`);
}

/** Refuses a folder that npm cannot install into, or where it would replace more than it adds. */
export async function requireProject(project: string, run: Run): Promise<void> {
  requireManifest(join(project, 'package.json'));
  if (lstatSync(join(project, 'node_modules'), { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new TrainvitalsError(
      'BUILD',
      `expected node_modules in ${project} to be a folder, found a link or a file, which npm would replace; remove it`,
    );
  }
  const npm = await run('npm', ['prefix'], { cwd: project });
  if (npm.status !== 0) {
    throw new TrainvitalsError('BUILD', 'expected npm on the PATH, found none that runs; install it');
  }
  const root = npm.out.trim();
  if (realpathSync(root) !== realpathSync(project)) {
    throw new TrainvitalsError(
      'BUILD',
      `expected the folder that npm installs into, found ${project}, a part of ${root}; run this there`,
    );
  }
}

function requireManifest(path: string): void {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new TrainvitalsError(
      'BUILD',
      `expected a project to install into, found no ${path}; run this in your project's folder, or npm init there`,
    );
  }
  try {
    JSON.parse(text);
  } catch (error) {
    throw new TrainvitalsError('BUILD', `expected JSON in ${path}, found: ${String(error)}; repair it`);
  }
}

/** Refuses a machine that cannot compile. Python is node-gyp's need, and unpacks the wheel too. */
export async function requireCompiler(run: Run, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const needs: { what: string; program: string; debian: string }[] = [
    { what: 'a C++ compiler', program: env.CXX || 'g++', debian: 'g++' },
    { what: 'make', program: env.MAKE || 'make', debian: 'make' },
    { what: 'Python 3', program: 'python3', debian: 'python3' },
  ];
  for (const { what, program, debian } of needs) {
    const [command = program, ...args] = program.split(' ');
    if ((await run(command, [...args, '--version'])).status === 0) continue;
    throw new TrainvitalsError(
      'BUILD',
      `expected ${what}, found no ${program} that runs; install it (Debian's package is ${debian})`,
    );
  }
}

const PIPS: readonly Program[] = [['python3', '-m', 'pip'], ['pip3'], ['pip']];

/** The first pip that works. */
export async function requirePip(run: Run): Promise<Program> {
  for (const pip of PIPS) {
    const [command, ...args] = pip;
    if ((await run(command, [...args, '--version'])).status === 0) return pip;
  }
  throw new TrainvitalsError(
    'BUILD',
    'expected pip, to download TensorFlow with, found none that runs; install it (Debian: python3-pip), or name a wheel with --wheel',
  );
}
