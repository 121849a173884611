import { TrainvitalsError } from '../index.js';
import type { Tf } from './run.js';
import { registerWasmKernels } from './wasm-kernels.js';

interface Backend {
  /** Installs what it needs beside trainvitals. */
  readonly install: string;
  readonly load: () => Promise<Tf>;
}

const backends: Readonly<Record<string, Backend>> = {
  wasm: {
    install: 'npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm',
    load: async () => {
      const tf = await import('@tensorflow/tfjs');
      await import('@tensorflow/tfjs-backend-wasm');
      registerWasmKernels(tf);
      return select(tf, 'wasm');
    },
  },
  cpu: {
    install: 'npm install @tensorflow/tfjs',
    load: async () => select(await import('@tensorflow/tfjs'), 'cpu'),
  },
  tensorflow: {
    install: 'npx trainvitals build-tfjs-node --gpu',
    load: async () => {
      const loaded = await optional('@tensorflow/tfjs-node-gpu').catch(() =>
        optional('@tensorflow/tfjs-node'),
      );
      return select(asTf(loaded), 'tensorflow');
    },
  },
  webgpu: {
    install: 'npm install @tensorflow/tfjs @tensorflow/tfjs-backend-webgpu webgpu',
    load: async () => {
      installGpu(await optional('webgpu'));
      const tf = await import('@tensorflow/tfjs');
      await optional('@tensorflow/tfjs-backend-webgpu');
      return select(tf, 'webgpu');
    },
  },
};

/** The names that {@link loadBackend} knows. */
export const backendNames = Object.keys(backends);

/** Loads the user's own tfjs with a backend and makes it the current one; throws what to install where it is missing. */
export async function loadBackend(name: string): Promise<Tf> {
  const backend = backends[name];
  if (!backend) {
    throw new TrainvitalsError('BACKEND', `backend must be one of ${backendNames.join(', ')}, got "${name}"`);
  }
  try {
    return await backend.load();
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new TrainvitalsError(
      'BACKEND',
      missing
        ? `backend "${name}" is not installed; ${backend.install}`
        : `backend "${name}" does not start here: ${reason}`,
    );
  }
}

async function select(tf: Tf, name: string): Promise<Tf> {
  if (!(await tf.setBackend(name))) throw new Error(`tf.setBackend('${name}') found no usable device`);
  await tf.ready();
  return tf;
}

/** Imports a package that is no dependency: the compiler must not look for it. */
const optional = (name: string): Promise<unknown> => import(name);

/** The module itself, or its default export where Node could not see the names of a CommonJS module. */
export function asTf(loaded: unknown): Tf {
  if (isTf(loaded)) return loaded;
  const inner =
    typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
  if (isTf(inner)) return inner;
  throw new Error('expected the package to export tfjs');
}

const isTf = (loaded: unknown): loaded is Tf =>
  typeof loaded === 'object' && loaded !== null && 'setBackend' in loaded && 'layers' in loaded;

/** Gives Node what a browser has: the package `webgpu` (Dawn) brings the types and the device. */
function installGpu(dawn: unknown): void {
  if (!isDawn(dawn)) throw new Error('expected the package webgpu to export create and globals');
  Object.assign(globalThis, dawn.globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: dawn.create([]) }, configurable: true });
}

const isDawn = (loaded: unknown): loaded is { create: (flags: string[]) => unknown; globals: object } =>
  typeof loaded === 'object' && loaded !== null && 'create' in loaded && 'globals' in loaded;
