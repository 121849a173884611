import type { ZooRun } from '../../run.js';
import { runs as starts } from './a/index.js';
import { runs as data } from './b/index.js';

/** The sixth held-out set: the symptoms that the fourth and the fifth were mended for, and healthy neighbours of theirs. */
export const heldOutPart6: readonly ZooRun[] = [...starts, ...data];
