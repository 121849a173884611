import type { SickRun } from '../run.js';
import { deadRelu } from './dead-relu.js';
import { explodingGradient } from './exploding-gradient.js';
import { learningRateTooHigh } from './learning-rate-too-high.js';
import { learningRateTooLow } from './learning-rate-too-low.js';
import { lossDiverging } from './loss-diverging.js';
import { lossMismatch } from './loss-mismatch.js';
import { lossNonfinite } from './loss-nonfinite.js';
import { lossNotImproving } from './loss-not-improving.js';
import { lossOscillating } from './loss-oscillating.js';
import { lossSpike } from './loss-spike.js';
import { lossStalled } from './loss-stalled.js';
import { poorInitialization } from './poor-initialization.js';
import { saturatedActivation } from './saturated-activation.js';
import { vanishingGradient } from './vanishing-gradient.js';
import { variableDisconnected } from './variable-disconnected.js';
import { variableFrozen } from './variable-frozen.js';
import { variableNotTraining } from './variable-not-training.js';

/** Runs of the loss and of variables that no limit was chosen from. */
export const heldOutPart1: readonly SickRun[] = [
  ...lossNonfinite,
  ...lossDiverging,
  ...lossNotImproving,
  ...lossStalled,
  ...lossOscillating,
  ...lossSpike,
  ...learningRateTooHigh,
  ...learningRateTooLow,
  ...lossMismatch,
  ...variableNotTraining,
  ...variableFrozen,
  ...variableDisconnected,
  ...vanishingGradient,
  ...explodingGradient,
  ...deadRelu,
  ...saturatedActivation,
  ...poorInitialization,
];
