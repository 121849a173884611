import type { ZooRun } from '../../../run.js';
import { tables } from './c1.js';
import { pictures } from './c2.js';
import { sequences } from './c3.js';
import { reused } from './c4.js';
import { handwritten } from './c5.js';
import { everyday } from './c6.js';
import { generative } from './c7.js';
import { selfTaught } from './c8.js';
import { rewarded } from './c9.js';
import { uneven } from './c10.js';

export const runs: readonly ZooRun[] = [
  ...tables,
  ...pictures,
  ...sequences,
  ...reused,
  ...handwritten,
  ...everyday,
  ...generative,
  ...selfTaught,
  ...rewarded,
  ...uneven,
];
