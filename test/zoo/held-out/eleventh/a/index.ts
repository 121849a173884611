import type { ZooRun } from '../../../run.js';
import { a1 } from './a1.js';
import { a2 } from './a2.js';
import { a3 } from './a3.js';
import { a4 } from './a4.js';
import { a5 } from './a5.js';
import { a6 } from './a6.js';
import { a7 } from './a7.js';

/** Sick runs, two of a symptom. */
export const runs: readonly ZooRun[] = [...a1, ...a2, ...a3, ...a4, ...a5, ...a6, ...a7];
