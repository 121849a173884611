import { run as deadRelu } from '../symptoms/dead-relu/dead-relu.run.js';
import { run as explodingGradient } from '../symptoms/exploding-gradient/exploding-gradient.run.js';
import { run as learningRateTooHigh } from '../symptoms/learning-rate-too-high/learning-rate-too-high.run.js';
import { run as learningRateTooLow } from '../symptoms/learning-rate-too-low/learning-rate-too-low.run.js';
import { run as lossDiverging } from '../symptoms/loss-diverging/loss-diverging.run.js';
import { run as lossNonfinite } from '../symptoms/loss-nonfinite/loss-nonfinite.run.js';
import { run as lossNotImproving } from '../symptoms/loss-not-improving/loss-not-improving.run.js';
import { run as overfitting } from '../symptoms/overfitting/overfitting.run.js';
import { run as vanishingGradient } from '../symptoms/vanishing-gradient/vanishing-gradient.run.js';
import { run as variableNotTraining } from '../symptoms/variable-not-training/variable-not-training.run.js';
import type { FaultyRun } from './run.js';

/** Every run that has a symptom; its name is the symptom's id. */
export const faults: readonly FaultyRun[] = [
  lossNonfinite,
  lossDiverging,
  lossNotImproving,
  learningRateTooHigh,
  learningRateTooLow,
  variableNotTraining,
  vanishingGradient,
  explodingGradient,
  deadRelu,
  overfitting,
];
