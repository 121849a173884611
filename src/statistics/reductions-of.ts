import { directReductions } from './direct.js';
import type { Engine } from './engine.js';
import { memoryOf } from './memory.js';
import { genericReductions, type Reductions } from './reductions.js';
import { tensorflowOf, tensorflowReductions } from './tensorflow.js';
import { webgpuOf } from './webgpu/device.js';
import { webgpuReductions } from './webgpu/reductions.js';

const known = new WeakMap<object, Reductions>();

/** The fastest reductions for the backend that is in use now: a run may change it. */
export function reductionsOf(engine: Engine): Reductions {
  const { backend } = engine;
  const found = known.get(backend) ?? choose(engine);
  known.set(backend, found);
  return found;
}

function choose(engine: Engine): Reductions {
  const memory = memoryOf(engine);
  if (memory) return directReductions(engine, memory);
  const tensorflow = tensorflowOf(engine);
  if (tensorflow) return tensorflowReductions(engine, tensorflow);
  const webgpu = webgpuOf(engine);
  return webgpu ? webgpuReductions(engine, webgpu) : genericReductions(engine);
}
