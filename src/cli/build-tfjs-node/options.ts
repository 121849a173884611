import { argumentsOf } from '../arguments.js';
import { CPU, GPU, type Variant } from './variant.js';

/** What `trainvitals build-tfjs-node` was asked for. */
export interface BuildOptions {
  readonly variant: Variant;
  /** Version of TensorFlow; not said where a wheel is given, which has its own. */
  readonly tensorflow?: string;
  /** A wheel that is already here, instead of a download. */
  readonly wheel?: string;
}

/** Reads the flags; throws one line for what is wrong. */
export function parseBuildOptions(args: string[]): BuildOptions {
  const { values } = argumentsOf({
    args,
    options: {
      gpu: { type: 'boolean', default: false },
      tensorflow: { type: 'string' },
      wheel: { type: 'string' },
    },
  });
  const { gpu, tensorflow, wheel } = values;
  if (tensorflow !== undefined && !/^2\.\d+\.\d+(rc\d+)?$/.test(tensorflow)) {
    throw new Error(`--tensorflow must be a version of TensorFlow 2 as 2.21.0, got "${tensorflow}"`);
  }
  if (wheel === '') throw new Error('--wheel must be a file, got ""');
  return {
    variant: gpu ? GPU : CPU,
    ...(tensorflow !== undefined && { tensorflow }),
    ...(wheel !== undefined && { wheel }),
  };
}
