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

/** A layer that reads the input with this name and number, at this place among its own. */
interface Reading {
  readonly name: string;
  readonly input: number;
  readonly at: number;
}

/**
 * Watches what a hand-written loop feeds to the inputs of its model: the layers that read them are handed it.
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
  const readers = new Map<LayerLike, Reading[]>();
  for (const [input, { name, source }] of inputs.entries())
    for (const { outboundLayer, inboundLayers = [] } of source.outboundNodes ?? [])
      if (model.layers.includes(outboundLayer)) {
        const read = { name, input, at: inboundLayers.indexOf(source) };
        readers.set(outboundLayer, [...(readers.get(outboundLayer) ?? []), read]);
      }
  /** What the model was called with, in the order of its inputs: a layer that several share is called in any order. */
  let called: readonly unknown[] = [];
  const restores = [
    patch(model, 'call', (original, isOn) => {
      return function call(this: LayerLike, fed, kwargs) {
        if (isOn()) called = [fed].flat();
        try {
          return original.call(this, fed, kwargs);
        } finally {
          called = [];
        }
      };
    }),
  ];
  const readings = [...readers].map(([reader, reads]) =>
    patch(reader, 'call', (original, isOn) => {
      return function call(this: LayerLike, fed, kwargs) {
        const observer = isOn() ? hooks.observer() : undefined;
        const tape = observer && hooks.tape();
        if (tape)
          hooks.guard.run('tap', () => {
            const isFed = ({ input }: Reading) => called.length < 2 || [fed].flat().includes(called[input]);
            feed(observer, tape, reads.filter(isFed), fed);
          });
        return original.call(this, fed, kwargs);
      };
    }),
  );
  return () => {
    for (const restore of [...restores, ...readings].reverse()) restore();
  };
}

function feed(observer: StepObserver, tape: object, reads: readonly Reading[], fed: unknown): void {
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
