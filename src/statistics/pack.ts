import { type Engine, offTape, readsAtOnce, type TensorLike } from './engine.js';
import type { Numbers } from './line.js';
import type { Reductions } from './reductions.js';

/** Takes the numbers of its part of the pack, once they were read. */
export type Consumer = (numbers: Numbers) => void;

interface Part {
  readonly tensor: TensorLike;
  readonly use: Consumer;
  /** Ours to dispose; what is borrowed belongs to the training step. */
  readonly owned: boolean;
}

/**
 * Everything that is due in a step, packed into one tensor and read once. Parts are kept until then, so that they
 * survive the scopes of the training step.
 */
export class Pack {
  private parts: Part[] = [];
  private isTogether = false;

  constructor(
    private readonly engine: Engine,
    readonly reductions: Reductions,
  ) {}

  /** Adds a scalar or vector that `measure` computes off the tape; `use` gets its numbers when the pack is read. */
  add(measure: (reduce: Reductions) => TensorLike, use: Consumer): void {
    this.parts.push({ tensor: this.measured(measure), use, owned: true });
  }

  private measured(measure: (reduce: Reductions) => TensorLike): TensorLike {
    if (this.reductions.numbersIn) return measure(this.reductions);
    const run = () => this.engine.keep(measure(this.reductions));
    return this.isTogether ? run() : offTape(this.engine, run);
  }

  /** Adds a scalar as it is, without a kernel; it is left out if its owner disposed it before the read. */
  borrow(tensor: TensorLike, use: (value: number) => void): void {
    this.parts.push({ tensor, use: (numbers) => use(numbers[0] ?? Number.NaN), owned: false });
  }

  /** Runs several `add`s in one scope: scopes cost as much as small kernels, but hold intermediates until they end. */
  together(part: () => void): void {
    if (this.isTogether || this.reductions.numbersIn) {
      part();
      return;
    }
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
    const parts = this.parts.filter(({ tensor }) => !tensor.isDisposed);
    this.parts = [];
    if (parts.length === 0) return;
    const { numbersIn } = this.reductions;
    if (numbersIn) {
      for (const { tensor, use } of parts) use(numbersIn(tensor));
      return;
    }
    let packed: TensorLike;
    try {
      packed = offTape(this.engine, () =>
        this.engine.keep(this.reductions.concat(parts.map(({ tensor }) => tensor))),
      );
    } finally {
      release(parts);
    }
    const sizes = parts.map(({ tensor }) => tensor.size);
    const deliver = (values: ArrayLike<number>) => {
      const numbers = numbersOf(values);
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
    release(this.parts);
    this.parts = [];
  }
}

const numbersOf = (values: ArrayLike<number>) =>
  values instanceof Float32Array ? values : Float32Array.from(values);

function release(parts: readonly Part[]): void {
  for (const { tensor, owned } of parts) if (owned) tensor.dispose();
}
