import { cases as deadRelu } from './dead-relu/dead-relu.cases.js';
import { cases as explodingGradient } from './exploding-gradient/exploding-gradient.cases.js';
import { cases as learningRateTooHigh } from './learning-rate-too-high/learning-rate-too-high.cases.js';
import { cases as learningRateTooLow } from './learning-rate-too-low/learning-rate-too-low.cases.js';
import { cases as lossDiverging } from './loss-diverging/loss-diverging.cases.js';
import { cases as lossNonfinite } from './loss-nonfinite/loss-nonfinite.cases.js';
import { cases as lossNotImproving } from './loss-not-improving/loss-not-improving.cases.js';
import { cases as overfitting } from './overfitting/overfitting.cases.js';
import { cases as runLost } from './run-lost/run-lost.cases.js';
import { cases as runStalled } from './run-stalled/run-stalled.cases.js';
import type { Case } from './symptom.js';
import { cases as vanishingGradient } from './vanishing-gradient/vanishing-gradient.cases.js';
import { cases as variableNotTraining } from './variable-not-training/variable-not-training.cases.js';

/** The cases of each symptom by its id; test data, which the catalogue does not load. */
export const casesOf: Readonly<Record<string, readonly Case[]>> = {
  'loss-nonfinite': lossNonfinite,
  'loss-diverging': lossDiverging,
  'loss-not-improving': lossNotImproving,
  'learning-rate-too-high': learningRateTooHigh,
  'learning-rate-too-low': learningRateTooLow,
  'variable-not-training': variableNotTraining,
  'vanishing-gradient': vanishingGradient,
  'exploding-gradient': explodingGradient,
  'dead-relu': deadRelu,
  overfitting,
  'run-stalled': runStalled,
  'run-lost': runLost,
};
