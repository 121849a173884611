import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { play } from '../../src/cli/replay/play.js';
import { figures } from '../figures.js';
import { scratchFolder } from '../stack/server.js';
import { until } from '../stack/until.js';
import { outcomeOf, sameOutcome, start } from './outcome.js';

/** The last number that a program said after a word. */
const lastOf = (out: string, word: string): number =>
  Number([...out.matchAll(new RegExp(`^${word} (\\d+)$`, 'gm'))].at(-1)?.[1] ?? 0);

test.for([
  'SIGTERM',
  'SIGINT',
  'SIGKILL',
] as const)('%s ends the process by that signal, at once, and the recording holds its steps', async (signal, context) => {
  const record = join(await scratchFolder('signal'), 'run.rec');
  const program = await start('ends', { scenario: 'forever', watch: { record } });
  onTestFinished(program.stop);
  await until('some steps after a flush', () => lastOf(program.out(), 'step') > 120);
  program.child.kill(signal);
  const ended = await program.ended;
  // What it is without the agent is the system's: the signal, and no word.
  expect([ended.code, ended.signal, ended.lines]).toEqual([null, signal, []]);
  const { run, gaps } = play(record);
  const { step } = run.vitals.store;
  // What was flushed is there for certain; of what came after it at most the frames of one look into the ring, 20 ms.
  expect(step).toBeGreaterThanOrEqual(lastOf(ended.stdout, 'flushed'));
  expect(step).toBeLessThanOrEqual(lastOf(ended.stdout, 'step') + 1);
  expect([run.state, gaps]).toEqual(['running', []]);
  figures(context, { 'faults survived': 1 });
});

/** What the program does, and what is left of it: an exit code, and something that it said. */
const failing: readonly { readonly scenario: string; readonly code: number; readonly says: string }[] = [
  { scenario: 'callback throws', code: 1, says: 'Error: of the user' },
  { scenario: 'timer throws', code: 1, says: 'Error: of the user' },
  { scenario: 'rejection nobody handles', code: 1, says: 'Error: of the user' },
  { scenario: 'loop throws', code: 1, says: 'Error: of the user' },
  { scenario: 'loop throws and catches', code: 0, says: '"caught":"of the user"' },
  { scenario: 'timer throws, and is heard', code: 0, says: '"heard":"of the user"' },
  { scenario: 'rejection that is heard', code: 0, says: '"heard":"of the user"' },
];

test.for(failing)('$scenario: the process says the same and ends or goes on as without the agent', async ({
  scenario,
  code,
  says,
}, context) => {
  const watched = await sameOutcome('ends', { scenario });
  expect(watched.code).toBe(code);
  expect(watched.stdout + watched.stderr).toContain(says);
  expect(watched.notes).toMatchObject([{ url: expect.any(String) }]);
  figures(context, { 'faults survived': 1 });
});

test.for([
  'callback exits',
  'callback exits by the code that is set',
  'loss exits',
  'listener exits',
])('%s: the exit code is what it said, nothing hangs, and no registration is left', async (scenario, context) => {
  const register = await scratchFolder('exits');
  const watched = await outcomeOf('ends', { scenario, code: 7, watch: { register } });
  const { code, signal, stdout, lines, notes } = watched;
  expect({ code, signal, stdout, lines }).toEqual({ code: 7, signal: null, stdout: '', lines: [] });
  expect(notes).toMatchObject([{ registered: 1 }]);
  expect(readdirSync(register)).toEqual([]);
  figures(context, { 'faults survived': 1 });
});

test('a process whose exit code is set and that closes nothing ends by itself, with that code', async (context) => {
  const register = await scratchFolder('exits');
  const scenario = 'exit code is set, and nothing is closed';
  const watched = await sameOutcome('ends', { scenario, code: 7, watch: { register } });
  expect(watched.code).toBe(7);
  expect(watched.notes).toMatchObject([{ registered: 1 }]);
  expect(readdirSync(register)).toEqual([]);
  figures(context, { 'faults survived': 1 });
});
