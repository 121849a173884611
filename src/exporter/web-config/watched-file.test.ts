import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WatchedFile } from './watched-file.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainvitals-watched-file-'));
  file = join(folder, 'web.yml');
});
afterEach(() => rmSync(folder, { recursive: true }));

const limit = (burst: number) => `rate_limit: { interval: 1s, burst: ${burst} }`;
const opened = async (text: string) => {
  writeFileSync(file, text);
  return (await WatchedFile.open(file)).watched;
};
const NOTHING = { found: 'nothing new' };
const fresh = (burst: number) => ({ found: 'new', config: { rateLimit: { burst } } });

it('tells nothing while nothing changes', async () => {
  const watched = await opened(limit(1));
  expect([await watched.look(), await watched.look()]).toEqual([NOTHING, NOTHING]);
});

it('tells of a change once', async () => {
  const watched = await opened(limit(1));
  writeFileSync(file, limit(22));
  expect(await watched.look()).toMatchObject(fresh(22));
  expect(await watched.look()).toEqual(NOTHING);
});

it('gives what is wrong a second look, and tells it once', async () => {
  const watched = await opened(limit(1));
  writeFileSync(file, 'rate_limit: {');
  expect(await watched.look()).toEqual(NOTHING);
  expect(await watched.look()).toMatchObject({
    found: 'wrong',
    message: expect.stringContaining('expected YAML'),
  });
  expect(await watched.look()).toEqual(NOTHING);
  // Wrong in another way is news.
  writeFileSync(file, 'rate: 5');
  expect(await watched.look()).toMatchObject({ found: 'wrong' });
  rmSync(file);
  expect(await watched.look()).toMatchObject({
    found: 'wrong',
    message: `${file}: expected a file that can be read, got ENOENT`,
  });
  writeFileSync(file, limit(22));
  expect(await watched.look()).toMatchObject(fresh(22));
});

it('says nothing of a file that was half-written', async () => {
  const watched = await opened(limit(1));
  writeFileSync(file, 'rate_limit: {');
  expect(await watched.look()).toEqual(NOTHING);
  writeFileSync(file, limit(333));
  expect(await watched.look()).toMatchObject(fresh(333));
});

it('follows links, as those of a secret of Kubernetes', async () => {
  const [old, next] = [join(folder, 'old.yml'), join(folder, 'new.yml')];
  writeFileSync(old, limit(1));
  writeFileSync(next, limit(2));
  symlinkSync(old, file);
  const { watched } = await WatchedFile.open(file);
  symlinkSync(next, join(folder, 'link'));
  renameSync(join(folder, 'link'), file);
  expect(await watched.look()).toMatchObject(fresh(2));
});
