import type { Settings } from '../options.js';
import { Alignment } from './alignment.js';
import type { OpenStep } from './open-step.js';
import type { WatchedVariable } from './topology.js';

/** What a run on several ranks measures beside the rest. */
export interface Ranks {
  /** The steps at which weights are compared; none where the ranks are not meant to hold the same. */
  readonly alignment: Alignment | undefined;
}

/** Undefined where one process trains the run alone. */
export const ranksOf = ({ worldSize, symptoms }: Settings): Ranks | undefined =>
  worldSize === 1
    ? undefined
    : { alignment: symptoms['replica-divergence'] === false ? undefined : new Alignment() };

/**
 * The norms of all weights before the update of a step. Not after it: a loop may average the weights instead of the
 * gradients, and then they differ from the update to the average.
 */
export function measureReplica(
  { pack, draft }: OpenStep,
  step: number,
  variables: readonly WatchedVariable[],
): void {
  for (const { layer, variable, tensor, isLearned } of variables) {
    // The running statistics of a normalization are each rank's own.
    if (!isLearned) continue;
    pack.number(
      (reduce) => reduce.sumSquares(tensor),
      (squares) => draft.set('replicaWeightNorm', Math.sqrt(squares), layer, variable),
    );
  }
  draft.set('replicaStep', step);
}
