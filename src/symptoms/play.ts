import type { SymptomEvent } from '../handle.js';
import { VitalStore } from '../vitals/store.js';
import type { Case, Symptom } from './symptom.js';
import { Watcher, withSettings } from './watcher.js';

/** Steps and seconds of a tick; promtool plays the same tick as a minute. */
export const TICK = 60;

/** What the detector said to a case: its verdicts in the shape of the expected ones, and its events. */
export interface Played {
  readonly verdicts: Case['expect'];
  readonly events: readonly SymptomEvent[];
}

/** Plays a case to the detector. A tick holds its values for 60 steps, and the clock stands still within it. */
export function playCase(symptom: Symptom, { vitals, expect }: Case): Played {
  const store = new VitalStore();
  const events: SymptomEvent[] = [];
  const watcher = new Watcher('case', withSettings([symptom]), (event) => events.push(event));
  const verdicts: Case['expect'][number][] = [];
  const last = Math.max(...expect.map(({ at }) => at));
  for (let tick = 0; tick <= last; tick++) {
    for (let step = tick * TICK; step < (tick + 1) * TICK; step++) {
      store.step = step;
      for (const { key, labels, values } of vitals)
        store.set(key, values[Math.min(tick, values.length - 1)] ?? undefined, labels);
      watcher.observe(store, tick * TICK);
    }
    const found = expect.filter(({ at }) => at === tick);
    verdicts.push(...found.map((expected) => ({ ...expected, raised: isRaised(watcher, expected.layer) })));
  }
  return { verdicts, events };
}

/** Of a layer, or of any. */
const isRaised = (watcher: Watcher, layer: string | undefined): boolean =>
  watcher.active.some((event) => layer === undefined || event.layer === layer);
