import type { TensorLike } from '../statistics/engine.js';

/** L2 norm of numbers that were read, summed in double precision. */
export function norm(values: ArrayLike<number>): number {
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += (values[index] ?? 0) ** 2;
  return Math.sqrt(squares);
}

/** The values of tensors that were kept for it, which are disposed; undefined stays undefined. */
export async function readAll(tensors: readonly (TensorLike | undefined)[]) {
  try {
    return await Promise.all(tensors.map((tensor) => tensor?.data()));
  } finally {
    for (const tensor of tensors) tensor?.dispose();
  }
}
