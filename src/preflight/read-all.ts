import type { TensorLike } from '../statistics/engine.js';

/** The values of tensors that were kept for it, which are disposed; undefined stays undefined. */
export async function readAll(tensors: readonly (TensorLike | undefined)[]) {
  try {
    return await Promise.all(tensors.map((tensor) => tensor?.data()));
  } finally {
    for (const tensor of tensors) tensor?.dispose();
  }
}
