import type { ZooRun } from '../../../run.js';
import { lossRuns } from './b1.js';
import { shapeRuns } from './b2.js';
import { rateRuns } from './b3.js';
import { tooLongRuns } from './b4.js';
import { answersAndPace } from './b5.js';
import { leakRuns } from './b6.js';
import { hopelessRuns } from './b7.js';

export const runs: readonly ZooRun[] = [
  ...lossRuns,
  ...hopelessRuns,
  ...shapeRuns,
  ...rateRuns,
  ...tooLongRuns,
  ...answersAndPace,
  ...leakRuns,
];
