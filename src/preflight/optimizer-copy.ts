import type { TensorLike, VariableLike } from '../statistics/engine.js';
import { isOptimizer, type OptimizerLike } from '../tap/model.js';
import type { Stand } from './borrowed-model.js';
import type { TrainingEngine } from './engine.js';
import { Overrides } from './overrides.js';

/** A gradient, and the variable that it is for. */
export interface Slope {
  readonly stand: Stand;
  readonly gradient: TensorLike | undefined;
}

/** Takes optimizer steps, and frees what it has made in the end. */
export interface Stepper {
  readonly step: (slopes: readonly Slope[]) => void;
  readonly dispose: () => void;
}

/**
 * A fresh optimizer of the caller's class and settings, at another learning rate where one is given; undefined where its
 * class cannot be made again from its own settings, or takes no learning rate.
 */
export function copyOf(engine: TrainingEngine, optimizer: OptimizerLike, rate?: number): Stepper | undefined {
  const config = configOf(optimizer);
  if (!config || (rate !== undefined && !('learningRate' in config))) return undefined;
  const left = new LeftBehind(engine);
  const made = left.track(() =>
    remade(optimizer, rate === undefined ? config : { ...config, learningRate: rate }),
  );
  if (!made) {
    left.dispose();
    return undefined;
  }
  return {
    step: (slopes) =>
      left.track(() =>
        made.applyGradients(
          slopes.map(({ stand, gradient }) => ({
            name: stand.own.name,
            ...(gradient && { tensor: gradient }),
          })),
        ),
      ),
    dispose: () => left.dispose(),
  };
}

/** tfjs-core 4.22, serialization.ts: a class makes itself from what `getConfig` gives. */
function remade(optimizer: OptimizerLike, config: object): OptimizerLike | undefined {
  const type: unknown = optimizer.constructor;
  const fromConfig: unknown = typeof type === 'function' && Reflect.get(type, 'fromConfig');
  if (typeof fromConfig !== 'function') return undefined;
  try {
    const made: unknown = Reflect.apply(fromConfig, type, [type, config]);
    return isOptimizer(made) && made !== optimizer ? made : undefined;
  } catch {
    // A class of one's own that wants more than it tells.
    return undefined;
  }
}

function configOf(optimizer: OptimizerLike): object | undefined {
  const getConfig: unknown = Reflect.get(optimizer, 'getConfig');
  if (typeof getConfig !== 'function') return undefined;
  try {
    const config: unknown = Reflect.apply(getConfig, optimizer, []);
    return typeof config === 'object' && config !== null ? config : undefined;
  } catch {
    return undefined;
  }
}

/** Tensors and variables that an optimizer makes on the way and does not let go of. */
class LeftBehind {
  private readonly tensors: TensorLike[] = [];
  private readonly variables = new Set<VariableLike>();

  constructor(private readonly engine: TrainingEngine) {}

  track<T>(run: () => T): T {
    const engine = this.engine;
    const before = new Set(Object.keys(engine.registeredVariables));
    const first = engine.nextTensorId();
    // What is kept inside of a scope of its own, as moments are, no scope of ours tells of.
    const overrides = new Overrides();
    const keep = engine.keep;
    overrides.set(engine, 'keep', (tensor: TensorLike) => {
      if (tensor.id >= first) this.tensors.push(tensor);
      return keep.call(engine, tensor);
    });
    engine.startScope();
    try {
      return run();
    } finally {
      overrides.undo();
      for (const tensor of engine.state.activeScope?.track ?? []) this.tensors.push(engine.keep(tensor));
      engine.endScope();
      for (const [name, variable] of Object.entries(engine.registeredVariables))
        if (!before.has(name)) this.variables.add(variable);
    }
  }

  dispose(): void {
    for (const tensor of [...this.tensors.splice(0), ...this.variables])
      if (!tensor.isDisposed) tensor.dispose();
    this.variables.clear();
  }
}
