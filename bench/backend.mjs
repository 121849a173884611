import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { loadBackend } from '../dist/demo/backend.js';
import { deviceOf } from '../dist/framework.js';
import { findEngine, readsAtOnce } from '../dist/statistics/engine.js';

/** What the benchmarks know how to run on; which of them is here, {@link useBackend} says. */
export const backends = ['cpu', 'wasm', 'tensorflow', 'webgpu'];

/**
 * Makes a backend the current one, on the user's own copy of tfjs. Where it cannot be had, `absent` says so in one line.
 */
export async function useBackend(name) {
  try {
    const tf = await loadBackend(name);
    const engine = findEngine();
    const isOnGpu = deviceOf(engine) === 'gpu';
    const device = isOnGpu ? gpuName(tf) : (cpus()[0]?.model.trim() ?? 'cpu');
    return { tf, name, isOnGpu, device, readsAtOnce: readsAtOnce(engine) };
  } catch (error) {
    if (error.code !== 'BACKEND') throw error;
    return { absent: error.message };
  }
}

/** As WebGPU's adapter or the driver calls it. */
function gpuName(tf) {
  const { description, vendor, architecture, device } = tf.backend().adapterInfo ?? {};
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ');
  if (name) return name;
  try {
    const names = execFileSync('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader'], {
      encoding: 'utf8',
    });
    return names.trim().split('\n')[0];
  } catch {
    return 'gpu';
  }
}
