import { expect, test } from 'vitest';
import { runner } from './run.js';

const run = runner(new AbortController().signal);
const node = process.execPath;

test('both streams and the exit code of a program are told', async () => {
  const program = 'console.log("out"); console.error("err"); process.exit(3)';
  expect(await run(node, ['-e', program])).toEqual({ status: 3, out: 'out\n', err: 'err\n' });
});

test('a program that does not exist has no exit code', async () => {
  const { status, err } = await run('trainvitals-no-such-program', []);
  expect(status).toBeNull();
  expect(err).toContain('ENOENT');
});

test('an interrupted program is gone, with what it started, when its promise rejects', async () => {
  const stop = new AbortController();
  // The grandchild holds the pipes, so that "close" comes only when it has ended too.
  const grandchild = 'setInterval(() => {}, 1000)';
  const program = `
    require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { stdio: "inherit" });
    setInterval(() => {}, 1000);
  `;
  const ended = runner(stop.signal)(node, ['-e', program]);
  setTimeout(() => stop.abort(), 300);
  await expect(ended).rejects.toThrow('aborted');
  await expect(runner(stop.signal)(node, ['-e', ''])).rejects.toThrow('aborted');
});
