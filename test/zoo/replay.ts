import type { SymptomEvent } from '../../dist/handle.js';
import { type SeriesKey, seriesKeys, seriesOf } from '../../dist/series.js';
import type { Tape } from './tape.js';
import { TapePlayer } from './tape-player.js';

/** The vitals that symptoms are decided on, and what else tells a course. */
export const decisive: readonly SeriesKey[] = seriesKeys.filter(
  (key) =>
    seriesOf(key).group === 'window' ||
    [
      'gradientNorm',
      'layerGradientNorm',
      'layerDeadUnits',
      'layerSaturatedUnits',
      'layerActivationRailRatio',
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
  const events: SymptomEvent[] = [];
  const player = new TapePlayer(tape, (event) => events.push(event));
  const courses = new Map<SeriesKey, Course>();
  const samples: Record<string, number>[] = [];
  player.advance(Number.POSITIVE_INFINITY, (steps) => {
    const now: Record<string, number> = { step: steps };
    for (const key of decisive) {
      const values = [...player.run.vitals.store.all(key)].flatMap(({ value }) => value ?? []);
      if (values.length === 0) continue;
      const value = Math.max(...values);
      now[key] = value;
      courses.set(key, follow(courses.get(key), value, steps));
    }
    if (steps % 25 === 0 && samples.at(-1)?.step !== steps) samples.push(now);
  });
  return { events, vitals: Object.fromEntries(courses), samples, steps: player.steps };
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
