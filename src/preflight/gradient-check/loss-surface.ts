import type { TensorLike } from '../../statistics/engine.js';
import type { BorrowedModel, Stand } from '../borrowed-model.js';
import { readAll } from '../read-all.js';
import type { Batch } from '../small-batch.js';

/** A variable somewhere else than at its base. */
export interface Moved {
  readonly stand: Stand;
  readonly values: Float32Array;
}

/**
 * The loss of one batch, penalty included, as a function of the trained weights. What the examples and the penalties
 * contribute is computed in float32 by the backend, as in training, and summed here in double precision: parts that a
 * step leaves alone then cancel exactly in a difference, and the rounding of the others averages out.
 */
export class LossSurface {
  private readonly base = new Map<Stand, TensorLike>();

  constructor(
    private readonly model: BorrowedModel,
    private readonly batch: Pick<Batch, 'inputs' | 'targets'>,
  ) {}

  /** Makes these the weights that the others are measured from; until then they are the caller's. */
  rebase(all: readonly Moved[]): void {
    for (const { stand, values } of all) {
      this.base.get(stand)?.dispose();
      this.base.set(stand, this.tensorOf(stand, values));
    }
  }

  /** The loss at the base, or with variables moved away from it; what runs at once is done before the first `await`. */
  async at(moved: readonly Moved[] = []): Promise<number> {
    this.settle(moved);
    const parts = this.model.use(() => this.parts());
    const [losses = [], penalties = []] = await Promise.all(
      parts.map((tensors) => Promise.all(tensors.map((tensor) => tensor.data()))),
    );
    for (const tensor of parts.flat()) tensor.dispose();
    return (
      losses.reduce((sum, values) => sum + total(values) / values.length, 0) +
      penalties.reduce((sum, values) => sum + total(values), 0)
    );
  }

  /** Gradients as backpropagation gives them, of all trained variables or of some; undefined where there is no path. */
  async gradients(
    of: readonly Stand[] = this.model.trained,
    moved: readonly Moved[] = [],
  ): Promise<readonly (Float32Array | undefined)[]> {
    const { engine } = this.model;
    this.settle(moved);
    const gradients = this.model.use(() => {
      const loss = () => {
        const data = this.model.meanLoss(this.model.forward(this.batch.inputs), this.batch.targets);
        const penalty = this.model.penalty();
        return penalty ? engine.runKernel('Add', { a: data, b: penalty }) : data;
      };
      return this.model.differentiate(loss, of).gradients.map((each) => each && engine.keep(each));
    });
    const read = await readAll(gradients);
    return read.map((values) => values && Float32Array.from(values));
  }

  dispose(): void {
    for (const tensor of this.base.values()) tensor.dispose();
    this.base.clear();
  }

  /** All weights but these are at the base, those too that a forward pass updates itself, as running means. */
  private settle(moved: readonly Moved[]): void {
    for (const stand of this.model.stands) stand.own.assign(this.base.get(stand) ?? stand.weight.val);
    for (const { stand, values } of moved) {
      const tensor = this.tensorOf(stand, values);
      stand.own.assign(tensor);
      tensor.dispose();
    }
  }

  private parts(): readonly (readonly TensorLike[])[] {
    const { engine, inner } = this.model;
    const losses = this.model.lossesOf(this.model.forward(this.batch.inputs), this.batch.targets);
    // Copies: a loss or regularizer of the caller's may give a tensor that it goes on to use.
    const kept = (x: TensorLike) => engine.keep(engine.runKernel('Identity', { x }));
    return [losses.map(kept), inner.calculateLosses().map(kept)];
  }

  private tensorOf({ own }: Stand, values: Float32Array): TensorLike {
    return this.model.engine.makeTensor(values, own.shape, 'float32');
  }
}

const total = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return sum;
};
