import type { ZooRun } from '../../../run.js';
import { healthyOthers } from './healthy-x-others.js';
import { healthyPenalties } from './healthy-x-penalties.js';
import { classCollapse } from './x-class-collapse.js';
import { regularizationDominates } from './x-regularization-dominates.js';
import { throughputDrop } from './x-throughput-drop.js';

export const runs: readonly ZooRun[] = [
  ...throughputDrop,
  ...regularizationDominates,
  ...classCollapse,
  ...healthyPenalties,
  ...healthyOthers,
];
