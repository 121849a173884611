import type { Depth } from '../schedule.js';
import type { TensorLike } from '../statistics/engine.js';
import type { Pack } from '../statistics/pack.js';
import type { Batch } from './batch.js';
import type { Draft, NonfinitePlace } from './plan.js';
import type { Moment } from './step-clock.js';
import type { WatchedLayer, WatchedVariable } from './topology.js';

export type FramedBy = 'model' | 'gradients' | 'application';

/** A step between its beginning and the reading of its pack. */
export interface OpenStep {
  /** What began it and ends it: a model's train function, or the optimizer's calls in a hand-written loop. */
  readonly framedBy: FramedBy;
  readonly draft: Draft;
  readonly depth: Depth;
  /** Whether every statistic is measured, not only the cheap ones. */
  readonly sampled: boolean;
  /** Too many steps are on their way from the device: it is counted, and nothing of it is measured. */
  readonly isBlind: boolean;
  readonly pack: Pack;
  readonly began: Moment;
  loss: number | undefined;
  penalty: number | undefined;
  examples: number | undefined;
  /** Where the train function told it. */
  readonly batch: Batch | undefined;
  /** Inputs and layers of the model that were seen, in a hand-written loop. */
  readonly seen: Set<string | WatchedLayer>;
  /**
   * The tape whose forward pass began it, until its gradients are applied: only then it is sure to be a step of this
   * optimizer, and no saliency map or another optimizer's.
   */
  tape: object | undefined;
  /** The tape that its forward pass was recorded on, in a sampled step. */
  forward: object | undefined;
  /** Whether what is minimized was changed by something else since the step before. */
  readonly hasMoved: boolean;
  /** What it was fed, where a loss that is lost must be explained afterwards. */
  readonly fed: {
    readonly where: 'input' | 'label';
    readonly tensor: TensorLike;
    readonly isOurs: boolean;
  }[];
  gradientSquares: number | undefined;
  /** When it had its gradients; of several that are accumulated, the last ones. */
  gradientsAt: Moment | undefined;
  /** Milliseconds from then until they were applied: where ranks share gradients, they wait for one another there. */
  waited: number;
  /** The weights before the update; they share the variables' memory until the optimizer replaces it. */
  readonly before: Map<WatchedVariable, TensorLike>;
}

/** How a step begins. */
export type Beginning = Pick<
  OpenStep,
  'framedBy' | 'depth' | 'isBlind' | 'began' | 'batch' | 'tape' | 'hasMoved'
>;

/** A step of which nothing is known yet but how it began. */
export const openStep = (beginning: Beginning, draft: Draft, pack: Pack): OpenStep => ({
  // Field by field: spreading an object costs as much as a kernel.
  framedBy: beginning.framedBy,
  draft,
  depth: beginning.depth,
  sampled: beginning.depth === 'everything',
  isBlind: beginning.isBlind,
  pack,
  began: beginning.began,
  batch: beginning.batch,
  tape: beginning.tape,
  forward: beginning.tape,
  hasMoved: beginning.hasMoved,
  loss: undefined,
  penalty: undefined,
  examples: beginning.batch?.size,
  seen: new Set(),
  fed: [],
  gradientSquares: undefined,
  gradientsAt: undefined,
  waited: 0,
  before: new Map(),
});

/** Counts that go on from step to step, whatever is measured. */
export interface Progress {
  steps: number;
  /** Of the last step, where it was seen. */
  loss?: number | undefined;
  examples: number;
  epochs: number;
  /** The penalty as it was last measured: what a hand-written loop tells is measured in sampled steps alone. */
  penalty: number | undefined;
  /** Milliseconds of the last step and what lay before it; undefined before the first. */
  cycle: number | undefined;
  readonly nonfinite: Record<NonfinitePlace, number>;
  /** Steps before which something else had changed what is minimized. */
  objectiveMoves: number;
  /** Steps before which something other than the optimizer had set the run's weights. */
  weightSets: number;
}
