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
}

/**
 * Watches one optimizer instance. `computeGradients` gives the loss, `applyGradients` the exact gradients of every
 * path: fit, fitDataset, trainOnBatch, minimize, and loops that compute gradients themselves. A model's train function
 * frames its own steps; any other step begins with its gradients and ends with their application.
 */
export function tapOptimizer(optimizer: OptimizerLike, hooks: OptimizerHooks): () => void {
  const { guard, observer } = hooks;
  /** The step in progress is framed here: from its gradients on, or only their application was seen. */
  let framed: 'no' | 'gradients' | 'application' = 'no';
  const frame = (by: 'gradients' | 'application') => {
    const current = observer();
    if (!current || (current.isOpen && framed === 'no')) return;
    if (current.isOpen && by === 'application') return;
    framed = by;
    current.begin();
  };
  const restores = [
    patch(optimizer, 'computeGradients', (original, isOn) => {
      return function computeGradients(this: OptimizerLike, ...args) {
        if (isOn()) guard.run('tap', () => frame('gradients'));
        const result = original.apply(this, args);
        if (isOn()) guard.run('tap', () => observer()?.loss(result.value));
        return result;
      };
    }),
    patch(optimizer, 'applyGradients', (original, isOn) => {
      return function applyGradients(this: OptimizerLike, gradients) {
        if (isOn()) {
          guard.run('tap', () => {
            hooks.onGradients?.(gradients);
            frame('application');
            observer()?.beforeUpdate(gradients);
          });
        }
        original.call(this, gradients);
        if (!isOn()) return;
        guard.run('tap', () => {
          observer()?.afterUpdate();
          if (framed === 'no') return;
          // Where only the application was seen, the step is the time since the last one.
          observer()?.end([], learningRateOf(optimizer), framed === 'application');
          framed = 'no';
        });
      };
    }),
  ];
  return () => {
    for (const restore of restores.reverse()) restore();
  };
}

/** The learning rate as the optimizer has it now. */
export function learningRateOf(optimizer: OptimizerLike): number | undefined {
  const rate = optimizer.learningRate;
  return typeof rate === 'number' ? rate : undefined;
}
