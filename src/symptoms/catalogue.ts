import { deadRelu } from './dead-relu/dead-relu.js';
import { explodingGradient } from './exploding-gradient/exploding-gradient.js';
import { learningRateTooHigh } from './learning-rate-too-high/learning-rate-too-high.js';
import { learningRateTooLow } from './learning-rate-too-low/learning-rate-too-low.js';
import { lossDiverging } from './loss-diverging/loss-diverging.js';
import { lossNonfinite } from './loss-nonfinite/loss-nonfinite.js';
import { lossNotImproving } from './loss-not-improving/loss-not-improving.js';
import { overfitting } from './overfitting/overfitting.js';
import { runLost } from './run-lost/run-lost.js';
import { runStalled } from './run-stalled/run-stalled.js';
import type { Symptom } from './symptom.js';
import { vanishingGradient } from './vanishing-gradient/vanishing-gradient.js';
import { variableNotTraining } from './variable-not-training/variable-not-training.js';

const inOrder: readonly Symptom[] = [
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
  runStalled,
  runLost,
];

/** A run that is gone explains whatever else fires for it; no symptom has to list it. */
const afterLoss = (symptom: Symptom): Symptom =>
  symptom === runLost ? symptom : { ...symptom, causes: [...symptom.causes, runLost.id] };

/** Every symptom, in the guide's order. */
export const catalogue: readonly Symptom[] = inOrder.map(afterLoss);

/** The symptom of an id; `undefined` where there is none. */
export const symptomOf = (id: string): Symptom | undefined => catalogue.find((symptom) => symptom.id === id);
