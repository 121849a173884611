import type { Engine, TensorLike } from '../statistics/engine.js';
import type { OpenStep, Progress } from './open-step.js';
import { nonfinitePlaces } from './plan.js';

/** A scalar that was compiled beside the loss. */
export interface Metric {
  readonly name: string;
  readonly tensor: TensorLike;
}

/** What is known of a step when it is over, beside its statistics. */
export interface StepEnd {
  readonly counts: Pick<Progress, 'steps' | 'examples' | 'epochs' | 'objectiveMoves' | 'weightSets'>;
  /** Milliseconds, validation not counted. */
  readonly duration: number;
  /** Milliseconds since the step before, waiting for other ranks not counted. */
  readonly ownTime: number;
  readonly learningRate: number | undefined;
}

/** Puts everything that is no layer's into the frame of a step; `step` was read. */
export function fillStep(step: OpenStep, end: StepEnd, progress: Progress, engine: Engine): void {
  const { draft, loss } = step;
  const penalty = step.penalty ?? (step.sampled ? undefined : progress.penalty);
  progress.penalty = penalty;
  progress.loss = loss;
  draft.header('step', end.counts.steps);
  draft.header('sampled', Number(step.sampled));
  for (const key of ['steps', 'examples', 'epochs', 'objectiveMoves', 'weightSets'] as const)
    draft.set(key, end.counts[key]);
  draft.set('stepDuration', end.duration / 1000);
  draft.set('stepOwnTime', end.ownTime / 1000);
  if (end.learningRate !== undefined) draft.set('learningRate', end.learningRate);
  draft.set('tensors', engine.state.numTensors);
  draft.set('tensorBytes', engine.state.numBytes);
  if (step.gradientSquares !== undefined) draft.set('gradientNorm', Math.sqrt(step.gradientSquares));
  if (loss !== undefined) {
    if (!Number.isFinite(loss)) progress.nonfinite.loss++;
    draft.set('loss', loss, 'train');
    draft.set('dataLoss', loss - (penalty ?? 0));
    if (penalty !== undefined) draft.set('regularizationLoss', penalty);
  }
  for (const where of nonfinitePlaces) draft.set('nonfinite', progress.nonfinite[where], where);
}
