import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Engine } from './statistics/engine.js';

/** Version of the user's tfjs-core, and of TensorFlow behind it where there is one; empty where it cannot be found. */
export function frameworkVersion(engine: Engine): string {
  const tensorflow = tensorflowVersion(engine);
  return [coreVersion(), tensorflow && `TensorFlow ${tensorflow}`].filter(Boolean).join(', ');
}

/** Version of the TensorFlow behind tfjs-node's backend; empty for any other. */
export function tensorflowVersion({ backend }: Engine): string {
  const binding: unknown = Reflect.get(backend, 'binding');
  const version: unknown = binding && Reflect.get(Object(binding), 'TF_Version');
  return typeof version === 'string' ? version : '';
}

/** tfjs-core does not tell its version at run time: its manifest does. */
function coreVersion(): string {
  for (const from of [join(process.cwd(), 'index.js'), import.meta.url]) {
    try {
      const manifest = createRequire(from).resolve('@tensorflow/tfjs-core/package.json');
      const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
      return String(Reflect.get(Object(content), 'version'));
    } catch {
      // Not installed from there; the next place may know.
    }
  }
  return '';
}

/** `gpu` or `cpu`; tfjs-node's backend says so itself (tfjs-node 4.22, nodejs_kernel_backend.ts). */
export function deviceOf({ backend, backendName }: Engine): string {
  const onGpu: unknown = Reflect.get(backend, 'isUsingGpuDevice');
  if (typeof onGpu === 'boolean') return onGpu ? 'gpu' : 'cpu';
  return backendName === 'webgpu' || backendName === 'webgl' ? 'gpu' : 'cpu';
}

/**
 * Whether a GPU was expected and is not used: the GPU package of tfjs-node found none (`isGPUPackage`, tfjs-node 4.22,
 * nodejs_kernel_backend.ts), a WebGPU backend is loaded and another one computes, or the job was given a GPU.
 */
export function isAcceleratorUnused(engine: Engine, env: NodeJS.ProcessEnv = process.env): boolean {
  if (deviceOf(engine) === 'gpu') return false;
  const isPackageForGpu = Reflect.get(engine.backend, 'isGPUPackage') === true;
  const given = [env.CUDA_VISIBLE_DEVICES, env.SLURM_JOB_GPUS, env.SLURM_STEP_GPUS];
  return (
    isPackageForGpu ||
    hasWebgpu(engine) ||
    given.some((devices) => devices?.trim() && !/^(-1|none|void|NoDevFiles)$/i.test(devices.trim()))
  );
}

/** tfjs-core 4.22, engine.ts `registryFactory`: the backends that were loaded; WebGPU registers only where there is one. */
const hasWebgpu = (engine: Engine): boolean => 'webgpu' in Object(Reflect.get(engine, 'registryFactory'));
