import { type Engine, offTape, readsAtOnce, type TensorLike } from '../statistics/engine.js';
import type { Reductions } from '../statistics/reductions.js';
import type { LayerLike, RegularizerLike } from './model.js';
import type { WatchedVariable } from './topology.js';

/**
 * How the penalty's gradient is told from the data's. `formula`: the variable's coefficients, gradient
 * 2·l2·w + l1·sgn w (tfjs has no ½). `autodiff`: by differentiating the penalties alone, for custom regularizers and
 * layers whose penalty is counted more than once.
 */
export type PenaltySplit =
  | { readonly kind: 'none' }
  | { readonly kind: 'formula'; readonly of: ReadonlyMap<WatchedVariable, Coefficients> }
  | {
      readonly kind: 'autodiff';
      /** Undefined where this step's loss has no penalty. */
      readonly differentiate: (
        variables: readonly WatchedVariable[],
        /** The gradients that are about to be applied, by the variable's name. */
        applied: ReadonlyMap<string, TensorLike | undefined>,
      ) => PenaltyGradients | undefined;
    };

export interface PenaltyGradients {
  /** The sum of the penalties, a scalar. */
  readonly value: TensorLike;
  /** By variable; none where it has no part in the penalty. */
  readonly gradients: readonly (TensorLike | undefined)[];
}

export interface Coefficients {
  readonly l1: number;
  readonly l2: number;
}

/** The penalty of a hand-written loop: `given` says what is added to the loss. */
export function givenPenalty(engine: Engine, given: () => unknown): PenaltySplit {
  const parts = () => {
    const found: readonly unknown[] = [given()].flat();
    const scalars = found.filter(isScalar);
    if (found.length > 0 && scalars.length === found.length) return scalars;
    const other = found.find((part) => !isScalar(part));
    throw new Error(
      `option "penalty" must return a scalar tensor or a list of them, got ${isTensor(other) ? `a tensor of shape [${other.shape}]` : String(other)}`,
    );
  };
  return { kind: 'autodiff', differentiate: differentiator(engine, parts) };
}

/** Decides how to split; the formula is used only when it gives the penalties that the model itself computes. */
export function splitPenalty(
  engine: Engine,
  reduce: Reductions,
  variables: readonly WatchedVariable[],
  penalties: () => TensorLike[],
): PenaltySplit {
  return engine.tidy(() => {
    const expected = penalties();
    if (expected.length === 0) return { kind: 'none' };
    const of = new Map<WatchedVariable, Coefficients>();
    for (const variable of variables) {
      const found = coefficientsOf(variable);
      if (found) of.set(variable, found);
    }
    const differs = () => !sameTotal(engine, reduce, expected, of);
    // Without a blocking read the values cannot be compared; the count of penalties still is.
    if (of.size === expected.length && !(readsAtOnce(engine) && differs())) return { kind: 'formula', of };
    return { kind: 'autodiff', differentiate: differentiator(engine, penalties) };
  });
}

function sameTotal(
  engine: Engine,
  reduce: Reductions,
  expected: readonly TensorLike[],
  of: ReadonlyMap<WatchedVariable, Coefficients>,
): boolean {
  const read = (tensor: TensorLike) => (tensor.dataSync()[0] ?? 0) * (reduce.scaleOf?.(tensor) ?? 1);
  const total = expected.reduce((sum, tensor) => sum + read(tensor), 0);
  const formula = [...of].reduce((sum, [{ tensor }, { l1, l2 }]) => {
    const [abs, squares] = offTape(engine, () =>
      [reduce.sumAbs(tensor), reduce.sumSquares(tensor)].map(read),
    );
    return sum + l1 * (abs ?? 0) + l2 * (squares ?? 0);
  }, 0);
  return Math.abs(formula - total) <= 1e-4 * Math.abs(total);
}

/** The regularizer of a weight by tfjs' naming: `kernel` → `kernelRegularizer`, also in the cell of a recurrent layer. */
export function coefficientsOf({ variable, owner }: WatchedVariable): Coefficients | undefined {
  const name = variable.split('/').at(-1) ?? variable;
  const stem = name === 'kernel' ? name : name.replace(/_kernel$/, '');
  for (const holder of [owner, owner?.cell, owner?.layer]) {
    const found = holder && Reflect.get(holder as LayerLike, `${stem}Regularizer`);
    if (!isRegularizer(found)) continue;
    const { l1, l2 } = found;
    if (typeof l1 === 'number' && typeof l2 === 'number') return { l1, l2 };
  }
  return undefined;
}

const isTensor = (value: unknown): value is TensorLike =>
  typeof value === 'object' && value !== null && 'shape' in value && 'dtype' in value && 'size' in value;

const isScalar = (value: unknown): value is TensorLike => isTensor(value) && value.size === 1;

const isRegularizer = (value: unknown): value is RegularizerLike =>
  typeof value === 'object' && value !== null && 'l1' in value && 'l2' in value;

/** tfjs-core 4.22, engine.ts `gradients`. */
export interface Differentiating {
  gradients(
    f: () => TensorLike,
    xs: readonly TensorLike[],
    dy: null,
    allowNoGradients: boolean,
  ): { value: TensorLike; grads: (TensorLike | null | undefined)[] };
}

/** Differentiates a sum of penalties alone. */
export function differentiator(
  engine: Engine & Partial<Differentiating>,
  penalties: () => readonly TensorLike[],
) {
  return (variables: readonly WatchedVariable[]): PenaltyGradients => {
    if (!engine.gradients)
      throw new Error('separating a custom penalty: this tfjs has no engine.gradients()');
    const total = () => {
      const parts = penalties();
      return parts
        .slice(1)
        .reduce((sum, part) => engine.runKernel('Add', { a: sum, b: part }), firstOf(parts));
    };
    const { value, grads } = engine.gradients(
      total,
      variables.map(({ tensor }) => tensor),
      null,
      true,
    );
    return { value, gradients: grads.map((gradient) => gradient ?? undefined) };
  };
}

function firstOf(parts: readonly TensorLike[]): TensorLike {
  const [part] = parts;
  if (!part) throw new Error('separating the penalty: the model has no penalty any more');
  return part;
}
