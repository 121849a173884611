import type { ZooRun } from '../../run.js';
import { runs as sick } from './a/index.js';
import { runs as healthy } from './b/index.js';

/** The tenth held-out set: a sick run of each symptom, ordinary and unusual healthy ones. */
export const heldOutPart10: readonly ZooRun[] = [...sick, ...healthy];
