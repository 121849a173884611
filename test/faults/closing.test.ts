import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { figures } from '../figures.js';
import { sameOutcome } from './outcome.js';

/** What the program said of each of its trainings. */
const said = (stdout: string): Readonly<Record<string, unknown>>[] =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

test('a handle that is closed, finished or asked in the middle of a step leaves the training as it is', async (context) => {
  const watched = await sameOutcome('closing', { scenario: 'everywhere' });
  expect(watched.code, watched.stderr).toBe(0);
  const trainings = said(watched.stdout);
  expect(trainings).toHaveLength(19);
  for (const { tensors } of trainings) expect(tensors).toBe(0);
  const events = watched.notes.flatMap(({ events }) => (events ? [events] : []));
  expect(events).toHaveLength(trainings.length);
  for (const [index, { name }] of trainings.entries()) {
    // Each is told once: the fits and steps after the end begin nothing.
    if (name === 'finish') continue;
    expect(events[index], String(name)).toEqual([
      name === 'close as failed, and finish' ? 'failed' : 'finished',
    ]);
  }
  figures(context, { 'faults survived': trainings.length });
});

test('a loop may close in its loss, and whatever is asked while it closes is answered, or ends with it', async (context) => {
  const { stdout, notes } = await sameOutcome('closing', { scenario: 'in a loop, and asked' });
  expect(said(stdout)).toMatchObject([{ isRestored: true }, ...Array(3).fill({ answered: true })]);
  const asked = notes.flatMap(({ asked }) => (typeof asked === 'number' ? [asked] : []));
  expect(asked).toHaveLength(3);
  for (const times of asked) expect(times).toBeGreaterThan(3);
  figures(context, { 'faults survived': 4 });
});

test('a listener that closes when it hears of the end closes nothing twice', async (context) => {
  let pushes = 0;
  const gateway = createServer((request, response) => {
    if (request.method === 'PUT' || request.method === 'POST') pushes++;
    request.resume().once('end', () => response.end());
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void gateway.close());
  const address = gateway.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const { notes } = await sameOutcome('closing', {
    scenario: 'closed by who hears of it',
    watch: { push: `http://127.0.0.1:${port}` },
  });
  expect(notes.flatMap(({ heard }) => (heard === undefined ? [] : [heard]))).toEqual([1]);
  expect(pushes).toBe(1);
  figures(context, { 'faults survived': 1 });
});

test('a model is watched again at the same address while the exporter that had it ends', async (context) => {
  const { code, stderr } = await sameOutcome('closing', { scenario: 'watched again at the same address' });
  expect(code, stderr).toBe(0);
  figures(context, { 'faults survived': 8 });
});
