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

const scenarios = ['the same model', 'different models', 'the same loop'].flatMap((scenario) =>
  ['first', 'second'].map((closed) => ({ scenario, closed })),
);

test.for(
  scenarios,
)('two versions watch $scenario, the $closed is closed first: training is as without, and nothing is left', async ({
  scenario,
  closed,
}, context) => {
  const { code, stderr, notes, stdout } = await sameOutcome('copies', { scenario, closed, copy });
  expect(code, stderr).toBe(0);
  const last = notes.at(-1);
  // Each saw all of its training, whatever the other was: the one that is closed later, more of it.
  if (scenario !== 'the same loop') expect(last?.epochs).toEqual(['2', '4']);
  else {
    const [first] = last?.penalty as string[];
    expect(Number(first)).toBeGreaterThan(0);
    expect(last).toEqual({ steps: ['6', '6'], penalty: [first, first] });
    expect(stdout).toContain('"isRestored":true');
  }
  figures(context, { 'faults survived': 1 });
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
