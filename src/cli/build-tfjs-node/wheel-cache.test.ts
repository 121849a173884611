import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Run } from './run.js';
import { CPU, GPU } from './variant.js';
import { cachedWheel, cacheFolder, downloadWheel } from './wheel-cache.js';

const MACHINE = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const NAME = `tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_${MACHINE}.whl`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainvitals-wheels-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A pip that has wheels for Python 3.12 alone, and keeps what it was asked. */
function pip(asked: string[], run: (destination: string) => string | undefined): Run {
  return async (command, args) => {
    asked.push([command, ...args].join(' '));
    const destination = args[args.indexOf('--dest') + 1] ?? '';
    const error = args.includes('3.12') ? run(destination) : 'ERROR: No matching distribution found';
    return { status: error === undefined ? 0 : 1, out: '', err: error ?? '' };
  };
}
const saves = (destination: string) => writeFileSync(join(destination, NAME), 'whole');

test.each([
  [{ XDG_CACHE_HOME: '/caches' }, /^\/caches\/trainvitals\/wheels$/],
  [{ XDG_CACHE_HOME: 'relative' }, /^\/.*\/\.cache\/trainvitals\/wheels$/],
  [{}, /^\/.*\/\.cache\/trainvitals\/wheels$/],
])('with %j wheels are kept in %s', (env, path) => {
  expect(cacheFolder(env)).toMatch(path);
});

test('a wheel is found again by package, version and processor', () => {
  writeFileSync(join(folder, NAME), '');
  expect(cachedWheel(folder, CPU, '2.21.0')).toBe(join(folder, NAME));
  expect(cachedWheel(folder, CPU, '2.18.1')).toBeUndefined();
  expect(cachedWheel(folder, GPU, '2.21.0')).toBeUndefined();
  expect(cachedWheel(join(folder, 'none'), CPU, '2.21.0')).toBeUndefined();
});

describe('a download', () => {
  test('is of a wheel for another Python where there is none for this one', async () => {
    const asked: string[] = [];
    const run = pip(asked, (destination) => void saves(destination));
    const path = await downloadWheel(folder, CPU, '2.21.0', ['python3', '-m', 'pip'], run);
    expect(path).toBe(join(folder, NAME));
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatch(/^python3 -m pip download --no-deps .* tensorflow-cpu==2\.21\.0$/);
  });

  test('that fails half-way leaves nothing in the cache', async () => {
    const run = pip([], (destination) => {
      saves(destination);
      return 'ERROR: connection lost';
    });
    await expect(downloadWheel(folder, CPU, '2.21.0', ['pip'], run)).rejects.toThrow(
      'expected pip to download tensorflow-cpu 2.21.0, it failed',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that is interrupted leaves nothing in the cache', async () => {
    const run: Run = async (_, args) => {
      saves(args[args.indexOf('--dest') + 1] ?? '');
      throw new DOMException('interrupted', 'AbortError');
    };
    await expect(downloadWheel(folder, CPU, '2.21.0', ['pip'], run)).rejects.toThrow('interrupted');
    expect(readdirSync(folder)).toEqual([]);
  });
});
