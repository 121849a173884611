import { learningRateOf } from '../../tap/optimizer-tap.js';
import { adam } from '../adam.js';
import type { BorrowedModel } from '../borrowed-model.js';
import type { Bench } from '../check.js';
import { Divergence } from '../divergence.js';
import { writeNumber } from '../number.js';
import { copyOf, type Stepper } from '../optimizer-copy.js';
import { trialStep } from '../trial.js';
import { type Grade, Judge } from './judge.js';

/** Steps of an attempt at most, and without any progress before it is given up. */
const STEPS = 1500;
const PATIENCE = 200;
/** Progress: this share less of the loss is left than when progress was last seen. */
const PROGRESS = 0.05;
/** Rates of Adam, after the caller's own optimizer: its usual one, then slower and faster. */
const RATES = [0.003, 0.0003, 0.03];
/** Share of the time that the caller's own optimizer may take, and each rate of Adam thereafter. */
const SHARES = [0.4, 0.7, 0.9, 1];

/** One try to learn the batch by heart. */
export interface Attempt {
  /** With what. */
  readonly name: string;
  readonly losses: readonly number[];
  /** Of its last step. */
  readonly grades: readonly Grade[];
  readonly end: 'memorized' | 'diverged' | 'stuck' | 'time';
  /** Whether the loss was still going down when it ended. */
  readonly isFalling: boolean;
}

/** The caller's own optimizer first, then Adam, until one of them succeeds: which rate is right is another check. */
export async function* attempts(bench: Bench): AsyncGenerator<Attempt> {
  const { model } = bench;
  for (const [index, { name, make }] of steppers(model).entries()) {
    // A check that is out of time ends where it is.
    if (index > 0 && bench.clock.isOver()) return;
    model.reset();
    const stepper = make();
    if (!stepper) continue;
    try {
      const attempt = await tryWith(bench, name, stepper, SHARES[index] ?? 1);
      yield attempt;
      if (attempt.end === 'memorized') return;
    } finally {
      stepper.dispose();
    }
  }
}

function steppers({ engine, inner }: BorrowedModel): { name: string; make: () => Stepper | undefined }[] {
  const own = inner.optimizer_;
  const rate = own && learningRateOf(own);
  const name = own?.getClassName?.() ?? own?.constructor.name ?? 'optimizer';
  return [
    ...(own
      ? [
          {
            name: `${name}${rate === undefined ? '' : ` at ${writeNumber(rate)}`}`,
            make: () => copyOf(engine, own),
          },
        ]
      : []),
    ...RATES.map((each) => ({ name: `Adam at ${each}`, make: () => adam(engine, each) })),
  ];
}

async function tryWith(bench: Bench, name: string, stepper: Stepper, share: number): Promise<Attempt> {
  const { model, small, clock } = bench;
  const losses: number[] = [];
  const divergence = new Divergence();
  const judge = await Judge.of(model, small, await trialStep(model, small, undefined, true));
  let progress = { left: Number.POSITIVE_INFINITY, step: 0 };
  let grades: readonly Grade[] = [];
  const ended = (end: Attempt['end']): Attempt => ({
    name,
    losses,
    grades,
    end,
    isFalling: isFalling(losses),
  });
  for (let step = 0; ; step++) {
    const seen = await trialStep(model, small, stepper, true);
    losses.push(seen.loss);
    divergence.push(seen.loss);
    grades = judge.grades(seen);
    const { limits } = bench;
    if (grades.every((grade) => isMemorized(grade, limits))) return ended('memorized');
    if (divergence.isDiverging) return ended('diverged');
    const most = Math.max(...grades.map((grade) => grade.left));
    if (most < (1 - PROGRESS) * progress.left) progress = { left: most, step };
    // A slow but steady fall is progress, too.
    const isStuck = (step - progress.step >= PATIENCE && !isFalling(losses)) || step >= STEPS;
    const isOver = clock.isOver(share);
    // Zero loss may be out of reach: once there is no more progress, accuracy is the judge.
    if ((isStuck || isOver) && grades.every((grade) => isGoodEnough(grade, limits)))
      return ended('memorized');
    if (isStuck) return ended('stuck');
    if (isOver) return ended('time');
    if (step % 5 === 0) await clock.pause(`${name}, step ${step}, loss ${writeNumber(seen.loss)}`);
  }
}

/** Next to no loss is left, and all is right. */
const isMemorized = (grade: Grade, limits: Bench['limits']): boolean =>
  grade.left <= (limits.left ?? 0) && (grade.accuracy ?? 1) >= leastOf(grade, limits);

/** Of labels that are not met: a loss that is gone nevertheless rewards something else. */
const MOST = 0.5;

/** One of the two, and of the other at least half: labels that are all alike are soon predicted, and mean nothing. */
const isGoodEnough = (grade: Grade, limits: Bench['limits']): boolean => {
  const { left, accuracy } = grade;
  if (left <= (limits.left ?? 0)) return (accuracy ?? 1) >= MOST;
  return accuracy !== undefined && accuracy >= leastOf(grade, limits) && left <= MOST;
};

/** A mask is hardly ever right to the last pixel. */
const leastOf = ({ isMap }: Grade, { accuracy = 1, places = 1 }: Bench['limits']): number =>
  isMap ? places : accuracy;

/** The last tenth of the steps is lower than the tenth before it. */
function isFalling(losses: readonly number[]): boolean {
  const width = Math.max(3, Math.floor(losses.length / 10));
  const mean = (from: number, to: number) =>
    losses.slice(from, to).reduce((sum, loss) => sum + loss, 0) / width;
  const [before, after] = [mean(-2 * width, -width), mean(-width, losses.length)];
  return losses.length >= 2 * width && after < before - 0.01 * Math.abs(before);
}
