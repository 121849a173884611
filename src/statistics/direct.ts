import type { Engine, TensorLike } from './engine.js';
import { HostLine, type Numbers, type Values } from './line.js';
import { counted, mapped } from './loops.js';
import type { TensorMemory } from './memory.js';
import type { Reductions } from './reductions.js';

/**
 * Reductions of tensors that lie in this process's memory: plain loops, or SIMD, over the values where they are. No
 * kernel runs, nothing is allocated in tfjs, and the numbers are there at once. They agree with the generic ones.
 */
export function directReductions(engine: Engine, memory: TensorMemory): Reductions {
  const { values } = memory;
  const line = (numbers: Float32Array) => new HostLine(numbers);
  const unitsOf = (x: TensorLike) => x.shape.at(-1) ?? 1;
  return {
    numbersIn: (x) => (x instanceof HostLine ? x.dataSync() : numbersOf(values(x))),
    moments: (x) => {
      const { sum, squares, abs, max, nonzeros } = memory.moments(x);
      return HostLine.of(sum, squares, abs, max, nonzeros);
    },
    alias: (x) => engine.runKernel('Reshape', { x }, { shape: [...x.shape] }),
    flat: (x) => x,
    sum: (x) => HostLine.of(memory.moments(x).sum),
    sumSquares: (x) => HostLine.of(memory.sumSquares(x)),
    sumSquaresOfAll: (parts) => HostLine.of(parts.reduce((sum, part) => sum + memory.sumSquares(part), 0)),
    sumAbs: (x) => HostLine.of(memory.moments(x).abs),
    magnitudes: (x) => {
      const { squares, abs, max } = memory.moments(x);
      return [squares, abs, max].map((number) => HostLine.of(number));
    },
    maxAbs: (x) => HostLine.of(memory.moments(x).max),
    countNonzeros: (x) => HostLine.of(memory.moments(x).nonzeros),
    sumSquaredDifference: (a, b) => HostLine.of(memory.sumSquaredDifference(a, b)),
    concat: (parts) => line(Float32Array.from(parts.flatMap((part) => [...values(part)]))),
    withoutPenalty: (gradient, weight, l2, l1) => {
      const [g, w] = [values(gradient), values(weight)];
      return line(
        mapped(g.length, (index) => {
          const [pull, at] = [g[index] as number, w[index] as number];
          // A part that there is not must not make NaN of an infinite weight.
          return pull - (l2 === 0 ? 0 : l2 * at) - (l1 === 0 ? 0 : l1 * Math.sign(at));
        }),
      );
    },
    difference: (a, b) => {
      const [x, y] = [values(a), values(b)];
      return line(mapped(x.length, (index) => (x[index] as number) - (y[index] as number)));
    },
    add: (parts) => {
      const lines = parts.map(values);
      const size = lines[0]?.length ?? 0;
      return line(mapped(size, (index) => lines.reduce((sum, x) => sum + (x[index] as number), 0)));
    },
    unitsPositive: (x) => line(memory.unitsOutside(x, unitsOf(x), Number.NEGATIVE_INFINITY, 0)),
    unitsBeyond: (x, center, rail) => line(memory.unitsOutside(x, unitsOf(x), center - rail, center + rail)),
    rowSums: (x) => {
      const [all, units] = [values(x), unitsOf(x)];
      return line(
        mapped(all.length / units, (row) => {
          let sum = 0;
          for (let unit = 0; unit < units; unit++) sum += all[row * units + unit] as number;
          return sum;
        }),
      );
    },
    sumSquaresAroundRows: (x) => HostLine.of(memory.sumSquaresAroundRows(x, unitsOf(x))),
    countBeyond: (x, center, reach) =>
      HostLine.of(counted(values(x), (value) => Math.abs(value - center) > reach)),
    countAbove: (x, limit) => HostLine.of(counted(values(x), (value) => value > limit)),
    countBelow: (x, limit) => HostLine.of(counted(values(x), (value) => value < limit)),
    isPositive: (x) =>
      line(
        mapped(
          x.size,
          flag(values(x), (value) => value > 0),
        ),
      ),
    isAboveHalf: (x) =>
      line(
        mapped(
          x.size,
          flag(values(x), (value) => value > 0.5),
        ),
      ),
    countClasses: (indices, classes) => {
      const counts = new Float32Array(classes);
      for (const index of values(indices)) {
        const at = Math.trunc(index);
        if (at >= 0 && at < classes) counts[at] = (counts[at] as number) + 1;
      }
      return line(counts);
    },
    argMax: (x) => {
      const [all, units] = [values(x), unitsOf(x)];
      return line(
        mapped(all.length / units, (row) => {
          let best = 0;
          for (let unit = 1; unit < units; unit++)
            if ((all[row * units + unit] as number) > (all[row * units + best] as number)) best = unit;
          return best;
        }),
      );
    },
  };
}

const numbersOf = (x: Values): Numbers => (x instanceof Float32Array ? x : [...x]);

const flag = (x: ArrayLike<number>, isSo: (value: number) => boolean) => (index: number) =>
  Number(isSo(x[index] as number));
