import { fileURLToPath } from 'node:url';
import { type Run, StepFailed } from './run.js';
import type { Variant } from './variant.js';

/** What one step of training, in a process of its own, was run by. */
export interface FirstStep {
  readonly backend: string;
  readonly tensorflow: string;
  /** `gpu` or `cpu`. */
  readonly device: string;
  readonly loss: number;
}

/** As `node --import` takes them; beside this file in dist/. */
const PRELOAD = new URL('../../tfjs-node-compat.js', import.meta.url).href;
const PROGRAM = fileURLToPath(new URL('first-step.js', import.meta.url));

/** Trains one step with the installed package; `log` is what TensorFlow said meanwhile. */
export async function tryStep(
  project: string,
  { npmPackage }: Variant,
  run: Run,
): Promise<{ step: FirstStep; log: string }> {
  const outcome = await run(process.execPath, ['--import', PRELOAD, PROGRAM, npmPackage], { cwd: project });
  const step = outcome.status === 0 ? lastLine(outcome.out) : undefined;
  if (step?.backend !== 'tensorflow' || !Number.isFinite(step.loss)) {
    throw new StepFailed('expected the new package to train one step, it did not: see above', outcome);
  }
  return { step, log: outcome.err };
}

function lastLine(text: string): FirstStep | undefined {
  try {
    const value: unknown = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
    return isFirstStep(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isFirstStep = (value: unknown): value is FirstStep =>
  typeof value === 'object' &&
  value !== null &&
  ['backend', 'tensorflow', 'device'].every((name) => typeof Reflect.get(value, name) === 'string') &&
  'loss' in value &&
  typeof value.loss === 'number';
