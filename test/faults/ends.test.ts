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
] as const)('%s ends the process by that signal, as without the agent, and the recording holds its steps', async (signal, context) => {
  const record = join(await scratchFolder('signal'), 'run.rec');
  const [without, watched] = await Promise.all([
    start('ends', { scenario: 'forever' }),
    start('ends', { scenario: 'forever', watch: { record } }),
  ]);
  for (const { stop } of [without, watched]) onTestFinished(stop);
  for (const program of [without, watched]) {
    await until('some steps after a flush', () => lastOf(program.out(), 'step') > 120);
    program.child.kill(signal);
  }
  const [bare, ended] = await Promise.all([without.ended, watched.ended]);
  for (const { code, signal: by, stderr, lines } of [bare, ended])
    expect({ code, by, stderr, lines }).toEqual({ code: null, by: signal, stderr: bare.stderr, lines: [] });
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
  'exit code is set, and nothing is closed',
  'loss exits',
])('%s: the exit code is the same, and no registration is left', async (scenario, context) => {
  const register = await scratchFolder('exits');
  const watched = await sameOutcome('ends', { scenario, code: 7, watch: { register } });
  expect([watched.code, watched.signal]).toEqual([7, null]);
  expect(watched.notes).toMatchObject([{ registered: 1 }]);
  expect(readdirSync(register)).toEqual([]);
  figures(context, { 'faults survived': 1 });
});

test('a listener may end the process from within a step', async (context) => {
  const register = await scratchFolder('exits');
  const { code, lines, stdout, notes } = await outcomeOf('ends', {
    scenario: 'listener exits',
    code: 7,
    watch: { register },
  });
  expect([code, lines]).toEqual([7, []]);
  expect(stdout).not.toContain('to the end');
  expect(notes).toMatchObject([{ registered: 1 }]);
  expect(readdirSync(register)).toEqual([]);
  figures(context, { 'faults survived': 1 });
});
