import type { TensorLike } from '../../statistics/engine.js';
import { measuresDistance } from '../../tap/loss-fit.js';
import type { BorrowedModel } from '../borrowed-model.js';
import { guessing } from '../guessing.js';
import type { OutputFact, TargetKind } from '../outputs.js';
import { readAll } from '../read-all.js';
import type { SmallBatch } from '../small-batch.js';
import type { TrialStep } from '../trial.js';
import { norm } from '../vectors.js';

/** How well an output has memorized its targets. */
export interface Grade {
  readonly output: string;
  /** Share of the loss that is left, from predicting the mean of the targets to the least that it can be: 1 to 0. */
  readonly left: number;
  /** Share of the targets that are predicted right; undefined where they are numbers. */
  readonly accuracy: number | undefined;
  /** Whether each example has many targets, as each pixel of a mask. */
  readonly isMap: boolean;
}

/** Grades the steps of a trial on the small batch. */
export class Judge {
  private constructor(
    private readonly model: BorrowedModel,
    private readonly batch: SmallBatch,
    /** The least that the loss of each output can be, and what it is where nothing is known but the targets' mean. */
    private readonly floors: readonly number[],
    private readonly starts: readonly (number | undefined)[],
    private readonly first: readonly number[],
  ) {}

  static async of(model: BorrowedModel, batch: SmallBatch, first: TrialStep): Promise<Judge> {
    const floors: number[] = [];
    const starts: (number | undefined)[] = [];
    for (const [index, output] of model.outputs.entries()) {
      const kind = batch.targetKinds[index] ?? 'numbers';
      // Targets themselves, taken for outputs: a soft label costs its entropy however well it is met.
      const own =
        output.takesLogits || kind === 'class indices'
          ? undefined
          : await lossOf(model, batch, index, (y) => y);
      floors.push(
        own !== undefined && own < (first.losses[index] ?? 0) ? own : Math.min(0, first.losses[index] ?? 0),
      );
      starts.push(
        kind === 'numbers' ? await lossOf(model, batch, index, (y) => meanOf(model, y)) : guessing(output),
      );
    }
    return new Judge(model, batch, floors, starts, first.losses);
  }

  /** Targets of zeros ask for nothing to be memorized, as those of a penalty on a code, beside others that do. */
  private isAsked(index: number): boolean {
    const asks = (values: ArrayLike<number> = []) =>
      Array.prototype.some.call(values, (value) => value !== 0);
    return asks(this.batch.targetValues[index]) || !this.batch.targetValues.some(asks);
  }

  grades({ losses, outputs }: TrialStep): readonly Grade[] {
    return this.model.outputs.flatMap((output, index) => {
      if (!this.isAsked(index)) return [];
      const loss = losses[index] ?? Number.NaN;
      const floor = this.floors[index] ?? 0;
      const first = this.first[index] ?? Number.NaN;
      const guess = this.starts[index];
      // A model that was trained before begins below that.
      const start = guess !== undefined && guess > floor ? guess : first;
      const kind = this.batch.targetKinds[index] ?? 'numbers';
      return {
        output: output.name,
        left: start > floor ? Math.max(0, (loss - floor) / (start - floor)) : 0,
        isMap: output.shape.length > 1,
        accuracy: accuracyOf(output, kind, outputs[index] ?? [], this.batch.targetValues[index] ?? []),
      };
    });
  }
}

/** An output whose loss is less for the mean of its targets than for the targets themselves, and both losses. */
export interface Backwards {
  readonly output: string;
  readonly exact: number;
  readonly mean: number;
}

/**
 * Outputs whose loss rewards being wrong, as one with the wrong sign does: numbers that are met exactly cost more than
 * their mean does, and more than what misses them on either side. A model would follow it for ever, and look well. A loss
 * that takes something else than its targets, as the logarithm of a rate, rises on one side.
 */
export async function backwards(model: BorrowedModel, batch: SmallBatch): Promise<readonly Backwards[]> {
  const found: Backwards[] = [];
  for (const [index, { name: output }] of model.outputs.entries()) {
    if (batch.targetKinds[index] !== 'numbers') continue;
    const values = batch.targetValues[index] ?? [];
    const miss = norm(values) / Math.sqrt(values.length);
    const [exact, mean, above, below] = [
      await lossOf(model, batch, index, (y) => y),
      await lossOf(model, batch, index, (y) => meanOf(model, y)),
      await lossOf(model, batch, index, (y) => shifted(model, y, miss)),
      await lossOf(model, batch, index, (y) => shifted(model, y, -miss)),
    ];
    if (exact === undefined || mean === undefined || above === undefined || below === undefined) continue;
    const least = ROUNDING * Math.max(Math.abs(exact), Math.abs(mean));
    if ([mean, above, below].every((other) => exact - other > least)) found.push({ output, exact, mean });
  }
  return found;
}

const shifted = ({ engine }: BorrowedModel, a: TensorLike, by: number): TensorLike =>
  engine.runKernel('Add', { a, b: engine.makeTensor(Float32Array.of(by), [], 'float32') });

/** Losses that are closer are equal. */
const ROUNDING = 1e-4;

/** The mean loss of an output for a prediction that is made of its targets; undefined where the loss takes none such. */
async function lossOf(
  model: BorrowedModel,
  { targets }: SmallBatch,
  index: number,
  predict: (target: TensorLike) => TensorLike,
): Promise<number | undefined> {
  const [target, loss] = [targets[index], model.inner.lossFunctions?.[index]];
  if (!target || !loss) return undefined;
  try {
    const kept = model.use(() => {
      const float = model.engine.runKernel('Cast', { x: target }, { dtype: 'float32' });
      return model.engine.keep(model.mean(loss(target, predict(float))));
    });
    const [value] = await readAll([kept]);
    const number = value?.[0];
    return number !== undefined && Number.isFinite(number) ? number : undefined;
  } catch {
    // A loss of one's own may take outputs of another shape than its targets.
    return undefined;
  }
}

/** The mean over the examples, for each of them. */
function meanOf({ engine }: BorrowedModel, x: TensorLike): TensorLike {
  const mean = engine.runKernel('Mean', { x }, { axis: [0], keepDims: true });
  return engine.runKernel('Tile', { x: mean }, { reps: [x.shape[0] ?? 1, ...x.shape.slice(1).map(() => 1)] });
}

function accuracyOf(
  { units, activation, takesLogits, loss }: OutputFact,
  kind: TargetKind,
  outputs: ArrayLike<number>,
  targets: ArrayLike<number>,
): number | undefined {
  if (kind === 'numbers' || outputs.length === 0) return undefined;
  if (kind === 'yes or no') {
    if (measuresDistance(loss)) return undefined;
    const right = (threshold: number) =>
      share(targets.length, (index) => (outputs[index] ?? 0) > threshold === (targets[index] ?? 0) > 0.5);
    if (activation === 'sigmoid' || activation === 'softmax') return right(0.5);
    return takesLogits ? right(0) : Math.max(right(0), right(0.5));
  }
  const rows = outputs.length / units;
  const classOf = (row: number) =>
    kind === 'class indices' ? (targets[row] ?? -1) : largest(targets, row * units, units);
  // Rows of zeros are padding.
  const counted = Array.from({ length: rows }, (_, row) => row).filter((row) => classOf(row) >= 0);
  return share(counted.length, (at) => {
    const row = counted[at] ?? 0;
    return largest(outputs, row * units, units) === classOf(row);
  });
}

function share(count: number, isRight: (index: number) => boolean): number {
  let right = 0;
  for (let index = 0; index < count; index++) if (isRight(index)) right++;
  return count === 0 ? 1 : right / count;
}

/** Where the largest of `count` values is; −1 of zeros. */
function largest(values: ArrayLike<number>, from: number, count: number): number {
  let best = 0;
  let isZero = true;
  for (let at = 0; at < count; at++) {
    if (values[from + at] !== 0) isZero = false;
    if ((values[from + at] ?? 0) > (values[from + best] ?? 0)) best = at;
  }
  return isZero ? -1 : best;
}
