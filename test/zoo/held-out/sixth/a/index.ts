import type { ZooRun } from '../../../run.js';
import { healthyActivations } from './healthy-activations.js';
import { healthyRates } from './healthy-rates.js';
import { learningRateTooLow } from './learning-rate-too-low.js';
import { poorInitialization } from './poor-initialization.js';
import { saturatedActivation } from './saturated-activation.js';

export const runs: readonly ZooRun[] = [
  ...saturatedActivation,
  ...poorInitialization,
  ...learningRateTooLow,
  ...healthyActivations,
  ...healthyRates,
];
