import type { BorrowedModel, Stand } from './borrowed-model.js';
import { normal, seeded } from './random.js';

/**
 * Moves our weights a little away from where they are, by `share` of their usual scale: units at exactly zero, and zero
 * weights that were meant so, then say what they pass on. The same each time.
 */
export function perturb({ engine, stands }: BorrowedModel, share: number): void {
  const random = seeded(7);
  for (const stand of stands) {
    if (!stand.own.trainable || stand.own.dtype !== 'float32') continue;
    const noise = Float32Array.from(
      { length: stand.own.size },
      () => share * usualScale(stand) * normal(random),
    );
    engine.tidy(() => {
      const by = engine.makeTensor(noise, stand.own.shape, 'float32');
      stand.own.assign(engine.runKernel('Add', { a: stand.own, b: by }));
    });
  }
}

/** Of a matrix, between Glorot's and LeCun's: 1/√fan-in; of a vector, a tenth. */
function usualScale({ own, watched }: Stand): number {
  const units = own.shape.at(-1) ?? 1;
  return own.shape.length < 2 || watched?.role === 'table' ? 0.1 : 1 / Math.sqrt(own.size / units);
}
