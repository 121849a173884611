import { catalogue } from '../../dist/symptoms/catalogue.js';
import { partOf, parts, type ZooRun } from '../zoo/run.js';
import { agreement } from './agreement.js';
import type { Alerted } from './batches.js';
import { isComparable } from './comparable.js';
import { confusion } from './confusion.js';
import { prometheusVersion } from './facts.js';
import { labelOf } from './label.js';
import { mistakesOf } from './mistakes.js';
import { describe, type Outcome, type Trial } from './outcome.js';
import { FACTOR, holdFor, STEPS_PER_SCRAPE } from './pace.js';
import { explain } from './reasons.js';
import type { Measured, Results } from './results.js';
import { DEFAULT } from './setting.js';

/** Judges the trainings, and puts together what is written. */
export async function assemble(
  runs: readonly ZooRun[],
  outcomes: readonly Outcome[],
  alerted: Alerted,
  measured: Measured,
): Promise<Results> {
  const trials = outcomes.flatMap((outcome): Trial[] => {
    const run = runs.find(({ name }) => name === outcome.run);
    return run ? [{ ...outcome, truth: run, part: partOf(run) }] : [];
  });
  const compared = catalogue.filter(isComparable);
  const found = agreement(
    trials.filter((trial) => isPlayed(trial, measured)),
    alerted.fired,
    compared,
  );
  const had = new Set(runs.map((run) => (run.kind === 'sick' ? run.expects.symptom : '')));
  return {
    measured,
    tables: measured.settings.flatMap(({ setting }) =>
      parts.map((part) => {
        const own = trials.filter((each) => each.setting === setting && each.part === part);
        return { setting, part, ...confusion(own, catalogue) };
      }),
    ),
    mistakes: mistakesOf(trials),
    unmeasured: catalogue.map(({ id }) => id).filter((id) => !had.has(id)),
    prometheus: {
      ...found,
      disagreements: await Promise.all(found.disagreements.map(explain)),
      version: prometheusVersion(),
      leftOut: catalogue.filter((symptom) => !isComparable(symptom)).map(({ id }) => id),
      batches: alerted.batches,
      repeated: alerted.repeated,
      stepsPerScrape: STEPS_PER_SCRAPE,
      factor: FACTOR,
      hold: holdFor(compared),
    },
    failures: trials.flatMap(({ run, seed, setting, error }) =>
      error === undefined ? [] : [{ run, seed, setting, error }],
    ),
    trainings: trials.map((trial) => trainingOf(trial, alerted, isPlayed(trial, measured))),
  };
}

/** Whether a training is played to Prometheus. */
export const isPlayed = (
  { setting, error, seed }: Outcome,
  { alerts }: { readonly alerts: readonly number[] },
): boolean => setting === DEFAULT && error === undefined && alerts.includes(seed);

function trainingOf(trial: Trial, { fired }: Alerted, isPlayed: boolean): Results['trainings'][number] {
  const { run, seed, setting, steps, raised, taped } = trial;
  const places = fired
    .filter((each) => each.run === labelOf(trial))
    .map(({ symptom, layer }) => `${symptom}${layer === undefined ? '' : `[${layer}]`}`);
  return {
    run,
    seed,
    setting,
    steps,
    raised: describe(raised),
    ...(isPlayed && { fired: places.sort().join(' ') }),
    ...(taped !== undefined && { taped }),
  };
}
