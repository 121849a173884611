import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { register, registrations } from './registration.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainvitals-register-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes a target of file_sd and removes it again', () => {
  const remove = register(folder, '127.0.0.1', 40_123);
  expect(readdirSync(folder)).toEqual(['trainvitals-127.0.0.1_40123.json']);
  expect(JSON.parse(readFileSync(join(folder, 'trainvitals-127.0.0.1_40123.json'), 'utf8'))).toEqual([
    {
      targets: ['127.0.0.1:40123'],
      labels: { __meta_trainvitals_host: hostname(), __meta_trainvitals_pid: String(process.pid) },
    },
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

it('refuses a folder that is not there in one line, and leaves nothing', () => {
  const missing = join(folder, 'missing');
  expect(() => register(missing, '127.0.0.1', 9790)).toThrow(
    /^watch\(\): option "register" must be a folder that can be written, got ".*missing": ENOENT[^\n]*$/,
  );
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves a registration that another process has made at the address since', () => {
  const remove = register(folder, '127.0.0.1', 9790);
  const file = left('127.0.0.1_9790', { pid: 1 });
  remove();
  expect(readdirSync(folder)).toEqual([file]);
});

it('removes what killed processes of this host left an hour ago, and nothing else', () => {
  const gone = 2 ** 22 + 1; // above the largest PID that Linux gives
  left('killed', { pid: gone, age: 3700 });
  const kept = [
    left('just-killed', { pid: gone, age: 60 }),
    left('alive', { pid: process.pid, age: 3700 }),
    left('elsewhere', { pid: gone, age: 3700, host: 'another-host' }),
  ];
  writeFileSync(join(folder, 'trainvitals-torn.json'), '[{"targets":');
  writeFileSync(join(folder, 'others.json'), '[{"targets":["a:1"]}]');
  const remove = register(folder, '127.0.0.1', 9790);
  expect(readdirSync(folder).sort()).toEqual(
    [...kept, 'others.json', 'trainvitals-127.0.0.1_9790.json', 'trainvitals-torn.json'].sort(),
  );
  remove();
});

/** A registration as another process has left it. */
function left(
  name: string,
  { pid, age = 0, host = hostname() }: { pid: number; age?: number; host?: string },
): string {
  const file = `trainvitals-${name}.json`;
  const labels = { __meta_trainvitals_host: host, __meta_trainvitals_pid: String(pid) };
  writeFileSync(join(folder, file), JSON.stringify([{ targets: ['127.0.0.1:1'], labels }]));
  const then = Date.now() / 1000 - age;
  utimesSync(join(folder, file), then, then);
  return file;
}
