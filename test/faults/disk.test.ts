import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { play } from '../../src/cli/replay/play.js';
import { figures } from '../figures.js';
import { scratchFolder } from '../stack/server.js';
import { outcomeOf, sameOutcome } from './outcome.js';
import { canMount, smallDisk } from './small-disk.js';

/** Steps of the program: five epochs, and thirty more after what happens to the disk. */
const STEPS = 210;

const line = (message: string) =>
  expect.stringMatching(`^trainvitals: exporter: recording ends here: ${message}.*; training goes on$`);

test('a folder that is removed under its recording ends that one, which is told and counted', async (context) => {
  const folder = join(await scratchFolder('removed'), 'runs');
  mkdirSync(folder);
  const record = join(folder, 'run.rec');
  const { notes, lines } = await outcomeOf('disk', { scenario: 'removed', folder, watch: { record } });
  expect(lines).toEqual([line(`${record} was removed while it was written`)]);
  expect(notes.at(-1)).toEqual({ errors: 1, steps: STEPS });
  figures(context, { 'faults survived': 1 });
});

/** What the program comes to without the agent, whatever disk it would record to. */
const without = outcomeOf('disk', { scenario: 'fills' });

describe.runIf(canMount())('a recording on a small disk', () => {
  test('that is full goes as far as the disk: the run goes on, one line says so, and what is there is read', async (context) => {
    const { folder, left, within } = await smallDisk('64k');
    const { notes } = await sameOutcome(
      'disk',
      { scenario: 'fills', watch: { record: join(folder, 'run.rec') } },
      { within, without, says: [line('ENOSPC')] },
    );
    expect(notes.at(-1)).toEqual({ errors: 1, steps: STEPS });
    const { run, losses } = play(join(left, 'run.rec'));
    expect(run.vitals.store.step).toBeGreaterThan(0);
    expect(run.vitals.store.step).toBeLessThan(STEPS);
    expect(run.state).toBe('running');
    expect(losses.length).toBeLessThanOrEqual(1);
    figures(context, { 'faults survived': 1 });
  });

  test('that was full from the start records nothing, and says so', async (context) => {
    const { folder, left, within } = await smallDisk('64k', 'head -c 65536 /dev/zero > "$1/full"');
    const { notes } = await sameOutcome(
      'disk',
      { scenario: 'fills', watch: { record: join(folder, 'run.rec') } },
      { within, without, says: [line('ENOSPC')] },
    );
    expect(notes.at(-1)).toEqual({ errors: 1, steps: STEPS });
    expect(() => play(join(left, 'run.rec'))).toThrow('nothing was recorded in');
    figures(context, { 'faults survived': 1 });
  });

  test('that is read-only is refused in one line before anything is watched', async (context) => {
    const { folder, within } = await smallDisk('64k', 'mount -o remount,ro "$1"');
    const record = join(folder, 'run.rec');
    const { notes } = await sameOutcome(
      'disk',
      { scenario: 'fills', watch: { record } },
      { within, without },
    );
    expect(notes).toEqual([
      {
        refused: expect.stringMatching(
          /^watch\(\): option "record" must name a file that can be written, got .*: EROFS.*$/,
        ),
      },
    ]);
    figures(context, { 'faults survived': 1 });
  });

  test('that takes no further file keeps the first one', async (context) => {
    const { folder, left, within } = await smallDisk('48m');
    const record = join(folder, 'run.rec');
    const { notes, code, stderr, lines } = await outcomeOf(
      'disk',
      { scenario: 'takes no further file', folder, watch: { record } },
      { within },
    );
    expect(code, stderr).toBe(0);
    expect(lines).toEqual([line('EROFS')]);
    expect(notes.at(-1)).toEqual({ errors: 1, steps: 32 });
    const { run, losses } = play(join(left, 'run.rec'));
    expect(losses).toEqual([]);
    expect(run.vitals.store.step).toBeGreaterThan(4);
    expect(run.vitals.store.step).toBeLessThan(32);
    figures(context, { 'faults survived': 1 });
  });
});
