import type { Engine, TensorLike } from '../engine.js';
import { genericReductions, type Reductions } from '../reductions.js';
import { lineOf, outputOf, start, type TensorInfo, tensorOf, type WebgpuBackend } from './device.js';
import { type Statistic, wordsOf } from './parts.js';
import {
  BLOCK,
  difference,
  differences,
  ofBlock,
  ofBlocks,
  ofParts,
  ofPartsOfEach,
  one,
  several,
  type Terms,
  toParts,
} from './sums.js';
import { columns, ROWS, type Term, UNITS } from './units.js';

const MOMENTS = ['sum', 'squares', 'abs', 'max', 'nonzeros'] as const;
const blocksOf = (size: number) => Math.ceil(size / BLOCK);

/**
 * Reductions in shaders of their own, where tfjs would run several kernels over a tensor, each of its sums on a single
 * workgroup. All are only queued: the values are awaited when the pack is read. They agree with the generic ones.
 */
export function webgpuReductions(engine: Engine, backend: WebgpuBackend): Reductions {
  const generic = genericReductions(engine);
  const infoOf = (size: number, dtype = 'float32') => outputOf(backend, size, dtype);

  /** Adds up the partial sums of several dispatches, and lets go of them. */
  const total = (parts: TensorInfo, blocks: number, wanted: readonly Statistic[]) => {
    const output = infoOf(wanted.length);
    start(backend, ofParts(wanted), 1, [parts], { n0: blocks }, output);
    backend.disposeData(parts.dataId);
    return tensorOf(engine, output);
  };
  const reduced = (terms: Terms, inputs: readonly TensorLike[], wanted: readonly Statistic[]) => {
    const size = inputs[0]?.size ?? 0;
    const blocks = blocksOf(size);
    const from = inputs.map(lineOf);
    if (blocks === 0) return engine.makeTensor(new Float32Array(wanted.length), [wanted.length], 'float32');
    if (blocks === 1) {
      const output = infoOf(wanted.length);
      start(backend, ofBlock(terms, wanted), 1, from, { n0: size }, output);
      return tensorOf(engine, output);
    }
    const parts = infoOf(blocks * wordsOf(wanted), 'int32');
    start(backend, toParts(terms, wanted), blocks, from, { n0: size, first: 0 }, parts);
    return total(parts, blocks, wanted);
  };
  const reducedAll = (all: readonly TensorLike[], wanted: readonly Statistic[]) => {
    const tensors = all.filter(({ size }) => size > 0);
    if (tensors.length < 2) return reduced(one, tensors, wanted);
    const count = (some: readonly TensorLike[]) => some.reduce((sum, { size }) => sum + blocksOf(size), 0);
    const blocks = count(tensors);
    const parts = infoOf(blocks * wordsOf(wanted), 'int32');
    const width = several.inputs.length;
    let first = 0;
    for (let at = 0; at < tensors.length; at += width) {
      const some = tensors.slice(at, at + width);
      const lines = some.map(lineOf);
      // A shader's buffers are all bound: those that are left over hold no value.
      const inputs = several.inputs
        .map((_, index) => lines[index] ?? lines[0])
        .filter((x) => x !== undefined);
      const sizes = Object.fromEntries(some.map(({ size }, index) => [`n${index}`, size]));
      const own = count(some);
      start(backend, toParts(several, wanted), own, inputs, { ...sizes, first }, parts);
      first += own;
    }
    return total(parts, blocks, wanted);
  };
  /** What is wanted of each line, none of them empty, as many lines a dispatch as there are buffers for. */
  const reducedEach = (
    terms: Terms,
    lines: readonly (readonly TensorLike[])[],
    wanted: readonly Statistic[],
  ) => {
    const output = infoOf(lines.length * wanted.length);
    const width = terms.values.length;
    for (let first = 0; first < lines.length; first += width) {
      const some = lines.slice(first, first + width);
      const buffers = some.flat().map(lineOf);
      const inputs = terms.inputs
        .map((_, index) => buffers[index] ?? buffers[0])
        .filter((x) => x !== undefined);
      const sizes = some.map(([x]) => x?.size ?? 0);
      const counts = sizes.map(blocksOf);
      const blocks = counts.reduce((sum, count) => sum + count, 0);
      const named = (numbers: readonly number[]) =>
        Object.fromEntries(numbers.map((number, line) => [`n${line}`, number]));
      if (blocks === some.length) {
        start(backend, ofBlocks(terms, wanted), blocks, inputs, { ...named(sizes), first }, output);
        continue;
      }
      const parts = infoOf(blocks * wordsOf(wanted), 'int32');
      start(backend, toParts(terms, wanted), blocks, inputs, { ...named(sizes), first: 0 }, parts);
      const each = ofPartsOfEach(terms, wanted);
      start(backend, each, some.length, [parts], { ...named(counts), first }, output);
      backend.disposeData(parts.dataId);
    }
    return tensorOf(engine, output);
  };
  const unitSums = (term: Term, x: TensorLike, limits: Readonly<Record<string, number>> = {}) => {
    const units = x.shape.at(-1) ?? 1;
    let rows = x.size / units;
    let blocks = Math.ceil(rows / ROWS);
    const tiles = Math.ceil(units / UNITS);
    const sums = (of: Term, from: TensorInfo) => {
      const output = infoOf(blocks * units);
      start(backend, columns(of), tiles * blocks, [from], { rows, units, ...limits }, output);
      return output;
    };
    let output = sums(term, lineOf(x));
    while (blocks > 1) {
      const parts = output;
      rows = blocks;
      blocks = Math.ceil(rows / ROWS);
      output = sums('itself', parts);
      backend.disposeData(parts.dataId);
    }
    return tensorOf(engine, output);
  };

  return {
    ...generic,
    moments: (x) => reduced(one, [x], MOMENTS),
    momentsOfEach: (xs) =>
      reducedEach(
        several,
        xs.map((x) => [x]),
        MOMENTS,
      ),
    sumSquaredDifferenceOfEach: (pairs) => reducedEach(differences, pairs, ['squares']),
    sumSquares: (x) => reduced(one, [x], ['squares']),
    sumAbs: (x) => reduced(one, [x], ['abs']),
    sumSquaresOfAll: (parts) => reducedAll(parts, ['squares']),
    sumSquaredDifference: (a, b) => reduced(difference, [a, b], ['squares']),
    unitsPositive: (x) => unitSums('positive', x),
    unitsBeyond: (x, center, reach) => unitSums('beyond', x, { center, reach }),
  };
}
