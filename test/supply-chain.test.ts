import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { figures } from './figures.js';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly deprecated?: string;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly peer?: boolean;
  readonly devOptional?: boolean;
}
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };

/** Everything that is installed with the package on a machine that trains. */
const installed = Object.entries(lock.packages).filter(
  ([path, { dev, optional, peer, devOptional }]) => path !== '' && !dev && !optional && !peer && !devOptional,
);

test('each runtime dependency has a reason in docs/decisions, and each reason a dependency', () => {
  const reasons = [...read('docs/decisions/runtime-dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)];
  expect(reasons.map(([, name]) => name).sort()).toEqual(Object.keys(dependencies).sort());
});

test('everything that is installed is pinned by a hash, and nothing of it runs when it is installed', (context) => {
  expect(installed.length).toBeGreaterThan(Object.keys(dependencies).length);
  for (const [path, { integrity, hasInstallScript, deprecated, resolved = '' }] of installed) {
    expect(integrity, path).toMatch(/^sha512-/);
    expect(hasInstallScript, path).toBeUndefined();
    expect(deprecated, path).toBeUndefined();
    expect(resolved, path).not.toMatch(/^(git|file|http:)/);
  }
  figures(context, { 'packages installed with it': installed.length });
});

test('its licences ask for no more than to be named', () => {
  const permissive = ['Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];
  for (const [path, { license }] of installed) expect(permissive, path).toContain(license);
});
