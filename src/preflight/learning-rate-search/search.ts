import type { Bench } from '../check.js';
import { Divergence } from '../divergence.js';
import { writeNumber } from '../number.js';
import { copyOf } from '../optimizer-copy.js';
import type { RateTrial } from '../report.js';
import { trialStep } from '../trial.js';

/** Steps that a rate must hold. */
export const STEPS = 100;
/** The first rate, unless the compiled one is near it, and what it is divided by (Bengio 2012). */
const FIRST = 10;
const FACTOR = 3;
/** Rates below the first are tried down to this share of it. */
const LOWEST = 1e-9;
/** Where even the first holds, larger ones are tried up to this multiple. */
const HIGHEST = 1e4;
/** Between the largest that holds and the least that does not, the search goes on until they are this close. */
const CLOSE = 1.35;

/** Whether an optimizer of the caller's class can be made at another rate. */
function isRemade({ model: { engine, inner } }: Bench): boolean {
  const made = inner.optimizer_ && copyOf(engine, inner.optimizer_, FIRST);
  made?.dispose();
  return made !== undefined;
}

/**
 * Trials from a large rate down by {@link FACTOR} until one holds, and then between it and the one above; largest rate
 * first. Undefined where the optimizer takes no other rate.
 */
export async function search(bench: Bench, compiled: number): Promise<readonly RateTrial[] | undefined> {
  const { clock } = bench;
  const trials: RateTrial[] = [];
  const at = async (rate: number) => {
    const trial = await trialAt(bench, rate);
    if (trial) trials.push(trial);
    return trial;
  };
  const first = Math.max(FIRST, FACTOR * compiled);
  if (!isRemade(bench)) return undefined;
  let trial = await at(first);
  const isUp = trial?.verdict === 'held';
  while (trial && !clock.isOver() && (trial.verdict === 'held') === isUp) {
    const next: number = isUp ? trial.rate * FACTOR : trial.rate / FACTOR;
    if (next > first * HIGHEST || next < first * LOWEST) break;
    trial = await at(next);
  }
  await refine(bench, trials, at);
  return trials.sort((a, b) => b.rate - a.rate);
}

/** Halves, on a logarithmic scale, what lies between the largest rate that holds and the next that does not. */
async function refine(
  { clock }: Bench,
  trials: readonly RateTrial[],
  at: (rate: number) => Promise<RateTrial | undefined>,
): Promise<void> {
  for (;;) {
    const held = Math.max(...trials.filter(({ verdict }) => verdict === 'held').map(({ rate }) => rate));
    const above = Math.min(...trials.filter(({ rate }) => rate > held).map(({ rate }) => rate));
    if (!Number.isFinite(held) || !Number.isFinite(above) || above / held <= CLOSE || clock.isOver()) return;
    await at(Math.sqrt(held * above));
  }
}

/**
 * Trains on the small batch from the caller's weights, with an optimizer of the caller's class at this rate; undefined
 * where the time is over before its end.
 */
export async function trialAt(bench: Bench, rate: number): Promise<RateTrial | undefined> {
  const { model, small, clock } = bench;
  const { optimizer_: optimizer } = model.inner;
  const stepper = optimizer && copyOf(model.engine, optimizer, rate);
  if (!stepper) return undefined;
  model.reset();
  const divergence = new Divergence();
  const losses: number[] = [];
  try {
    for (let step = 0; step <= STEPS; step++) {
      const { loss } = await trialStep(model, small, step < STEPS ? stepper : undefined);
      losses.push(loss);
      divergence.push(loss);
      if (divergence.isHopeless) break;
      if (step < STEPS && clock.isOver()) return undefined;
      if (step % 10 === 0)
        await clock.pause(`rate ${writeNumber(rate)}, step ${step}, loss ${writeNumber(loss)}`);
    }
  } finally {
    stepper.dispose();
  }
  const verdict = divergence.hasDiverged ? 'diverged' : divergence.hasFallen ? 'held' : 'still';
  return { rate, verdict, losses };
}
