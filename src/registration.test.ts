import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { register, registrations } from './registration.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainvitals-register-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const here = {
  __meta_trainvitals_host: hostname(),
  __meta_trainvitals_pids: readlinkSync('/proc/self/ns/pid'),
  __meta_trainvitals_pid: String(process.pid),
};
const own = (address: string) => `trainvitals-${hostname()}-${address}.json`;

it('writes a target of file_sd and removes it again', () => {
  const remove = register(folder, '127.0.0.1', 40_123);
  expect(readdirSync(folder)).toEqual([own('127.0.0.1-40123')]);
  expect(JSON.parse(readFileSync(join(folder, own('127.0.0.1-40123')), 'utf8'))).toEqual([
    { targets: ['127.0.0.1:40123'], labels: here },
  ]);
  remove();
  expect(readdirSync(folder)).toEqual([]);
});

it.each([
  ['0.0.0.0', `${hostname()}:9790`],
  ['::', `${hostname()}:9790`],
  ['::1', '[::1]:9790'],
  ['node-7', 'node-7:9790'],
])('who listens on %s is reached at %s', (host, address) => {
  const remove = register(folder, host, 9790);
  expect([...registrations(folder).values()].flatMap(({ targets }) => targets)).toEqual([address]);
  remove();
});

it('says that HTTPS is spoken', () => {
  const remove = register(folder, '127.0.0.1', 9790, true);
  expect([...registrations(folder).values()]).toEqual([
    { targets: ['127.0.0.1:9790'], labels: { __scheme__: 'https', ...here } },
  ]);
  remove();
  expect(readdirSync(folder)).toEqual([]);
});

it('refuses a folder that is not there in one line, and leaves nothing', () => {
  const missing = join(folder, 'missing');
  expect(() => register(missing, '127.0.0.1', 9790)).toThrow(
    /^watch\(\): option "register" must be a folder that can be written, got ".*missing": ENOENT[^\n]*$/,
  );
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves a registration that another process has made at the address since', () => {
  const remove = register(folder, '127.0.0.1', 9790);
  const file = left(`${hostname()}-127.0.0.1-9790`, { pid: 1 });
  remove();
  expect(readdirSync(folder)).toEqual([file]);
});

it('ends without a word where the folder has become something else', () => {
  const remove = register(folder, '127.0.0.1', 9790);
  renameSync(folder, `${folder}-gone`);
  writeFileSync(folder, 'a file');
  expect(remove).not.toThrow();
  rmSync(folder);
  renameSync(`${folder}-gone`, folder);
});

const GONE = 2 ** 22 + 1; // above the largest PID that Linux gives

it('removes what killed processes of this place left an hour ago, and nothing else', () => {
  left('killed', { pid: GONE, age: 3700 });
  const kept = [
    left('just-killed', { pid: GONE, age: 60 }),
    left('alive', { pid: process.pid, age: 3700 }),
    left('elsewhere', { pid: GONE, age: 3700, labels: { __meta_trainvitals_host: 'another-host' } }),
    left('in-another-container', { pid: GONE, age: 3700, labels: { __meta_trainvitals_pids: 'pid:[1]' } }),
  ];
  // What is no file cannot be removed as one, and what is torn is none.
  mkdirSync(join(folder, 'trainvitals-folder.json'));
  writeFileSync(join(folder, 'trainvitals-torn.json'), '[{"targets":');
  writeFileSync(join(folder, 'others.json'), '[{"targets":["a:1"]}]');
  const remove = register(folder, '127.0.0.1', 9790);
  expect(readdirSync(folder).sort()).toEqual(
    [
      ...kept,
      'others.json',
      own('127.0.0.1-9790'),
      'trainvitals-folder.json',
      'trainvitals-torn.json',
    ].sort(),
  );
  remove();
});

/** A registration as another process has left it. */
function left(
  name: string,
  { pid, age = 0, labels = {} }: { pid: number; age?: number; labels?: Readonly<Record<string, string>> },
): string {
  const file = `trainvitals-${name}.json`;
  const all = { ...here, __meta_trainvitals_pid: String(pid), ...labels };
  writeFileSync(join(folder, file), JSON.stringify([{ targets: ['127.0.0.1:1'], labels: all }]));
  const then = Date.now() / 1000 - age;
  utimesSync(join(folder, file), then, then);
  return file;
}
