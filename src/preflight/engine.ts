import type { Engine, TensorLike, VariableLike } from '../statistics/engine.js';
import type { Differentiating } from '../tap/penalty.js';

/** A variable that can be given another value; it takes over the data of the tensor, which stays the caller's. */
export interface AssignableLike extends VariableLike {
  assign(value: TensorLike): void;
}

/** What a preflight needs of tfjs-core beside what the agent does (tfjs-core 4.22, engine.ts). */
export interface TrainingEngine extends Engine, Differentiating {
  /** The variable shares the data of `value` until it is assigned another; its name must be free. */
  makeVariable(value: TensorLike, trainable: boolean, name: string): AssignableLike;
  startScope(name?: string): void;
  endScope(): void;
  readonly state: Engine['state'] & {
    readonly activeScope: { readonly track: readonly TensorLike[] } | null;
    /** Of each operation what its gradient needs, kept until backpropagation is done. */
    readonly activeTape?: readonly { readonly saved?: readonly TensorLike[] }[] | null;
  };
  /** A number above those of all tensors that there are. */
  nextTensorId(): number;
}

/** Whether this tfjs can differentiate and make variables. */
export const isTrainingEngine = (engine: Engine): engine is TrainingEngine =>
  'gradients' in engine && 'makeVariable' in engine && 'startScope' in engine;

/** Frees what a tape has saved: tfjs does so at the end of `gradients`, which a loss or a gradient that throws never reaches. */
export function freeTape({ state }: TrainingEngine): void {
  if (state.gradientDepth > 0) return;
  for (const { saved } of state.activeTape ?? [])
    for (const tensor of saved ?? []) if (!tensor.isDisposed) tensor.dispose();
}

/** A copy of rows `begin` to `begin + size` of a tensor: [size, …]. */
export function rowsOf(engine: Engine, x: TensorLike, begin: number, size: number): TensorLike {
  const rest = x.shape.slice(1);
  return engine.runKernel('Slice', { x }, { begin: [begin, ...rest.map(() => 0)], size: [size, ...rest] });
}

/** The rows of these numbers, in this order: [rows.length, …]. */
export const gathered = (engine: Engine, x: TensorLike, rows: readonly number[]): TensorLike => {
  const indices = engine.makeTensor(Int32Array.from(rows), [rows.length], 'int32');
  return engine.runKernel('GatherV2', { x, indices }, { axis: 0, batchDims: 0 });
};
