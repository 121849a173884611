import type { PreflightReport } from './report.js';
import type { PreflightData } from './settings.js';

/**
 * Checks a compiled model and its data before a long training: the guide's nine checks, in about a minute. The model, its
 * optimizer, the data and `Math.random` are as before, bit for bit; nothing of the model is copied but its weights.
 * Throws a `TrainvitalsError` for bad input, and with `gate` for a check that failed.
 */
export async function preflight(model: object, data: PreflightData): Promise<PreflightReport> {
  // Loaded when it is called: who only watches does not wait for a hundred modules.
  const { run } = await import('./preflight.js');
  return run(model, data);
}
