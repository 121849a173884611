import type { SeriesKey } from './series.js';

/**
 * "Not measured", distinct from NaN. Every statistic is a float32 and no float32 reaches it, so it cannot be a value;
 * engines may change the bits of a NaN, so a NaN payload could not carry it.
 */
export const ABSENT = -Number.MAX_VALUE;

/** The metric under which a loss goes that a loop reports, where it is not the one that is minimized. */
export const REPORTED_LOSS = 'reported_loss';

/** What a frame reports: a step, what the loop said about the last step, an evaluation, an epoch's end. */
export const frameKinds = ['step', 'report', 'evaluation', 'epoch'] as const;
export type FrameKind = (typeof frameKinds)[number];

/** A place in a frame: one series with its labels (without `run` and `rank`). */
export interface Slot {
  readonly key: SeriesKey;
  readonly labels: Readonly<Record<string, string>>;
}

/** What the windows must know of a variable beyond its statistics. */
export interface VariableFact {
  readonly layer: string;
  readonly variable: string;
  /** Number of elements. */
  readonly size: number;
  /** Elements of the last axis; fan-in is size over units. */
  readonly units: number;
  /** Weights that lead away from one input of the layer; with fan-in it gives the usual initial scale. */
  readonly fanOut: number;
  /** Whether the layer's output is the model's, or nothing weighted comes after it. */
  readonly isHead: boolean;
  /** Whether a normalization follows, so that the scale of the weights does not matter. */
  readonly isNormalized: boolean;
  /** Whether the layer's outputs are bounded (tanh, sigmoid), so that they do not grow with its weights. */
  readonly isBounded: boolean;
  /** `matrix`: rank 2 and more; `table`: an embedding, updated sparsely; `vector`: biases, scales and statistics. */
  readonly role: 'matrix' | 'table' | 'vector';
}

/** What the windows must know of an input. */
export interface InputFact {
  readonly input: string;
  /** Whether its scale reaches a weighted layer: not that of an embedding's indices, nor one that is normalized first. */
  readonly isScaleSeen: boolean;
}

/** The meaning of a frame's values; it changes rarely, and is sent beside the ring when it does. */
export interface Layout {
  readonly id: number;
  /** Number of the objective: another one when the model is compiled with another loss. */
  readonly objective: number;
  readonly slots: readonly Slot[];
  /** In the order of the model, inputs first. */
  readonly variables: readonly VariableFact[];
  readonly inputs: readonly InputFact[];
}

/** A frame of a layout before the newest so many is no longer on its way. */
export const LAYOUTS = 8;

/** Forgets what is known by the ids of older layouts: a loop that compiles its model each epoch has thousands of them. */
export function keepNewest(byLayout: Map<number, unknown>): void {
  for (const id of byLayout.keys()) {
    if (byLayout.size <= LAYOUTS) return;
    byLayout.delete(id);
  }
}

/** Numbers in front of a frame's values in the ring. */
export const HEADER = {
  kind: 0,
  layout: 1,
  messages: 2,
  step: 3,
  time: 4,
  sampled: 5,
  number: 6,
  clock: 7,
  length: 8,
} as const;

/** One step as plain numbers, as the reader sees it. */
export interface Frame {
  readonly kind: FrameKind;
  readonly layout: number;
  readonly step: number;
  /** Unix time in seconds. */
  readonly time: number;
  /** Whether every statistic was measured, not only the cheap ones. */
  readonly sampled: boolean;
  /** By the layout's slots; `ABSENT` where not measured. Valid until the reader moves on. */
  readonly values: Float64Array;
}

/** Where in a run something was sent. */
export interface Moment {
  /** Frames before it, also those that were lost on their way. */
  readonly number: number;
  /** Seconds by which the machine's clock was set since the run began: times are by that clock. */
  readonly clock: number;
}

/** A frame as it was sent. */
export interface SentFrame extends Frame, Moment {
  /** Control messages sent before this frame; the reader handles those first. */
  readonly messages: number;
}
