import { heldOutPart8 } from './held-out/eighth/index.js';
import { heldOutPart11 } from './held-out/eleventh/index.js';
import { heldOutPart5 } from './held-out/fifth/index.js';
import { heldOutPart4 } from './held-out/fourth/index.js';
import { heldOutPart9 } from './held-out/ninth/index.js';
import { heldOutPart1 } from './held-out/part1.js';
import { heldOutPart2 } from './held-out/part2.js';
import { heldOutPart3a } from './held-out/part3a.js';
import { heldOutPart3b } from './held-out/part3b.js';
import { heldOutPart7 } from './held-out/seventh/index.js';
import { heldOutPart6 } from './held-out/sixth/index.js';
import { heldOutPart10 } from './held-out/tenth/index.js';
import type { ZooRun } from './run.js';
import { added } from './runs/added.js';
import { deadRelu } from './runs/dead-relu.js';
import { explodingGradient } from './runs/exploding-gradient.js';
import { healthyConvolutional } from './runs/healthy-convolutional.js';
import { healthyDense } from './runs/healthy-dense.js';
import { healthyHard } from './runs/healthy-hard.js';
import { healthyLoops } from './runs/healthy-loops.js';
import { healthyRegression } from './runs/healthy-regression.js';
import { healthyRegularized } from './runs/healthy-regularized.js';
import { healthySequences } from './runs/healthy-sequences.js';
import { learningRateTooHigh } from './runs/learning-rate-too-high.js';
import { learningRateTooLow } from './runs/learning-rate-too-low.js';
import { lossDiverging } from './runs/loss-diverging.js';
import { lossNonfinite } from './runs/loss-nonfinite.js';
import { lossNotImproving } from './runs/loss-not-improving.js';
import { overfitting } from './runs/overfitting.js';
import { vanishingGradient } from './runs/vanishing-gradient.js';
import { variableNotTraining } from './runs/variable-not-training.js';

/** Every run of the zoo. */
export const zoo: readonly ZooRun[] = [
  ...lossNonfinite,
  ...lossDiverging,
  ...lossNotImproving,
  ...learningRateTooHigh,
  ...learningRateTooLow,
  ...variableNotTraining,
  ...vanishingGradient,
  ...explodingGradient,
  ...deadRelu,
  ...overfitting,
  ...added,
  ...healthyDense,
  ...healthyRegularized,
  ...healthyRegression,
  ...healthyConvolutional,
  ...healthySequences,
  ...healthyLoops,
  ...healthyHard,
  ...heldOutPart1,
  ...heldOutPart2,
  ...heldOutPart3a,
  ...heldOutPart3b,
  ...heldOutPart4,
  ...heldOutPart5,
  ...heldOutPart6,
  ...heldOutPart7,
  ...heldOutPart8,
  ...heldOutPart9,
  ...heldOutPart10,
  ...heldOutPart11,
];
