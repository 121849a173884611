import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { diagnosis } from '../../src/cli/replay/diagnosis.js';
import { play } from '../../src/cli/replay/play.js';
import { figures } from '../figures.js';
import { parse, sampleOf } from '../scrape.js';
import { scratchFolder } from '../stack/server.js';
import { sameOutcome } from './outcome.js';

/** What the program noted after each time that the clock was set. */
interface Look {
  readonly symptoms: readonly string[];
  readonly page: boolean;
  readonly metrics: string;
  readonly steps: number;
  readonly columns: number;
  readonly isNow: boolean;
  readonly stepsPerSecond: number;
}

const STEPS = 18;
const shift = fileURLToPath(new URL('programs/set-clock.mjs', import.meta.url));

test('a clock that is set by hours, forth and back, is no symptom, and everything goes on', async (context) => {
  const record = join(await scratchFolder('clock'), 'run.rec');
  const watched = await sameOutcome(
    'clock',
    { scenario: 'hours', watch: { record } },
    { nodeArgs: ['--import', shift] },
  );
  expect(watched.code, watched.stderr).toBe(0);
  const looks = watched.notes.filter((note) => 'metrics' in note) as unknown as Look[];
  expect(looks).toHaveLength(6);
  for (const [look, { symptoms, page, metrics, steps, columns, isNow, stepsPerSecond }] of looks.entries()) {
    expect({ symptoms, page, isNow, steps, columns }).toEqual({
      symptoms: [],
      page: true,
      isNow: true,
      steps: STEPS * (look + 1),
      columns: STEPS * (look + 1),
    });
    const samples = parse(metrics);
    expect(sampleOf(samples, 'training_steps_total')).toBe(steps);
    // Of a run that took all its steps within seconds: no hour is in its durations.
    expect(stepsPerSecond).toBeGreaterThan(1);
    expect(sampleOf(samples, 'training_step_duration_seconds_sum')).toBeLessThan(60);
    expect(samples.filter(({ name, value }) => name === 'training_agent_errors_total' && value > 0)).toEqual(
      [],
    );
  }
  // Nor in its recording: it is decided again as it was.
  const replayed = play(record);
  expect([replayed.events, replayed.losses, replayed.run.vitals.store.step]).toEqual([[], [], 6 * STEPS]);
  expect(replayed.ended - replayed.began).toBeGreaterThan(0);
  expect(replayed.ended - replayed.began).toBeLessThan(600);
  expect(diagnosis(replayed)).toContain('it finished');
  figures(context, { 'faults survived': 7 });
});
