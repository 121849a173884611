import type { ZooRun } from '../../../run.js';
import { deadRelu } from './dead-relu.js';
import { explodingGradient } from './exploding-gradient.js';
import { healthyLayers } from './healthy-layers.js';
import { healthyRates } from './healthy-rates.js';
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

export const runs: readonly ZooRun[] = [
  ...lossNonfinite,
  ...lossDiverging,
  ...lossNotImproving,
  ...lossStalled,
  ...lossOscillating,
  ...lossSpike,
  ...learningRateTooHigh,
  ...learningRateTooLow,
  ...lossMismatch,
  ...explodingGradient,
  ...vanishingGradient,
  ...deadRelu,
  ...saturatedActivation,
  ...poorInitialization,
  ...healthyRates,
  ...healthyLayers,
];
