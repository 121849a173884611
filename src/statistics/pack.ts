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

/** So few scalars of the step's own are read as they are: to pack them is a kernel, to read one on the host is none. */
const FEW = 4;

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

  /** Adds several numbers that are computed together; `use` gets all of them. */
  several(
    measure: (reduce: Reductions) => readonly TensorLike[],
    use: (numbers: readonly number[]) => void,
  ): void {
    const tensors = this.kept(() => measure(this.reductions));
    const found: number[] = [];
    for (const tensor of tensors)
      this.parts.push({
        tensor,
        owned: true,
        use: (numbers) => {
          found.push(numbers[0] ?? Number.NaN);
          if (found.length === tensors.length) use(found);
        },
      });
  }

  private measured(measure: (reduce: Reductions) => TensorLike): TensorLike {
    if (this.reductions.numbersIn) return measure(this.reductions);
    const [tensor] = this.kept(() => [measure(this.reductions)]);
    if (!tensor) throw new Error('nothing was measured');
    return tensor;
  }

  private kept(measure: () => readonly TensorLike[]): readonly TensorLike[] {
    const run = () => measure().map((tensor) => this.engine.keep(tensor));
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
    if (readsAtOnce(this.engine) && parts.length <= FEW && parts.every(({ owned }) => !owned)) {
      for (const { tensor, use } of parts) use(numbersOf(tensor.dataSync()));
      return;
    }
    const tensors = scalarsFirst(parts);
    let packed: TensorLike;
    try {
      packed = offTape(this.engine, () => this.engine.keep(this.reductions.concat(tensors)));
    } finally {
      release(parts);
    }
    const deliver = (values: ArrayLike<number>) => {
      const numbers = numbersOf(values);
      const at = placesOf(tensors);
      // In the order in which they were added: what came first is there for what came later.
      for (const { tensor, use } of parts) {
        const from = at.get(tensor) ?? 0;
        const own = numbers.subarray(from, from + tensor.size);
        const scale = this.reductions.scaleOf?.(tensor) ?? 1;
        use(scale === 1 ? own : own.map((number) => number * scale));
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

/** A backend may join scalars more cheaply than lines. */
const scalarsFirst = (parts: readonly Part[]): TensorLike[] => {
  const tensors = parts.map(({ tensor }) => tensor);
  return [...tensors.filter(isScalar), ...tensors.filter((tensor) => !isScalar(tensor))];
};
const isScalar = ({ shape }: TensorLike) => shape.length === 0;

/** Where the numbers of each are in the pack. */
function placesOf(tensors: readonly TensorLike[]): Map<TensorLike, number> {
  const places = new Map<TensorLike, number>();
  let at = 0;
  for (const tensor of tensors) {
    places.set(tensor, at);
    at += tensor.size;
  }
  return places;
}

const numbersOf = (values: ArrayLike<number>) =>
  values instanceof Float32Array ? values : Float32Array.from(values);

function release(parts: readonly Part[]): void {
  for (const { tensor, owned } of parts) if (owned) tensor.dispose();
}
