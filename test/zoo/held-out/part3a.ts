import type { ZooRun } from '../run.js';
import { deadRelu } from './third/dead-relu.js';
import { explodingGradient, hugeFromTheStart } from './third/exploding-gradient.js';
import { healthyDeep } from './third/healthy-a-deep.js';
import { healthyPictures } from './third/healthy-a-pictures.js';
import { healthySequences } from './third/healthy-a-sequences.js';
import { healthyTables } from './third/healthy-a-tables.js';
import { learningRateTooHigh } from './third/learning-rate-too-high.js';
import { learningRateTooLow } from './third/learning-rate-too-low.js';
import { lossDiverging } from './third/loss-diverging.js';
import { lossNonfinite } from './third/loss-nonfinite.js';
import { lossNotImproving } from './third/loss-not-improving.js';
import { lossOscillating } from './third/loss-oscillating.js';
import { lossSpike } from './third/loss-spike.js';
import { lossStalled } from './third/loss-stalled.js';
import { poorInitialization } from './third/poor-initialization.js';
import { saturatedActivation } from './third/saturated-activation.js';
import { vanishingGradient } from './third/vanishing-gradient.js';

/** Half of the third held-out set: faults of the loss, the rate, the gradients and the layers, and healthy runs. */
export const heldOutPart3a: readonly ZooRun[] = [
  ...lossNonfinite,
  ...lossDiverging,
  ...lossNotImproving,
  ...lossStalled,
  ...lossOscillating,
  ...lossSpike,
  ...learningRateTooHigh,
  ...learningRateTooLow,
  ...explodingGradient,
  ...hugeFromTheStart,
  ...vanishingGradient,
  ...deadRelu,
  ...saturatedActivation,
  ...poorInitialization,
  ...healthyTables,
  ...healthyPictures,
  ...healthySequences,
  ...healthyDeep,
];
