import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUILD_FOLDER, inBuildFolder } from './build-folder.js';

let project = '';
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'trainvitals-snapshot-'));
});
afterEach(() => rmSync(project, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** All files of the project with their contents, links with their targets. */
const contents = () =>
  Object.fromEntries(
    readdirSync(project, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((path) => {
        const stat = lstatSync(join(project, path));
        if (stat.isSymbolicLink()) return [path, `-> ${readlinkSync(join(project, path))}`];
        return [path, stat.isDirectory() ? 'folder' : readFileSync(join(project, path), 'utf8')];
      }),
  );

/** What npm does: some files in place, packages by new ones. */
function install(): void {
  write('package.json', '{"dependencies":{"new":"1"}}');
  write('package-lock.json', 'new');
  write('node_modules/.package-lock.json', 'new');
  rmSync(join(project, 'node_modules/old'), { recursive: true, force: true });
  write('node_modules/old/index.js', 'new');
  write('node_modules/new/index.js', 'new');
}

describe('a build that fails', () => {
  test('leaves a project with packages as it was', async () => {
    write('package.json', '{}');
    write('package-lock.json', 'old');
    write('node_modules/.package-lock.json', 'old');
    write('node_modules/old/index.js', 'old');
    mkdirSync(join(project, 'node_modules/.bin'));
    symlinkSync('../old/index.js', join(project, 'node_modules/.bin/old'));
    const before = contents();
    const build = inBuildFolder(project, async (folder, secure) => {
      writeFileSync(join(folder, 'scratch'), '');
      secure();
      install();
      throw new Error('no compiler');
    });
    await expect(build).rejects.toThrow('no compiler');
    expect(contents()).toEqual(before);
  });

  test('leaves a project without packages without them', async () => {
    write('package.json', '{}');
    const build = inBuildFolder(project, async (_, secure) => {
      secure();
      install();
      throw new Error('no compiler');
    });
    await expect(build).rejects.toThrow('no compiler');
    expect(contents()).toEqual({ 'package.json': '{}' });
  });
});

test('a build that succeeds leaves what it built, and nothing else', async () => {
  write('package.json', '{}');
  const built = await inBuildFolder(project, async (_, secure) => {
    secure();
    install();
    return contents();
  });
  const kept = Object.entries(built).filter(([path]) => !path.startsWith(BUILD_FOLDER));
  expect(contents()).toEqual(Object.fromEntries(kept));
});

test('a second build at the same time is refused, and touches nothing', async () => {
  write(`${BUILD_FOLDER}/before/package.json`, '{}');
  await expect(inBuildFolder(project, async () => {})).rejects.toThrow(
    'another build runs, or one was killed',
  );
  expect(Object.keys(contents())).toContain(`${BUILD_FOLDER}/before/package.json`);
});
