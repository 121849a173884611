import type { ZooRun } from '../../run.js';
import { ninthSick } from './a/index.js';
import { ninthHealthy } from './b/index.js';

/** The ninth held-out set: ordinary and unusual programs, sick and healthy. */
export const heldOutPart9: readonly ZooRun[] = [...ninthSick, ...ninthHealthy];
