import type { TensorLike } from '../statistics/engine.js';
import type { Guard } from './guard.js';
import { patch } from './patch.js';
import type { StepObserver } from './step-observer.js';
import type { WatchedLayer } from './topology.js';

/**
 * Watches the outputs of one layer during sampled training steps. `call` is wrapped because tfjs' own call hook gets
 * inputs, not outputs, and never fires for convolutions.
 */
export function tapLayer(
  layer: WatchedLayer,
  hooks: {
    readonly guard: Guard;
    readonly observer: () => StepObserver | undefined;
    /** Whether this layer's output is one of the model's. */
    readonly isOutput: boolean;
    /** Whether it is the model's prediction of classes. */
    readonly isPrediction: boolean;
  },
): () => void {
  return patch(layer.instance, 'call', (original, isOn) => {
    return function call(this: typeof layer.instance, inputs, kwargs) {
      const output = original.call(this, inputs, kwargs);
      const observer = isOn() ? hooks.observer() : undefined;
      if (!observer?.isSampling || !isTraining(kwargs)) return output;
      hooks.guard.run('tap', () => {
        const first: TensorLike | undefined = Array.isArray(output) ? output[0] : output;
        if (!first) return;
        observer.activation(layer, first);
        if (hooks.isOutput) observer.output(layer, first, hooks.isPrediction);
      });
      return output;
    };
  });
}

/** tfjs-layers passes `training: true` in a train function; a hand-written loop may leave it out. */
const isTraining = (kwargs: unknown): boolean => Reflect.get(Object(kwargs), 'training') !== false;
