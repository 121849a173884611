import { RingWriter, reserve } from '../../dist/channel/ring.js';
import { WatchedRun } from '../../dist/exporter/watched-run.js';
import { HEADER } from '../../dist/frame.js';
import type { SymptomEvent } from '../../dist/handle.js';
import { type SeriesKey, seriesKeys, seriesOf } from '../../dist/series.js';
import type { Tape } from './tape.js';

/** The vitals that symptoms are decided on, and what else tells a course. */
export const decisive: readonly SeriesKey[] = seriesKeys.filter(
  (key) =>
    seriesOf(key).group === 'window' ||
    [
      'gradientNorm',
      'layerGradientNorm',
      'layerDeadUnits',
      'layerSaturatedUnits',
      'layerUnitSpread',
      'layerLossMismatch',
      'nonfinite',
    ].includes(key),
);

/** A vital over a run; of several layers the largest. `at` are steps, `from` the step of its first value. */
export interface Course {
  readonly last: number;
  readonly min: number;
  readonly minAt: number;
  readonly max: number;
  readonly maxAt: number;
  readonly from: number;
}

export interface Replayed {
  readonly events: readonly SymptomEvent[];
  readonly vitals: Readonly<Partial<Record<SeriesKey, Course>>>;
  /** The vitals at about every 25th step. */
  readonly samples: readonly Readonly<Record<string, number>>[];
  readonly steps: number;
}

/** Decides a recorded run again, by the exporter thread's own windows and conditions. */
export function replay(tape: Tape): Replayed {
  if (!tape.facts)
    throw new Error('replaying a tape: expected the facts of a run, found none; record it again');
  const events: SymptomEvent[] = [];
  const run = new WatchedRun(tape.facts, (message) => {
    if (message.type === 'symptom') events.push(message.event);
  });
  const courses = new Map<SeriesKey, Course>();
  const samples: Record<string, number>[] = [];
  let writer: RingWriter | undefined;
  let steps = 0;
  for (const entry of tape.entries) {
    if ('layout' in entry) {
      const ring = reserve(entry.layout.slots.length, 1 << 16);
      writer = new RingWriter(ring);
      run.handle({ type: 'layout', run: tape.facts.run, layout: entry.layout, ring });
      continue;
    }
    const frame = entry.frame.slice();
    steps = Math.max(steps, frame[HEADER.step] ?? 0);
    // Messages and frames are on one tape here: nothing to wait for.
    frame[HEADER.messages] = 0;
    writer?.write(frame);
    run.drain();
    const now: Record<string, number> = { step: steps };
    for (const key of decisive) {
      const values = [...run.vitals.store.all(key)].flatMap(({ value }) => value ?? []);
      if (values.length === 0) continue;
      const value = Math.max(...values);
      now[key] = value;
      courses.set(key, follow(courses.get(key), value, steps));
    }
    if (steps % 25 === 0 && samples.at(-1)?.step !== steps) samples.push(now);
  }
  return { events, vitals: Object.fromEntries(courses), samples, steps };
}

function follow(course: Course | undefined, value: number, step: number): Course {
  if (!course) return { last: value, min: value, minAt: step, max: value, maxAt: step, from: step };
  return {
    ...course,
    last: value,
    ...(!(value >= course.min) && { min: value, minAt: step }),
    ...(!(value <= course.max) && { max: value, maxAt: step }),
  };
}
