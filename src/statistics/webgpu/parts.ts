import { THREADS } from './device.js';

/**
 * The statistics of a tensor as WGSL: `take(value)` adds a value to what its thread has, `join()` what the threads of a
 * workgroup have. Values that are not finite are told by their bits and kept out of the sums, as a WGSL compiler may
 * assume that there are none. Sizes are the bits of |x|: they order like the values, denormal ones included.
 */

/** Sums of floats: what a value adds. */
const SUMS = { sum: 'value', squares: 'value * value', abs: 'abs(value)' } as const;

/** Whole numbers: what a size does to them, as an atomic of the workgroup and as a plain number. */
const COUNTS = {
  max: { atomic: 'atomicMax', taken: 'max(max_, size)', added: (other: string) => `max(max_, ${other})` },
  nonzeros: {
    atomic: 'atomicAdd',
    taken: 'nonzeros_ + u32(size != 0u)',
    added: (other: string) => `nonzeros_ + ${other}`,
  },
  /** Which kinds of values were not finite. */
  kinds: { atomic: 'atomicOr', taken: 'kinds_', added: (other: string) => `kinds_ | ${other}` },
} as const;

type Sum = keyof typeof SUMS;
type Count = keyof typeof COUNTS;
export type Statistic = Sum | Exclude<Count, 'kinds'>;

const isSum = (name: string): name is Sum => name in SUMS;
const isCount = (name: string): name is Count => name in COUNTS;

/** What has to be known for that which is wanted. */
const known = (wanted: readonly Statistic[]) => {
  const names: readonly (Sum | Count)[] = [...wanted, 'kinds'];
  return { names, sums: names.filter(isSum), counts: names.filter(isCount) };
};

/** Words of a partial result. */
export const wordsOf = (wanted: readonly Statistic[]): number => known(wanted).names.length;

const lines = <T>(list: readonly T[], line: (item: T, index: number) => string) => list.map(line).join('\n');

/** Declares `take` and `join`; after a join the first thread has the whole. */
export function declare(wanted: readonly Statistic[]): string {
  const { sums, counts } = known(wanted);
  return `
  const NOT_A_NUMBER = 1u;
  const PLUS_INFINITY = 2u;
  const MINUS_INFINITY = 4u;
  ${lines(sums, (name) => `var<private> ${name}_ : f32; var<workgroup> ${name}s : array<f32, ${THREADS}>;`)}
  ${lines(counts, (name) => `var<private> ${name}_ : u32; var<workgroup> ${name}s : atomic<u32>;`)}

  fn take(value : f32) {
    let bits = bitcast<u32>(value);
    let size = bits & 0x7fffffffu;
    ${lines(counts, (name) => `${name}_ = ${COUNTS[name].taken};`)}
    if (size < 0x7f800000u) {
      ${lines(sums, (name) => `${name}_ += ${SUMS[name]};`)}
    } else if (size > 0x7f800000u) {
      kinds_ |= NOT_A_NUMBER;
    } else {
      kinds_ |= select(MINUS_INFINITY, PLUS_INFINITY, bits == size);
    }
  }

  fn join() {
    let thread = localId.x;
    ${lines(sums, (name) => `${name}s[thread] = ${name}_;`)}
    ${lines(counts, (name) => `${COUNTS[name].atomic}(&${name}s, ${name}_);`)}
    workgroupBarrier();
    for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
      if (thread < half) {
        ${lines(sums, (name) => `${name}s[thread] += ${name}s[thread + half];`)}
      }
      workgroupBarrier();
    }
    ${lines(sums, (name) => `${name}_ = ${name}s[0];`)}
    ${lines(counts, (name) => `${name}_ = atomicLoad(&${name}s);`)}
  }
`;
}

/** Writes a partial result at word `at`. Whole numbers: floats may lose their bits on the way. */
export const writePart = (wanted: readonly Statistic[]): string =>
  lines(known(wanted).names, (name, word) => `result[at + ${word}] = bitcast<i32>(${name}_);`);

/** Adds the partial result at word `at` of `x` to what the thread has. */
export const takePart = (wanted: readonly Statistic[]): string =>
  lines(known(wanted).names, (name, word) =>
    isCount(name)
      ? `${name}_ = ${COUNTS[name].added(`bitcast<u32>(x[at + ${word}])`)};`
      : `${name}_ += bitcast<f32>(x[at + ${word}]);`,
  );

/** Writes what is wanted, NaN and ∞ where the values ask for it, from `first` on. */
export const writeResults = (wanted: readonly Statistic[], first = '0'): string => `
  let isNaN = (kinds_ & NOT_A_NUMBER) != 0u;
  let isInfinite = kinds_ != 0u;
  let out = ${first};
  ${lines(wanted, (name, index) => `result[out + ${index}] = ${RESULTS[name]};`)}
`;

const unsigned = (value: string) =>
  `select(select(${value}, uniforms.INFINITY, isInfinite), uniforms.NAN, isNaN)`;
const RESULTS: Readonly<Record<Statistic, string>> = {
  sum: `select(
    select(select(sum_, uniforms.INFINITY, kinds_ == PLUS_INFINITY), -uniforms.INFINITY, kinds_ == MINUS_INFINITY),
    uniforms.NAN, isNaN || kinds_ == (PLUS_INFINITY | MINUS_INFINITY))`,
  squares: unsigned('squares_'),
  abs: unsigned('abs_'),
  max: unsigned('bitcast<f32>(max_)'),
  nonzeros: 'f32(nonzeros_)',
};
