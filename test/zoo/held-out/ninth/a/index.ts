import type { SickRun } from '../../../run.js';
import { nonfiniteInputs, nonfiniteLosses, spikes } from './broken-numbers.js';
import { collapsed } from './classes.js';
import { constants, overfitted, unnormalized } from './examples.js';
import { deadUnits, exploding, vanishing } from './gradients.js';
import { highRates, lowRates, mismatches } from './rates.js';
import { penalties, poorStarts, saturated } from './starts.js';
import { oscillating } from './swings.js';
import { diverging, notImproving } from './unusual-losses.js';
import { disconnected, leaks, notTraining } from './wiring.js';

/** Sick runs of the ninth writing: each has one mistake. */
export const ninthSick: readonly SickRun[] = [
  ...nonfiniteInputs,
  ...nonfiniteLosses,
  ...spikes,
  ...collapsed,
  ...constants,
  ...overfitted,
  ...unnormalized,
  ...deadUnits,
  ...exploding,
  ...vanishing,
  ...highRates,
  ...lowRates,
  ...mismatches,
  ...penalties,
  ...poorStarts,
  ...saturated,
  ...oscillating,
  ...diverging,
  ...notImproving,
  ...disconnected,
  ...leaks,
  ...notTraining,
];
