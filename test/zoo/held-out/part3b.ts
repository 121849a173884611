import type { ZooRun } from '../run.js';
import { classCollapse } from './third/class-collapse.js';
import { classImbalance } from './third/class-imbalance.js';
import { healthyLoops } from './third/healthy-b-loops.js';
import { healthyModels } from './third/healthy-b-models.js';
import { healthyPictures } from './third/healthy-b-pictures.js';
import { healthySequences } from './third/healthy-b-sequences.js';
import { healthySeries } from './third/healthy-b-series.js';
import { healthyTables } from './third/healthy-b-tables.js';
import { healthyVariables } from './third/healthy-b-variables.js';
import { inputsConstant } from './third/inputs-constant.js';
import { inputsNonfinite } from './third/inputs-nonfinite.js';
import { inputsNotNormalized } from './third/inputs-not-normalized.js';
import { lossMismatch } from './third/loss-mismatch.js';
import { overfitting } from './third/overfitting.js';
import { overtraining } from './third/overtraining.js';
import { regularizationDominates } from './third/regularization-dominates.js';
import { tensorLeak } from './third/tensor-leak.js';
import { variableDisconnected } from './third/variable-disconnected.js';
import { variableFrozen } from './third/variable-frozen.js';
import { variableNotTraining } from './third/variable-not-training.js';

/** Runs of the third held-out set: faults of data, of how the loss and the variables are wired, of long training. */
export const heldOutPart3b: readonly ZooRun[] = [
  ...inputsNonfinite,
  ...inputsNotNormalized,
  ...inputsConstant,
  ...classImbalance,
  ...classCollapse,
  ...lossMismatch,
  ...variableFrozen,
  ...variableDisconnected,
  ...variableNotTraining,
  ...regularizationDominates,
  ...overfitting,
  ...overtraining,
  ...tensorLeak,
  ...healthyLoops,
  ...healthyModels,
  ...healthyPictures,
  ...healthySequences,
  ...healthySeries,
  ...healthyTables,
  ...healthyVariables,
];
