import { acceleratorUnused } from './accelerator-unused/accelerator-unused.js';
import { agentErrors } from './agent-errors/agent-errors.js';
import { agentOverBudget } from './agent-over-budget/agent-over-budget.js';
import { causesOf } from './causes.js';
import { classCollapse } from './class-collapse/class-collapse.js';
import { classImbalance } from './class-imbalance/class-imbalance.js';
import { deadRelu } from './dead-relu/dead-relu.js';
import { explodingGradient } from './exploding-gradient/exploding-gradient.js';
import { inputsConstant } from './inputs-constant/inputs-constant.js';
import { inputsNonfinite } from './inputs-nonfinite/inputs-nonfinite.js';
import { inputsNotNormalized } from './inputs-not-normalized/inputs-not-normalized.js';
import { learningRateTooHigh } from './learning-rate-too-high/learning-rate-too-high.js';
import { learningRateTooLow } from './learning-rate-too-low/learning-rate-too-low.js';
import { lossDiverging } from './loss-diverging/loss-diverging.js';
import { lossMismatch } from './loss-mismatch/loss-mismatch.js';
import { lossNonfinite } from './loss-nonfinite/loss-nonfinite.js';
import { lossNotImproving } from './loss-not-improving/loss-not-improving.js';
import { lossOscillating } from './loss-oscillating/loss-oscillating.js';
import { lossSpike } from './loss-spike/loss-spike.js';
import { lossStalled } from './loss-stalled/loss-stalled.js';
import { overfitting } from './overfitting/overfitting.js';
import { overtraining } from './overtraining/overtraining.js';
import { poorInitialization } from './poor-initialization/poor-initialization.js';
import { preflightFailed } from './preflight-failed/preflight-failed.js';
import { regularizationDominates } from './regularization-dominates/regularization-dominates.js';
import { replicaDivergence } from './replica-divergence/replica-divergence.js';
import { runLost } from './run-lost/run-lost.js';
import { runStalled } from './run-stalled/run-stalled.js';
import { saturatedActivation } from './saturated-activation/saturated-activation.js';
import { seriesDropped } from './series-dropped/series-dropped.js';
import { straggler } from './straggler/straggler.js';
import type { Declaration, Symptom } from './symptom.js';
import { tensorLeak } from './tensor-leak/tensor-leak.js';
import { throughputDrop } from './throughput-drop/throughput-drop.js';
import { vanishingGradient } from './vanishing-gradient/vanishing-gradient.js';
import { variableDisconnected } from './variable-disconnected/variable-disconnected.js';
import { variableFrozen } from './variable-frozen/variable-frozen.js';
import { variableNotTraining } from './variable-not-training/variable-not-training.js';

const inOrder: readonly Declaration[] = [
  inputsNonfinite,
  inputsNotNormalized,
  inputsConstant,
  classImbalance,
  lossMismatch,
  poorInitialization,
  lossNonfinite,
  lossDiverging,
  lossNotImproving,
  lossStalled,
  lossOscillating,
  lossSpike,
  learningRateTooHigh,
  learningRateTooLow,
  variableNotTraining,
  variableFrozen,
  variableDisconnected,
  vanishingGradient,
  explodingGradient,
  deadRelu,
  saturatedActivation,
  regularizationDominates,
  overfitting,
  overtraining,
  classCollapse,
  runStalled,
  runLost,
  throughputDrop,
  replicaDivergence,
  straggler,
  tensorLeak,
  acceleratorUnused,
  preflightFailed,
  agentErrors,
  agentOverBudget,
  seriesDropped,
];

/** Every symptom: data and start first, then as the guide goes. */
export const catalogue: readonly Symptom[] = inOrder.map((symptom) => ({
  ...symptom,
  causes: causesOf(symptom.id),
}));

/** The symptom of an id; `undefined` where there is none. */
export const symptomOf = (id: string): Symptom | undefined => catalogue.find((symptom) => symptom.id === id);
