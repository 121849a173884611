import type { ZooRun } from '../../../run.js';
import { acceleratorUnused } from './accelerator-unused.js';
import { classCollapse } from './class-collapse.js';
import { classImbalance } from './class-imbalance.js';
import { healthyData } from './healthy-data.js';
import { healthyShapes } from './healthy-shapes.js';
import { inputsConstant } from './inputs-constant.js';
import { inputsNonfinite } from './inputs-nonfinite.js';
import { inputsNotNormalized } from './inputs-not-normalized.js';
import { overfitting } from './overfitting.js';
import { overtraining } from './overtraining.js';
import { regularizationDominates } from './regularization-dominates.js';
import { tensorLeak } from './tensor-leak.js';
import { throughputDrop } from './throughput-drop.js';
import { variableDisconnected } from './variable-disconnected.js';
import { variableFrozen } from './variable-frozen.js';
import { variableNotTraining } from './variable-not-training.js';

export const runs: readonly ZooRun[] = [
  ...variableNotTraining,
  ...variableFrozen,
  ...variableDisconnected,
  ...regularizationDominates,
  ...overfitting,
  ...overtraining,
  ...inputsNonfinite,
  ...inputsNotNormalized,
  ...inputsConstant,
  ...classImbalance,
  ...classCollapse,
  ...throughputDrop,
  ...tensorLeak,
  ...acceleratorUnused,
  ...healthyShapes,
  ...healthyData,
];
