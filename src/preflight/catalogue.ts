import type { Check } from './check.js';
import { gradientCheck } from './gradient-check/gradient-check.js';
import { initialization } from './initialization/initialization.js';
import { inputs } from './inputs/inputs.js';
import { labels } from './labels/labels.js';
import { learningRateSearch } from './learning-rate-search/learning-rate-search.js';
import { names } from './names/names.js';
import { overfitSmallBatch } from './overfit-small-batch/overfit-small-batch.js';
import { regularization } from './regularization/regularization.js';
import { wiring } from './wiring/wiring.js';

/** Every check, in the order in which they run: the quick ones, whose findings explain the others, come first. */
export const checks: readonly Check[] = [
  names,
  inputs,
  labels,
  wiring,
  initialization,
  regularization,
  overfitSmallBatch,
  learningRateSearch,
  gradientCheck,
];
