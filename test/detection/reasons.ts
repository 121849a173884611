import { seconds } from '../../dist/generate/duration.js';
import { symptomOf } from '../../dist/symptoms/catalogue.js';
import { evaluate } from '../../dist/symptoms/detector.js';
import type { Symptom } from '../../dist/symptoms/symptom.js';
import type { Tape } from '../zoo/tape.js';
import { TapePlayer } from '../zoo/tape-player.js';
import { loadTape } from '../zoo/tapes.js';
import type { Disagreement } from './agreement.js';
import { counted } from './markdown.js';
import { STEPS_PER_SCRAPE } from './pace.js';
import { DEFAULT } from './setting.js';

export interface Explained extends Disagreement {
  /** What the tape shows of the reason. */
  readonly why: string;
}

/** Both wait before they say it, in different units, and a scrape sees one step of many: how long was there to see? */
export async function explain(found: Disagreement): Promise<Explained> {
  const { run, seed, only } = found;
  const symptom = symptomOf(found.symptom);
  if (!symptom) throw new Error(`explaining a disagreement: the catalogue has no symptom "${found.symptom}"`);
  const stretch = longestStretch(await loadTape({ run, seed, setting: DEFAULT }), symptom, found.layer);
  const wait = seconds(symptom.alert.for);
  const need =
    only === 'alert'
      ? `the process waits for ${symptom.hold.raise} steps`
      : wait > 0
        ? `the alert waits for ${wait}`
        : `scrapes are ${STEPS_PER_SCRAPE} steps apart`;
  if (!stretch) return { ...found, why: `its condition was never met; ${need}` };
  const { from, to } = stretch;
  return {
    ...found,
    why: `its condition was met for at most ${counted(to - from + 1, 'step')} on end, ${from} to ${to}; ${need}`,
  };
}

/** The most steps on end in which the condition was met, on that layer. */
export function longestStretch(
  tape: Tape,
  { condition, limits }: Pick<Symptom, 'condition' | 'limits'>,
  layer: string | undefined,
): { readonly from: number; readonly to: number } | undefined {
  const values = Object.fromEntries(Object.entries(limits).map(([name, { value }]) => [name, value]));
  const player = new TapePlayer(tape);
  let longest: { from: number; to: number } | undefined;
  let from: number | undefined;
  player.advance(Number.POSITIVE_INFINITY, (step) => {
    const findings = evaluate(condition, player.run.vitals.store, values, 0);
    const isMet = findings.some(({ labels, met }) => met && labels.layer === layer);
    from = isMet ? (from ?? step) : undefined;
    if (from !== undefined && (!longest || step - from > longest.to - longest.from))
      longest = { from, to: step };
  });
  return longest;
}
