import type { ZooRun } from '../../run.js';
import { runs as dynamics } from './a/index.js';
import { runs as data } from './b/index.js';

/** The fifth held-out set. */
export const heldOutPart5: readonly ZooRun[] = [...dynamics, ...data];
