import type { Chunk, ChunkReader } from './scan.js';

/** Mean, standard deviation (of all, not of a sample) and root mean square. */
export interface Scale {
  readonly mean: number;
  readonly std: number;
  readonly rms: number;
}

/** Mean and variance of numbers that come one by one (Welford 1962). */
export class Spread {
  count = 0;
  mean = 0;
  private squares = 0;

  push(value: number): void {
    this.count++;
    const off = value - this.mean;
    this.mean += off / this.count;
    this.squares += off * (value - this.mean);
  }

  get variance(): number {
    return this.squares / this.count;
  }
}

/**
 * The scale of all values, and of each of `columns`: the features of rank-2 inputs, or one for all. Sums are taken from
 * the first value of a column, so that an offset does not hide a small spread. Values that are not finite do not count.
 */
export class Moments implements ChunkReader {
  /** Of single examples: what differs between them by chance. Examples with values that are not finite do not count. */
  readonly means = new Spread();
  readonly meanSquares = new Spread();
  private readonly counts: Float64Array;
  private readonly shifts: Float64Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;

  constructor(readonly columns: number) {
    this.counts = new Float64Array(columns);
    this.shifts = new Float64Array(columns);
    this.sums = new Float64Array(columns);
    this.squares = new Float64Array(columns);
  }

  read({ values, rows, width }: Chunk): void {
    const { counts, shifts, sums, squares } = this;
    const stride = this.columns === width ? 1 : 0;
    for (let row = 0; row < rows; row++) {
      let [sum, square] = [0, 0];
      for (let index = 0; index < width; index++) {
        const value = values[row * width + index] as number;
        sum += value;
        square += value * value;
        if (!Number.isFinite(value)) continue;
        const column = index * stride;
        if (counts[column] === 0) shifts[column] = value;
        const off = value - (shifts[column] as number);
        (counts[column] as number)++;
        (sums[column] as number) += off;
        (squares[column] as number) += off * off;
      }
      if (!Number.isFinite(square)) continue;
      this.means.push(sum / width);
      this.meanSquares.push(square / width);
    }
  }

  column(index: number): Scale {
    const [count = 0, shift = 0] = [this.counts[index], this.shifts[index]];
    const [sum = 0, squares = 0] = [this.sums[index], this.squares[index]];
    const mean = count === 0 ? 0 : shift + sum / count;
    const variance = count === 0 ? 0 : Math.max(0, (squares - sum ** 2 / count) / count);
    return { mean, std: Math.sqrt(variance), rms: Math.sqrt(mean ** 2 + variance) };
  }

  get all(): Scale {
    const columns = Array.from(this.counts, (count, index) => ({ count, ...this.column(index) }));
    const count = columns.reduce((total, column) => total + column.count, 0) || 1;
    const meanOf = (of: (column: Scale) => number) =>
      columns.reduce((total, column) => total + column.count * of(column), 0) / count;
    const mean = meanOf((column) => column.mean);
    const variance = meanOf((column) => column.std ** 2 + (column.mean - mean) ** 2);
    return { mean, std: Math.sqrt(variance), rms: Math.sqrt(meanOf(({ rms }) => rms ** 2)) };
  }
}
