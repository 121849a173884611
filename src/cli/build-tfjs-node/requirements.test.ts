import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { requireCompiler, requireLinux, requirePip, requireProject } from './requirements.js';
import type { Run } from './run.js';

let project = '';
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'trainvitals-requirements-'));
});
afterEach(() => rmSync(project, { recursive: true }));

/** A machine on which these command lines work, `npm prefix` with a folder to print; no other does. */
const machine =
  (works: readonly string[], prefix = ''): Run =>
  async (command, args) => ({
    status: works.includes([command, ...args].join(' ')) ? 0 : null,
    out: prefix,
    err: '',
  });

describe('the machine', () => {
  test('is to be Linux, on a processor that there are wheels for', () => {
    expect(() => requireLinux('linux', 'x64')).not.toThrow();
    expect(() => requireLinux('linux', 'arm64')).not.toThrow();
    expect(() => requireLinux('darwin', 'arm64')).toThrow(
      'expected Linux on x64 or arm64, found darwin on arm64',
    );
    expect(() => requireLinux('linux', 'riscv64')).toThrow('found linux on riscv64');
  });
});

describe('the project', () => {
  const npm = () => machine(['npm prefix'], `${project}\n`);
  const manifest = (text = '{}') => writeFileSync(join(project, 'package.json'), text);

  test('may be any that npm installs into', async () => {
    manifest();
    mkdirSync(join(project, 'node_modules'));
    await expect(requireProject(project, npm())).resolves.toBeUndefined();
  });

  test('has a package.json', async () => {
    await expect(requireProject(project, npm())).rejects.toThrow(
      `found no ${project}/package.json; run this in your project's folder`,
    );
  });

  test('has one that can be read', async () => {
    manifest('{');
    await expect(requireProject(project, npm())).rejects.toThrow(`expected JSON in ${project}/package.json`);
  });

  test('is not one whose node_modules is a link', async () => {
    manifest();
    symlinkSync(tmpdir(), join(project, 'node_modules'));
    await expect(requireProject(project, npm())).rejects.toThrow('found a link or a file');
  });

  test('needs npm', async () => {
    manifest();
    await expect(requireProject(project, machine([]))).rejects.toThrow('expected npm on the PATH');
  });

  test('is the root of its workspaces', async () => {
    manifest();
    await expect(requireProject(project, machine(['npm prefix'], tmpdir()))).rejects.toThrow(
      `found ${project}, a part of ${tmpdir()}; run this there`,
    );
  });
});

describe('the compiler', () => {
  const all = ['g++ --version', 'make --version', 'python3 --version'];

  test('is there with make and Python', async () => {
    await expect(requireCompiler(machine(all), {})).resolves.toBeUndefined();
  });

  test.each([
    ['g++', 'expected a C++ compiler, found no g++ that runs; install it'],
    ['make', 'expected make, found no make that runs'],
    ['python3', 'expected Python 3, found no python3 that runs'],
  ])('or one line names what is missing: %s', async (missing, message) => {
    const works = all.filter((line) => !line.startsWith(missing));
    await expect(requireCompiler(machine(works), {})).rejects.toThrow(message);
  });

  test('is the one that CXX names, as for node-gyp', async () => {
    const works = ['ccache clang++ --version', ...all.slice(1)];
    await expect(requireCompiler(machine(works), { CXX: 'ccache clang++' })).resolves.toBeUndefined();
    await expect(requireCompiler(machine(all), { CXX: 'clang++' })).rejects.toThrow(
      'found no clang++ that runs',
    );
  });
});

describe('pip', () => {
  test.each([
    [
      ['python3 -m pip --version', 'pip --version'],
      ['python3', '-m', 'pip'],
    ],
    [['pip --version', 'pip3 --version'], ['pip3']],
    [['pip --version'], ['pip']],
  ])('is the first of these that works: %j', async (works, pip) => {
    expect(await requirePip(machine(works))).toEqual(pip);
  });

  test('is needed to download a wheel', async () => {
    await expect(requirePip(machine([]))).rejects.toThrow('or name a wheel with --wheel');
  });
});
