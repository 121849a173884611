import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { figures } from '../figures.js';
import { scratchFolder } from '../stack/server.js';
import { until } from '../stack/until.js';
import { outcomeOf, sameOutcome } from './outcome.js';

const taken = (port: unknown) =>
  expect.stringMatching(
    `^watch\\(\\): port ${port} on 127\\.0\\.0\\.1 is taken by another process.*; pass another \`port\`, \`nextFreePort: true\`, or 0 for any free one$`,
  );

test.for([
  // One that is not watched, one that wants the same port, one that takes any, and one that is killed.
  { scenario: 'forks', watched: 3, refused: 1, left: 1, faults: 4 },
  { scenario: 'cluster', watched: 3, refused: 2, left: 0, faults: 2 },
])('a watched process starts others of itself, $scenario: all train as without, and its registration is its own', async ({
  scenario,
  watched,
  refused,
  left,
  faults,
}, context) => {
  const register = await scratchFolder('processes');
  const { code, stderr, notes } = await sameOutcome('processes', { scenario, watch: { register } });
  expect(code, stderr).toBe(0);
  expect(notes.filter(({ url }) => url)).toHaveLength(watched);
  const messages = notes.filter((note) => 'refused' in note);
  expect(messages).toHaveLength(refused);
  for (const { refused: message, port } of messages) expect(message).toEqual(taken(port));
  // A child that ended took its own away, and a killed one could not; the parent's stays until it ends.
  expect(notes.filter((note) => 'registered' in note).at(-1)).toEqual({ registered: 1 + left });
  expect(readdirSync(register)).toHaveLength(left);
  figures(context, { 'faults survived': faults });
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
