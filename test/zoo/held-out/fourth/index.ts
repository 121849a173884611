import type { ZooRun } from '../../run.js';
import { runs as dynamics } from './a/index.js';
import { runs as data } from './b/index.js';

/** The fourth held-out set. */
export const heldOutPart4: readonly ZooRun[] = [...dynamics, ...data];
