import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { figures } from '../figures.js';
import { scratchFolder } from '../stack/server.js';
import { until } from '../stack/until.js';
import { outcomeOf, sameOutcome } from './outcome.js';

const taken = (port: unknown) =>
  expect.stringMatching(
    `^watch\\(\\): port ${port} on 127\\.0\\.0\\.1 is taken by another process.*; pass another \`port\`, or 0 for any free one$`,
  );

test.for([
  { scenario: 'forks one that is not watched', watched: 1, refused: 0 },
  { scenario: 'forks one that wants the same port', watched: 1, refused: 1 },
  { scenario: 'forks one that takes any port', watched: 2, refused: 0 },
  { scenario: 'forks one that is killed', watched: 2, refused: 0 },
  { scenario: 'cluster', watched: 3, refused: 2 },
])('a watched process $scenario: all train as without, and the registration is the parent’s', async ({
  scenario,
  watched,
  refused,
}, context) => {
  const register = await scratchFolder('processes');
  const { code, stderr, notes } = await sameOutcome('processes', { scenario, watch: { register } });
  expect(code, stderr).toBe(0);
  expect(notes.filter(({ url }) => url)).toHaveLength(watched);
  const messages = notes.filter((note) => 'refused' in note);
  expect(messages).toHaveLength(refused);
  for (const { refused: message, port } of messages) expect(message).toEqual(taken(port));
  // A child that ended took its own away, and a killed one could not; the parent's stays until it ends.
  const isLeft = scenario === 'forks one that is killed' ? 1 : 0;
  expect(notes.filter((note) => 'registered' in note).at(-1)).toEqual({ registered: 1 + isLeft });
  expect(readdirSync(register)).toHaveLength(isLeft);
  figures(context, { 'faults survived': 1 });
});

test('a watched process that ends before its child leaves no port taken and no registration', async (context) => {
  const register = await scratchFolder('processes');
  const { code, notes, lines } = await outcomeOf('processes', {
    scenario: 'ends before its child',
    watch: { register },
  });
  const { pid, port } = notes.at(-1) as { pid: number; port: number };
  onTestFinished(() => void process.kill(pid, 'SIGKILL'));
  expect([code, lines, readdirSync(register)]).toEqual([0, [], []]);
  const server = createServer();
  const listening = new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  server.listen(port, '127.0.0.1');
  await listening;
  await new Promise((resolve) => server.close(resolve));
  // It lives, and trains.
  await until('the child to be there', () => process.kill(pid, 0));
  figures(context, { 'faults survived': 1 });
});
