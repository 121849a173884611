import type { Engine, TensorLike } from './engine.js';
import { genericReductions, type Reductions } from './reductions.js';

/** tfjs-node 4.22, nodejs_kernel_backend.ts: runs any TensorFlow op by its name; the result belongs to the scope. */
export interface TensorflowBackend {
  executeSingleInput(name: string, input: TensorLike): TensorLike;
}

/** The backend, where ops can be run by name. */
export function tensorflowOf({ backend, backendName }: Engine): TensorflowBackend | undefined {
  const canRun = typeof Reflect.get(backend, 'executeSingleInput') === 'function';
  return backendName === 'tensorflow' && canRun ? (backend as unknown as TensorflowBackend) : undefined;
}

/**
 * TensorFlow's fused `L2Loss`, Σx² / 2, where the generic reductions run a square and a sum over the whole tensor: the
 * norm of gradients is what every step pays for. The rest are ops of TensorFlow already.
 */
export function tensorflowReductions(engine: Engine, backend: TensorflowBackend): Reductions {
  const generic = genericReductions(engine);
  const sumSquares = (x: TensorLike) => {
    const half = backend.executeSingleInput('L2Loss', generic.flat(x));
    return engine.runKernel('Reshape', { x: engine.runKernel('Add', { a: half, b: half }) }, { shape: [1] });
  };
  return {
    ...generic,
    sumSquares,
    sumSquaresOfAll: (parts) => sumSquares(generic.concat(parts)),
    sumSquaredDifference: (a, b) => sumSquares(generic.difference(a, b)),
  };
}
