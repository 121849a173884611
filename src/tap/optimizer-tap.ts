import type { Guard } from './guard.js';
import type { Gradients, OptimizerLike } from './model.js';
import { patch } from './patch.js';
import type { StepObserver } from './step-observer.js';

/** What the tap calls. */
export interface OptimizerHooks {
  readonly guard: Guard;
  /** The observer of the run, or none while the agent is not attached. */
  readonly observer: () => StepObserver | undefined;
  /** Gradients are about to be applied; in a hand-written loop their names may be new. */
  readonly onGradients?: (gradients: Gradients) => void;
  /** What is recorded while something is differentiated; undefined at other times. */
  readonly tape: () => object | undefined;
  /** Whether steps on variables of others count: not where a model is watched that shares its optimizer. */
  readonly ownsAll: boolean;
}

/**
 * Watches one optimizer instance. `computeGradients` gives the loss, `applyGradients` the exact gradients of every
 * path: fit, fitDataset, trainOnBatch, minimize, and loops that compute gradients themselves. A model's train function
 * frames its own steps; any other step begins with its first gradients and ends with their application.
 */
export function tapOptimizer(optimizer: OptimizerLike, hooks: OptimizerHooks): () => void {
  const { guard, observer } = hooks;
  const restores = [
    patch(optimizer, 'computeGradients', (original, isOn) => {
      return function computeGradients(this: OptimizerLike, ...args) {
        if (!isOn()) return original.apply(this, args);
        // A step that is open goes on: gradients may be accumulated before they are applied.
        if (!observer()?.isOpen) guard.run('tap', () => observer()?.begin('gradients'));
        try {
          const result = original.apply(this, observer()?.isSampling ? overheard(args) : args);
          guard.run('tap', () => observer()?.differentiated(result.value));
          return result;
        } catch (error) {
          guard.run('tap', () => observer()?.cancel());
          throw error;
        }
      };
    }),
    patch(optimizer, 'applyGradients', (original, isOn) => {
      return function applyGradients(this: OptimizerLike, ...args) {
        const [gradients] = args;
        if (isOn()) guard.run('tap', () => before(gradients));
        const result: unknown = Reflect.apply(original, this, args);
        if (isOn() && observer()?.awaitsUpdate) guard.run('tap', after);
        return result as undefined;
      };
    }),
  ];

  /** The same, but that the tape of the forward pass is seen when it is over. */
  const overheard = (args: Parameters<OptimizerLike['computeGradients']>): typeof args => {
    const [feed, ...rest] = args;
    // What is no function is refused by tfjs, in its own words.
    if (typeof feed !== 'function') return args;
    const fed = () => {
      const loss = feed();
      guard.run('tap', () => observer()?.fedForward(hooks.tape()));
      return loss;
    };
    return [fed, ...rest];
  };
  const before = (gradients: Gradients) => {
    hooks.onGradients?.(gradients);
    const current = observer();
    if (!current) return;
    if (!hooks.ownsAll && current.framedBy !== 'model' && !current.knowsAny(namesIn(gradients))) {
      current.cancel();
      return;
    }
    if (!current.isOpen) current.begin('application');
    current.beforeUpdate(gradients);
  };
  const after = () => {
    const current = observer();
    current?.afterUpdate();
    // Where only the application was seen, the step is the time since the last one.
    const by = current?.framedBy;
    if (by && by !== 'model') current.end([], learningRateOf(optimizer), by === 'application');
  };

  return () => {
    for (const restore of restores.reverse()) restore();
  };
}

/** Names of the variables that gradients are for. */
export const namesIn = (gradients: Gradients): string[] =>
  Array.isArray(gradients) ? gradients.map(({ name }) => name) : Object.keys(gradients);

/** The learning rate as the optimizer has it now. */
export function learningRateOf(optimizer: OptimizerLike): number | undefined {
  const rate = optimizer.learningRate;
  return typeof rate === 'number' ? rate : undefined;
}
