import type { ZooRun } from '../run.js';
import { acceleratorUnused } from './accelerator-unused.js';
import { agentErrors } from './agent-errors.js';
import { classCollapse } from './class-collapse.js';
import { classImbalance } from './class-imbalance.js';
import { healthyOwnLoops } from './healthy-own-loops.js';
import { healthyPictures } from './healthy-pictures.js';
import { healthyTables } from './healthy-tables.js';
import { healthyTime } from './healthy-time.js';
import { inputsConstant } from './inputs-constant.js';
import { inputsNonfinite } from './inputs-nonfinite.js';
import { inputsNotNormalized } from './inputs-not-normalized.js';
import { overfitting } from './overfitting.js';
import { overtraining } from './overtraining.js';
import { regularizationDominates } from './regularization-dominates.js';
import { tensorLeak } from './tensor-leak.js';

import { healthySteps, throughputDrop } from './throughput-drop.js';

/** Held-out runs of regularisation, overfitting, data and tensors, and the healthy ones. */
export const heldOutPart2: readonly ZooRun[] = [
  ...regularizationDominates,
  ...overfitting,
  ...overtraining,
  ...inputsNonfinite,
  ...inputsNotNormalized,
  ...inputsConstant,
  ...classImbalance,
  ...classCollapse,
  ...tensorLeak,
  ...throughputDrop,
  ...acceleratorUnused,
  ...agentErrors,
  ...healthySteps,
  ...healthyTables,
  ...healthyPictures,
  ...healthyTime,
  ...healthyOwnLoops,
];
