import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { play } from '../../src/cli/replay/play.js';
import { figures } from '../figures.js';
import { scratchFolder } from '../stack/server.js';
import { run } from './program.js';

interface Scraped {
  readonly steps: number;
  readonly examples: number;
  readonly dropped: number;
  readonly errors: number;
  readonly isRunning: boolean;
}
interface Outcome {
  readonly weights: string;
  readonly tensors: number;
  readonly told: readonly string[];
  readonly errors: readonly string[];
  readonly seen: readonly Scraped[];
  readonly sameUrl: boolean;
}

const deaths = [
  ['is killed', 'kill', 'it ended with code 1'],
  ['throws', 'throw', 'sabotaged'],
  ['ends by itself', 'exit', 'it ended with code 7'],
  ['runs out of memory', 'allocate', 'Worker terminated due to reaching memory limit: JS heap out of memory'],
  ['is stuck', 'hang', 'it gives no sign of life'],
] as const;

describe.concurrent('an exporter thread that', () => {
  const unwatched = run<Outcome>('program.mjs', []);

  test.for(deaths)('%s is replaced; training computes what it would have', async ([
    ,
    deed,
    reason,
  ], context) => {
    const record = join(await scratchFolder(`exporter-${deed}`), 'run.rec');
    const found = await run<Outcome>('program.mjs', [deed], { RECORD: record });
    const expected = await unwatched;
    expect([found.weights, found.tensors]).toEqual([expected.weights, expected.tensors]);

    // Told once, in one line, to the console and to who listens.
    const line = `exporter: the exporter thread is gone: ${reason}; another takes its place`;
    expect(found.told).toEqual([`trainvitals: ${line}; training goes on`]);
    expect(found.errors).toEqual([line]);

    // On the same address, with the counts of the run: no scrape sees one go down, and none finds the run lost.
    expect(found.sameUrl).toBe(true);
    // The one that goes may still answer, as before.
    const seen = found.seen.filter((each, at) => !isDeepStrictEqual(each, found.seen[at - 1]));
    expect(seen.map(({ steps }) => steps)).toEqual([100, 100, 200]);
    expect(seen.map(({ examples }) => examples)).toEqual([1600, 1600, 3200]);
    expect(seen.map(({ errors }) => errors)).toEqual([0, 1, 1]);
    expect(seen.map(({ isRunning }) => isRunning)).toEqual([true, true, false]);
    expect(seen.at(-1)?.dropped).toBe(0);

    // The recording goes on in its next file, and has every step.
    expect(readdirSync(join(record, '..')).sort()).toEqual(['run.rec', 'run.rec.1']);
    const replayed = play(record);
    expect(replayed.gaps).toEqual([]);
    expect(replayed.run.vitals.store.get('steps')).toBe(200);
    expect(replayed.run.state).toBe('finished');
    figures(context, { 'faults survived': 1 });
  });

  test('is stuck is replaced also where the loop never returns to the event loop', async (context) => {
    const found = await run<{ steps: number; seen: number; dropped: number; toldWhileBlocking: number }>(
      'blocking.mjs',
      ['50', 'hang'],
    );
    expect(found.toldWhileBlocking).toBe(1);
    expect(found.seen).toBe(found.steps);
    // Nobody read for most of that time, and each frame that found no room is counted.
    expect(found.dropped).toBeGreaterThan(0);
    figures(context, { 'faults survived': 1 });
  });

  test('is alive is replaced by none, however long a loop does not return to the event loop', async () => {
    const found = await run<{ steps: number; seen: number; told: readonly string[] }>('blocking.mjs', ['2']);
    expect([found.seen, found.told]).toEqual([found.steps, []]);
  });
});
