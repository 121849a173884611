import type { TensorLike } from '../statistics/engine.js';
import type { Stand } from './borrowed-model.js';
import type { TrainingEngine } from './engine.js';
import type { Stepper } from './optimizer-copy.js';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/**
 * Adam (Kingma & Ba 2015, algorithm 1), which learns at one rate whatever the scale of the gradients: it tells a network
 * that cannot memorize from a learning rate that does not fit.
 */
export function adam(engine: TrainingEngine, rate: number): Stepper {
  const moments = new Map<Stand, { first: TensorLike; second: TensorLike }>();
  let steps = 0;
  const run = (kernel: string, a: TensorLike, b: TensorLike) => engine.runKernel(kernel, { a, b });
  const scalar = (value: number) => engine.makeTensor(Float32Array.of(value), [], 'float32');
  const times = (x: TensorLike, factor: number) => run('Multiply', x, scalar(factor));
  const moved = (old: TensorLike | undefined, by: TensorLike, beta: number) =>
    engine.keep(old ? run('Add', times(old, beta), times(by, 1 - beta)) : times(by, 1 - beta));
  return {
    step: (slopes) => {
      steps++;
      for (const { stand, gradient } of slopes) {
        if (!gradient) continue;
        engine.tidy(() => {
          const old = moments.get(stand);
          const first = moved(old?.first, gradient, BETA1);
          const second = moved(old?.second, run('Multiply', gradient, gradient), BETA2);
          old?.first.dispose();
          old?.second.dispose();
          moments.set(stand, { first, second });
          const mean = times(first, 1 / (1 - BETA1 ** steps));
          const root = engine.runKernel('Sqrt', { x: times(second, 1 / (1 - BETA2 ** steps)) });
          const update = times(run('RealDiv', mean, run('Add', root, scalar(EPSILON))), rate);
          stand.own.assign(run('Sub', stand.own, update));
        });
      }
    },
    dispose: () => {
      for (const { first, second } of moments.values()) {
        first.dispose();
        second.dispose();
      }
      moments.clear();
    },
  };
}
