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
        observer.activation(layer, first, hooks.isForward !== undefined);
        if (hooks.isOutput) observer.output(layer, first, hooks.isPrediction);
      });
      return output;
    };
  });
}

/** An input of a model: its name among the run's, and the layer that stands for it. */
export interface FedInput {
  readonly name: string;
  readonly source: LayerLike;
}

/**
 * Watches what a hand-written loop feeds to the inputs of its model: the layers that read them are handed it. A layer
 * that several inputs share is called once for each, in their order.
 */
export function tapInputs(
  inputs: readonly FedInput[],
  model: ModelLike,
  hooks: {
    readonly guard: Guard;
    readonly observer: () => StepObserver | undefined;
    /** The tape of what is differentiated now: a step begins, whoever asked for its gradients. */
    readonly tape: () => object | undefined;
  },
): () => void {
  const readers = new Map<LayerLike, { readonly name: string; readonly at: number }[]>();
  for (const { name, source } of inputs)
    for (const { outboundLayer, inboundLayers = [] } of source.outboundNodes ?? [])
      if (model.layers.includes(outboundLayer)) {
        const read = { name, at: inboundLayers.indexOf(source) };
        readers.set(outboundLayer, [...(readers.get(outboundLayer) ?? []), read]);
      }
  const restores = [...readers].map(([reader, reads]) =>
    patch(reader, 'call', (original, isOn) => {
      return function call(this: LayerLike, fed, kwargs) {
        const observer = isOn() ? hooks.observer() : undefined;
        const tape = observer && hooks.tape();
        if (tape) hooks.guard.run('tap', () => feed(observer, tape, reads, fed));
        return original.call(this, fed, kwargs);
      };
    }),
  );
  return () => {
    for (const restore of restores.reverse()) restore();
  };
}

function feed(
  observer: StepObserver,
  tape: object,
  reads: readonly { readonly name: string; readonly at: number }[],
  fed: unknown,
): void {
  observer.maybeBegin(tape);
  if (!observer.isFeeding) return;
  for (const { name, at } of reads) {
    const tensor: TensorLike | undefined = Array.isArray(fed) ? fed[at] : fed;
    if (!tensor || observer.hasSeen(name)) continue;
    observer.input(name, tensor);
    // One tensor at a time: the next call is for the next input.
    if (!Array.isArray(fed) || fed.length === 1) return;
  }
}

/** tfjs-layers passes `training: true` in a train function; a hand-written loop may leave it out. */
const isTraining = (kwargs: unknown): boolean => Reflect.get(Object(kwargs), 'training') !== false;
