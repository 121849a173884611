import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeDirectory } from './headers.js';
import type { Run } from './run.js';

const major = Number.parseInt(process.versions.node, 10);
const FILES = ['node.h', 'common.gypi', 'node_version.h'];

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trainvitals-headers-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A prefix with headers of this version of Node. */
function prefix(name: string, version: number, files: readonly string[] = FILES): string {
  const folder = join(root, name, 'include/node');
  mkdirSync(folder, { recursive: true });
  for (const file of files) writeFileSync(join(folder, file), `#define NODE_MAJOR_VERSION ${version}\n`);
  return join(root, name);
}
/** An npm that is set to this. */
const npm =
  (nodedir: string): Run =>
  async () => ({ status: 0, out: `${nodedir}\n`, err: '' });

test('the headers of this Node are taken, not older or incomplete ones', async () => {
  const prefixes = [
    join(root, 'none'),
    prefix('older', major - 1),
    prefix('incomplete', major, ['node_version.h']),
    prefix('right', major),
  ];
  expect(await nodeDirectory(root, npm('undefined'), prefixes)).toBe(join(root, 'right'));
  expect(await nodeDirectory(root, npm('undefined'), prefixes.slice(0, 3))).toBeUndefined();
});

test('what npm is set to comes first', async () => {
  expect(await nodeDirectory(root, npm('/opt/node'), [prefix('right', major)])).toBe('/opt/node');
});
