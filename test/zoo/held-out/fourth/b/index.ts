import type { ZooRun } from '../../../run.js';
import { agentErrors } from './agent-errors.js';
import { classCollapse } from './class-collapse.js';
import { healthySignals } from './healthy-signals.js';
import { healthyStructures } from './healthy-structures.js';
import { healthyTables } from './healthy-tables.js';
import { classImbalance, lossStalled, overtraining, variableFrozen } from './infos.js';
import { inputsConstant } from './inputs-constant.js';
import { inputsNonfinite } from './inputs-nonfinite.js';
import { inputsNotNormalized } from './inputs-not-normalized.js';
import { lossMismatch } from './loss-mismatch.js';
import { overfitting } from './overfitting.js';
import { regularizationDominates } from './regularization-dominates.js';
import { tensorLeak } from './tensor-leak.js';
import { throughputDrop } from './throughput-drop.js';
import { variableDisconnected } from './variable-disconnected.js';
import { variableNotTraining } from './variable-not-training.js';

export const runs: readonly ZooRun[] = [
  ...lossMismatch,
  ...variableNotTraining,
  ...variableDisconnected,
  ...regularizationDominates,
  ...overfitting,
  ...inputsNonfinite,
  ...inputsNotNormalized,
  ...inputsConstant,
  ...classCollapse,
  ...tensorLeak,
  ...throughputDrop,
  ...agentErrors,
  ...lossStalled,
  ...variableFrozen,
  ...overtraining,
  ...classImbalance,
  ...healthyTables,
  ...healthySignals,
  ...healthyStructures,
];
