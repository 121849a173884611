import { expect } from 'vitest';

/** Values that look random and are the same everywhere. */
export const random = (size: number, scale = 2): Float32Array =>
  Float32Array.from({ length: size }, (_, index) => scale * Math.sin(12.9898 * (index + 1)));
const with_ = (value: number) => Float32Array.from([1, -2, value, 4, 0, 0.5, 7]);

/** Tensors of float32 whose statistics every backend has to give alike. */
export const floats: Readonly<Record<string, readonly [values: Float32Array, shape: number[]]>> = {
  random: [random(60), [3, 4, 5]],
  'one value': [random(1), [1]],
  'two values': [random(2), [2]],
  'three values': [random(3), [3, 1]],
  'five values': [random(5), [1, 5]],
  scalar: [Float32Array.of(-3.5), []],
  zeros: [new Float32Array(12), [3, 4]],
  denormal: [Float32Array.of(1e-40, -2e-41, 0, 1e-39, 3e-45, 0), [2, 3]],
  huge: [Float32Array.of(1e30, -3e38, 3, 1e20, 5, 6), [2, 3]],
  NaN: [with_(Number.NaN), [7]],
  '∞': [with_(Number.POSITIVE_INFINITY), [7]],
  '−∞': [with_(Number.NEGATIVE_INFINITY), [7]],
  'twenty thousand values': [random(20_003, 0.1), [20_003]],
};

/** Tensors of other types. */
export const integers: Readonly<
  Record<string, readonly [values: Int32Array | Uint8Array, dtype: 'int32' | 'bool']>
> = {
  int32: [Int32Array.of(-4, 0, 7, 2, 100_000), 'int32'],
  bool: [Uint8Array.of(1, 0, 1, 1), 'bool'],
};

/** The same numbers, or as near as float32 sums of that many values come. */
export function expectNear(
  got: readonly number[],
  expected: readonly number[],
  what: string,
  relative = 2e-4,
): void {
  expect(got.length, what).toBe(expected.length);
  const isNear = (value: number, wanted: number) =>
    Number.isFinite(wanted)
      ? Math.abs(value - wanted) <= relative * Math.abs(wanted) + 1e-36
      : Object.is(value, wanted);
  const far = got.findIndex((value, index) => !isNear(value, expected[index] ?? Number.NaN));
  expect(far === -1 ? undefined : [got[far], expected[far]], what).toBeUndefined();
}
