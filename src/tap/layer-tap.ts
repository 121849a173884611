import type { TensorLike } from '../statistics/engine.js';
import type { Guard } from './guard.js';
import type { LayerLike, ModelLike } from './model.js';
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
    /** In a hand-written loop: whether a call is part of a step, which may `predict` and differentiate that. */
    readonly isForward?: () => boolean;
  },
): () => void {
  return patch(layer.instance, 'call', (original, isOn) => {
    return function call(this: typeof layer.instance, inputs, kwargs) {
      const output = original.call(this, inputs, kwargs);
      const observer = isOn() ? hooks.observer() : undefined;
      if (!observer?.isSampling || !(hooks.isForward?.() ?? isTraining(kwargs))) return output;
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

/** Watches what a hand-written loop feeds to an input of its model: the layers that read it are handed it. */
export function tapInput(
  name: string,
  source: LayerLike,
  model: ModelLike,
  hooks: {
    readonly guard: Guard;
    readonly observer: () => StepObserver | undefined;
    /** Whether something is differentiated now: a step begins, whoever asked for its gradients. */
    readonly isForward: () => boolean;
  },
): () => void {
  const readers = (source.outboundNodes ?? []).filter(({ outboundLayer }) =>
    model.layers.includes(outboundLayer),
  );
  const restores = readers.map(({ outboundLayer: reader, inboundLayers = [] }) =>
    patch(reader, 'call', (original, isOn) => {
      return function call(this: LayerLike, inputs, kwargs) {
        const observer = isOn() ? hooks.observer() : undefined;
        if (observer && hooks.isForward())
          hooks.guard.run('tap', () => {
            if (!observer.isOpen) observer.begin('gradients');
            if (!observer.isFeeding) return;
            const fed = Array.isArray(inputs) ? inputs[inboundLayers.indexOf(source)] : inputs;
            if (fed) observer.input(name, fed);
          });
        return original.call(this, inputs, kwargs);
      };
    }),
  );
  return () => {
    for (const restore of restores.reverse()) restore();
  };
}

/** tfjs-layers passes `training: true` in a train function; a hand-written loop may leave it out. */
const isTraining = (kwargs: unknown): boolean => Reflect.get(Object(kwargs), 'training') !== false;
