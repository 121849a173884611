import type { ZooRun } from '../../../run.js';
import { deadRelu } from './dead-relu.js';
import { explodingGradient } from './exploding-gradient.js';
import { healthyDeep } from './healthy-deep.js';
import { healthyOdd } from './healthy-odd.js';
import { healthyPictures } from './healthy-pictures.js';
import { learningRateTooHigh } from './learning-rate-too-high.js';
import { learningRateTooLow } from './learning-rate-too-low.js';
import { lossDiverging } from './loss-diverging.js';
import { lossNonfinite } from './loss-nonfinite.js';
import { lossNotImproving } from './loss-not-improving.js';
import { lossOscillating } from './loss-oscillating.js';
import { lossSpike } from './loss-spike.js';
import { poorInitialization } from './poor-initialization.js';
import { saturatedActivation } from './saturated-activation.js';
import { vanishingGradient } from './vanishing-gradient.js';

export const runs: readonly ZooRun[] = [
  ...deadRelu,
  ...explodingGradient,
  ...learningRateTooHigh,
  ...learningRateTooLow,
  ...lossDiverging,
  ...lossNonfinite,
  ...lossNotImproving,
  ...lossOscillating,
  ...lossSpike,
  ...poorInitialization,
  ...saturatedActivation,
  ...vanishingGradient,
  ...healthyPictures,
  ...healthyDeep,
  ...healthyOdd,
];
