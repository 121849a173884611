import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Engine } from './statistics/engine.js';

/** Version of the user's tfjs-core, and of TensorFlow behind it where there is one; empty where it cannot be found. */
export function frameworkVersion({ backend }: Engine): string {
  const binding: unknown = Reflect.get(backend, 'binding');
  const tensorflow: unknown = binding && Reflect.get(Object(binding), 'TF_Version');
  return [coreVersion(), typeof tensorflow === 'string' ? `TensorFlow ${tensorflow}` : '']
    .filter(Boolean)
    .join(', ');
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
