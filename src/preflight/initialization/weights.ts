import { scaleOf } from '../../vitals/initialization.js';
import { adam } from '../adam.js';
import type { BorrowedModel, Stand } from '../borrowed-model.js';
import type { Bench } from '../check.js';
import { writeNumber } from '../number.js';
import { copyOf } from '../optimizer-copy.js';
import type { Finding } from '../report.js';
import { nameOf } from '../slopes.js';
import { trialStep } from '../trial.js';
import { norm } from '../vectors.js';
import { listed } from '../wording.js';

/** Updates after which units that are still identical were not meant to begin so, as an output that begins at zero is. */
const UPDATES = 10;
const RATE = 0.01;

/** Weights that began all the same, or far off the usual scale. */
export async function weightFindings(bench: Bench): Promise<readonly Finding[]> {
  const { model, limits } = bench;
  const { spread = 0, large = 0, small = 0 } = limits;
  const matrices = model.trained.filter(
    ({ watched }) => watched?.role === 'matrix' && watched.units > 1 && watched.isLearned,
  );
  const scales = await Promise.all(
    matrices.map(async (stand) => ({ stand, scale: await scaleOfStand(stand) })),
  );
  const alike = await identical(bench, matrices, spread);
  return [
    ...found(alike, (names, one) => ({
      message: `The units of ${names} ${one ? 'are' : 'are each'} identical: they get the same gradient, and stay so.`,
      advice: 'Draw the initial weights at random; never set them all to the same value.',
      value: 0,
      limit: spread,
    })),
    ...off(scales, (scale) => scale > large, 'larger', large),
    ...off(scales, (scale) => scale < small, 'smaller', small),
  ];
}

function off(
  scales: readonly { readonly stand: Stand; readonly scale: number | undefined }[],
  isOff: (scale: number) => boolean,
  word: string,
  limit: number,
): Finding[] {
  const stands = scales.filter(({ scale }) => scale !== undefined && isOff(scale));
  const [worst] = stands
    .map(({ scale = 1 }) => scale)
    .sort((a, b) => Math.abs(Math.log(b)) - Math.abs(Math.log(a)));
  return found(
    stands.map(({ stand }) => stand),
    (names) => ({
      message: `The initial weights of ${names} are far ${word} than usual: ${writeNumber(worst ?? 1)} times the scale that fits the size of the layer.`,
      advice: 'Use an initializer that knows the size of the layer: He after a ReLU, Glorot otherwise.',
      value: worst ?? null,
      limit,
    }),
  );
}

const found = (
  stands: readonly Stand[],
  say: (names: string, isOne: boolean) => Omit<Finding, 'severity'>,
): Finding[] =>
  stands.length === 0
    ? []
    : [{ severity: 'warning', ...say(listed(stands.map(nameOf)), stands.length === 1) }];

async function scaleOfStand({ own, watched }: Stand): Promise<number | undefined> {
  if (!watched) return undefined;
  const values = await own.data();
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  const centre = sum / values.length;
  const deviations = Float64Array.from(values, (value) => value - centre);
  return scaleOf(watched, norm(deviations) / Math.sqrt(values.length));
}

/**
 * Matrices whose units are copies of one. Weights of zero, and those of an output, may have been meant so: what some
 * updates leave identical was not.
 */
async function identical(bench: Bench, matrices: readonly Stand[], limit: number): Promise<readonly Stand[]> {
  const isAlike = async (stand: Stand) => spreadOf(await stand.own.data(), stand.watched?.units ?? 1) < limit;
  const alike = await filtered(matrices, isAlike);
  if (alike.length === 0) return [];
  await update(bench);
  const still = await filtered(alike, isAlike);
  bench.model.reset();
  return still;
}

async function update({ model, small }: Bench): Promise<void> {
  const stepper = stepperOf(model);
  try {
    for (let step = 0; step < UPDATES; step++) await trialStep(model, small, stepper);
  } finally {
    stepper.dispose();
  }
}

/** The caller's own optimizer, where another can be made like it. */
const stepperOf = ({ engine, inner }: BorrowedModel) =>
  (inner.optimizer_ && copyOf(engine, inner.optimizer_)) ?? adam(engine, RATE);

async function filtered<T>(list: readonly T[], keep: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept: T[] = [];
  for (const item of list) if (await keep(item)) kept.push(item);
  return kept;
}

/** How much the units, the last axis, differ, as the vital `training_layer_unit_spread` has it; 0 of weights of zero. */
function spreadOf(values: ArrayLike<number>, units: number): number {
  let squares = 0;
  let around = 0;
  for (let row = 0; row < values.length; row += units) {
    let sum = 0;
    for (let at = row; at < row + units; at++) sum += values[at] ?? 0;
    for (let at = row; at < row + units; at++) {
      squares += (values[at] ?? 0) ** 2;
      around += ((values[at] ?? 0) - sum / units) ** 2;
    }
  }
  return squares === 0 ? 0 : Math.sqrt(around / squares);
}
