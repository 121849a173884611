import type { ZooRun } from '../run.js';
import { acceleratorUnused } from './accelerator-unused.js';
import { agentErrors } from './agent-errors.js';
import { classCollapse } from './class-collapse.js';
import { classImbalance } from './class-imbalance.js';
import { healthyClose } from './healthy-close.js';
import { inputsConstant } from './inputs-constant.js';
import { inputsNonfinite } from './inputs-nonfinite.js';
import { inputsNotNormalized } from './inputs-not-normalized.js';
import { lossMismatch } from './loss-mismatch.js';
import { lossOscillating } from './loss-oscillating.js';
import { lossSpike } from './loss-spike.js';
import { lossStalled } from './loss-stalled.js';
import { overtraining } from './overtraining.js';
import { poorInitialization } from './poor-initialization.js';
import { regularizationDominates } from './regularization-dominates.js';
import { saturatedActivation } from './saturated-activation.js';
import { tensorLeak } from './tensor-leak.js';
import { healthySteps, throughputDrop } from './throughput-drop.js';
import { variableDisconnected } from './variable-disconnected.js';
import { variableFrozen } from './variable-frozen.js';

/** The runs of the symptoms that were added, and healthy ones that come near them. */
export const added: readonly ZooRun[] = [
  ...lossStalled,
  ...lossOscillating,
  ...lossSpike,
  ...lossMismatch,
  ...variableFrozen,
  ...variableDisconnected,
  ...saturatedActivation,
  ...poorInitialization,
  ...regularizationDominates,
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
  ...healthyClose,
  ...healthySteps,
];
