import type { ZooRun } from '../../run.js';
import { runs as training } from './a/index.js';
import { runs as data } from './b/index.js';

/** The seventh held-out set: three runs of every symptom that a tape can show, and healthy neighbours of theirs. */
export const heldOutPart7: readonly ZooRun[] = [...training, ...data];
