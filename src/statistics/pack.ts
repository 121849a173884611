import { type Engine, offTape, readsAtOnce, type TensorLike } from './engine.js';
import type { Reductions } from './reductions.js';

/** Takes the numbers of its part of the pack, once they were read. */
export type Consumer = (numbers: Float32Array) => void;

/**
 * Everything that is due in a step, packed into one tensor and read once. Parts are kept until then, so that they
 * survive the scopes of the training step.
 */
export class Pack {
  private parts: { tensor: TensorLike; use: Consumer }[] = [];
  private isTogether = false;

  constructor(
    private readonly engine: Engine,
    private readonly reductions: Reductions,
  ) {}

  /** Adds a scalar or vector that `measure` computes off the tape; `use` gets its numbers when the pack is read. */
  add(measure: (reduce: Reductions) => TensorLike, use: Consumer): void {
    const run = () => this.engine.keep(measure(this.reductions));
    const tensor = this.isTogether ? run() : offTape(this.engine, run);
    this.parts.push({ tensor, use });
  }

  /** Runs several `add`s in one scope: scopes cost as much as small kernels, but hold intermediates until they end. */
  together(part: () => void): void {
    if (this.isTogether) return part();
    this.isTogether = true;
    try {
      offTape(this.engine, part);
    } finally {
      this.isTogether = false;
    }
  }

  /** The same for a single number. */
  number(measure: (reduce: Reductions) => TensorLike, use: (value: number) => void): void {
    this.add(measure, (numbers) => use(numbers[0] ?? Number.NaN));
  }

  /** A single number that a later part of the pack is computed with: it is there when the pack is read. */
  later(measure: (reduce: Reductions) => TensorLike): () => number {
    let found = Number.NaN;
    this.number(measure, (value) => {
      found = value;
    });
    return () => found;
  }

  /** One read; at once where the backend allows it, else when the values have arrived. */
  read(): void | Promise<void> {
    const parts = this.parts;
    this.parts = [];
    if (parts.length === 0) return;
    let packed: TensorLike;
    try {
      packed = offTape(this.engine, () =>
        this.engine.keep(this.reductions.concat(parts.map(({ tensor }) => tensor))),
      );
    } finally {
      for (const { tensor } of parts) tensor.dispose();
    }
    const sizes = parts.map(({ tensor }) => tensor.size);
    const deliver = (values: ArrayLike<number>) => {
      const numbers = Float32Array.from(values);
      let at = 0;
      for (const [index, { use }] of parts.entries()) {
        const size = sizes[index] ?? 0;
        use(numbers.subarray(at, at + size));
        at += size;
      }
    };
    if (readsAtOnce(this.engine)) {
      try {
        deliver(packed.dataSync());
      } finally {
        packed.dispose();
      }
      return;
    }
    return packed
      .data()
      .then(deliver)
      .finally(() => packed.dispose());
  }

  /** Drops what was measured without reading it. */
  discard(): void {
    for (const { tensor } of this.parts) tensor.dispose();
    this.parts = [];
  }
}
