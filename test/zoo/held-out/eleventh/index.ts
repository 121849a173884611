import type { ZooRun } from '../../run.js';
import { runs as layers } from './a/index.js';
import { runs as losses } from './b/index.js';
import { runs as healthy } from './c/index.js';

/** The eleventh held-out set: two sick runs of each symptom, ordinary and unusual healthy ones. */
export const heldOutPart11: readonly ZooRun[] = [...layers, ...losses, ...healthy];
