import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const RANKS = 6;
const KILLED = 20;

test('all ranks of a node begin at once, whoever of them removes what killed ones have left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trainvitals-at-once-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const labels = {
    __meta_trainvitals_host: hostname(),
    __meta_trainvitals_pids: readlinkSync('/proc/self/ns/pid'),
    __meta_trainvitals_pid: String(2 ** 22 + 1), // above the largest that Linux gives
  };
  const longAgo = Date.now() / 1000 - 7200;
  for (let index = 0; index < KILLED; index++) {
    const file = join(folder, `trainvitals-killed-${index}.json`);
    writeFileSync(file, JSON.stringify([{ targets: ['127.0.0.1:1'], labels }]));
    utimesSync(file, longAgo, longAgo);
  }
  const built = new URL('../dist/registration.js', import.meta.url).href;
  const program = `import(${JSON.stringify(built)}).then(({ register }) => register(${JSON.stringify(folder)}, '127.0.0.1', Number(process.argv[1])));`;
  await Promise.all(
    Array.from({ length: RANKS }, (_, rank) =>
      promisify(execFile)(process.execPath, ['-e', program, `${rank + 1}`]),
    ),
  );
  // Each has removed itself at its end.
  expect(readdirSync(folder)).toEqual([]);
});
