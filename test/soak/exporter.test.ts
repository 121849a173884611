import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PART_BYTES } from '../../src/recording/recorder.js';
import { entriesOf } from '../../src/recording/recording.js';
import { figures } from '../figures.js';
import { sampleOf } from '../scrape.js';
import { scratchFolder } from '../stack/server.js';
import { type Phase, type Point, type Soaked, soaked, tenths } from './soaked.js';

const STEPS = 1_000_000;
const UNWAITED = 200_000;
/** Minutes on an idle machine are many on a busy one. */
const TIMEOUT = 1_800_000;

/**
 * Bytes a frame by which memory grew from its middle (the fourth to sixth tenth) to its end (the last three). Each tenth
 * counts by its least, as a collection may be long in coming.
 */
function keptPerFrame(points: readonly Point[], of: (point: Point) => number): number {
  const curve = tenths(points, of, STEPS);
  const mean = (some: readonly number[]) => some.reduce((a, b) => a + b, 0) / some.length;
  return (mean(curve.slice(7)) - mean(curve.slice(3, 6))) / (0.4 * STEPS);
}

/** What must be raised in a phase, as in each that is like it; nothing in a healthy one. */
const raisedIn = (wrong: Phase['wrong']): string[] => {
  if (wrong === 'dead') return ['dead-relu hidden'];
  if (wrong === 'nonfinite') return ['loss-nonfinite'];
  // A loss that rises makes no progress either.
  return wrong === 'diverging' ? ['loss-diverging', 'loss-stalled'] : [];
};

function expectVerdicts({ phases, events }: Soaked): void {
  const raised = events.filter(({ state }) => state === 'raised');
  for (const { wrong, from, to } of phases) {
    const found = raised.filter(({ step }) => step >= from && step <= to);
    const names = found.map(({ symptom, layer }) => [symptom, layer].filter(Boolean).join(' '));
    expect(names.sort(), `${wrong ?? 'healthy'}, steps ${from} to ${to}`).toEqual(raisedIn(wrong));
  }
  // Each is cleared again before it comes back; only the last phase is not over.
  const open = new Set<string>();
  for (const { symptom, state } of events) {
    expect(open.has(symptom), symptom).toBe(state === 'cleared');
    if (state === 'raised') open.add(symptom);
    else open.delete(symptom);
  }
  expect([...open].sort()).toEqual(raisedIn(phases.at(-1)?.wrong));
}

/** The first file and the last two, of bounded size, with every step that they must have. */
function expectRecording(path: string): void {
  const files = readdirSync(dirname(path)).sort();
  const [first, ...later] = files;
  expect(first).toBe('run.rec');
  const numbers = later.map((file) => Number(file.replace('run.rec.', ''))).sort((a, b) => a - b);
  const [before = 0, newest = 0] = numbers;
  expect(numbers).toHaveLength(2);
  expect(newest).toBe(before + 1);
  expect(before).toBeGreaterThan(1);
  // A file ends with the ring that filled it.
  for (const file of files) expect(statSync(join(dirname(path), file)).size).toBeLessThan(1.25 * PART_BYTES);
  expect(statSync(path).size).toBeGreaterThanOrEqual(PART_BYTES);

  const lost: unknown[] = [];
  const pieces: [number, number][] = [];
  for (const entry of entriesOf(path, (loss) => lost.push(loss))) {
    if (entry.note !== 'frame') continue;
    const { step } = entry.frame;
    const piece = pieces.at(-1);
    if (piece && piece[1] + 1 === step) piece[1] = step;
    else pieces.push([step, step]);
  }
  expect(lost).toEqual([]);
  // What rotated away lies between the first file and the later ones; all else is there, in order.
  expect(pieces).toHaveLength(2);
  expect([pieces[0]?.[0], pieces[1]?.[1]]).toEqual([1, STEPS]);
}

test(
  '1,000,000 frames at full speed: every one is seen, symptoms come and go as they must, memory is flat, the recording rotates',
  async (context) => {
    const record = join(await scratchFolder('soak'), 'run.rec');
    const found = await soaked(STEPS, record);
    const of = (name: string, labels = {}) => sampleOf(found.last, name, { run: found.run, ...labels });
    expect(found.errors).toEqual([]);
    expect(of('training_steps_total')).toBe(STEPS);
    expect(of('training_step_duration_seconds_count')).toBe(STEPS);
    expect(of('training_agent_frames_dropped_total')).toBe(0);
    expect(of('training_agent_errors_total', { stage: 'exporter' })).toBe(0);
    expectVerdicts(found);
    const counted = (name: string, wrong: Phase['wrong']) =>
      expect(of('training_symptom_raised_total', { symptom: name })).toBe(
        found.phases.filter((phase) => phase.wrong === wrong).length,
      );
    counted('loss-nonfinite', 'nonfinite');
    counted('loss-diverging', 'diverging');

    const { points } = found;
    // One scrape each second or more, and a page that was told all the time.
    expect(points.length).toBeGreaterThan(found.seconds);
    expect(found.updates).toBeGreaterThan(found.seconds / 4);
    const kept = {
      heap: keptPerFrame(points, ({ heap }) => heap),
      rss: keptPerFrame(points, ({ rss }) => rss),
    };
    // What one number a frame would come to; of the whole process, with the writer, what a small object would.
    expect(kept.heap, `heap: ${tenths(points, ({ heap }) => heap, STEPS)}`).toBeLessThan(8);
    expect(kept.rss, `rss: ${tenths(points, ({ rss }) => rss, STEPS)}`).toBeLessThan(32);
    expectRecording(record);
    figures(context, {
      frames: STEPS,
      'frames a second': Math.round(STEPS / found.seconds),
      scrapes: points.length,
      layouts: found.layouts,
      'symptoms raised': found.events.filter(({ state }) => state === 'raised').length,
    });
  },
  TIMEOUT,
);

test(
  'where nobody waits for room, what was written is what was seen and what was dropped, to the frame',
  async (context) => {
    const { last, run, errors, written } = await soaked(UNWAITED);
    const of = (name: string) => sampleOf(last, name, { run }) ?? Number.NaN;
    const [seen, dropped] = [
      of('training_step_duration_seconds_count'),
      of('training_agent_frames_dropped_total'),
    ];
    expect(errors).toEqual([]);
    expect(written).toBe(UNWAITED);
    expect(seen + dropped).toBe(written);
    expect(dropped).toBeGreaterThan(0);
    expect(of('training_steps_total')).toBe(UNWAITED);
    figures(context, { frames: seen, 'frames dropped and counted': dropped });
  },
  TIMEOUT,
);
