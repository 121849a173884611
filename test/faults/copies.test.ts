import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { figures } from '../figures.js';
import { scratchFolder } from '../stack/server.js';
import { until } from '../stack/until.js';
import { sameOutcome, start } from './outcome.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const VERSION = '9.9.9';

/** The build, in another folder and with another version. */
let copy: string;
beforeAll(async () => {
  const folder = await scratchFolder('copy');
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const manifest: object = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, version: VERSION }));
  copy = pathToFileURL(join(folder, 'dist/index.js')).href;
});

test('two versions watch the same model or two, closed in any order: training is as without, nothing is left', async (context) => {
  const { code, stderr, notes, stdout } = await sameOutcome('copies', { scenario: 'models', copy });
  expect(code, stderr).toBe(0);
  // As many tensors as without the agent, as all of what was said: see `sameOutcome`.
  expect(stdout.match(/"tensors":\d+/g)).toHaveLength(4);
  // Each saw all of its training, whatever the other was: the one that is closed later, more of it.
  expect(notes.flatMap(({ epochs }) => (epochs ? [epochs] : []))).toEqual(Array(4).fill(['2', '4']));
  figures(context, { 'faults survived': 4 });
});

test('two versions watch the same loop, closed in any order: each hears its penalties, nothing is left', async (context) => {
  const { code, stderr, notes, stdout } = await sameOutcome('copies', { scenario: 'loop', copy });
  expect(code, stderr).toBe(0);
  expect(stdout.match(/"isRestored":true/g)).toHaveLength(2);
  const seen = notes.filter((note) => 'penalty' in note);
  expect(seen).toHaveLength(2);
  for (const { steps, penalty } of seen) {
    const [first, second] = penalty as string[];
    expect(Number(first)).toBeGreaterThan(0);
    expect([steps, second]).toEqual([['6', '6'], first]);
  }
  figures(context, { 'faults survived': 2 });
});

test('where both want the same port, the second is told who has it', async (context) => {
  const { notes } = await sameOutcome('copies', { scenario: 'the same port', copy });
  const { refused, port } = notes.at(-1) ?? {};
  expect(refused).toMatch(
    new RegExp(
      `^watch\\(\\): port ${port} on 127\\.0\\.0\\.1 is taken by trainvitals \\d+\\.\\d+\\.\\d+ in this process: another copy of the package.*; pass another \`port\``,
    ),
  );
  expect(refused).not.toContain(VERSION);
  figures(context, { 'faults survived': 1 });
});

test('where both listen to a signal, the process still ends by it', async (context) => {
  const program = await start('copies', { scenario: 'told to stop', copy, watch: {} });
  onTestFinished(program.stop);
  await until('some steps', () => program.out().includes('steps'));
  program.child.kill('SIGTERM');
  const { code, signal, lines } = await program.ended;
  expect({ code, signal, lines }).toEqual({ code: null, signal: 'SIGTERM', lines: [] });
  figures(context, { 'faults survived': 1 });
});
