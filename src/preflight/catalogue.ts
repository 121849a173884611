import type { Check } from './check.js';
import { gradientCheck } from './gradient-check/gradient-check.js';
import { names } from './names/names.js';
import { regularization } from './regularization/regularization.js';

/** Every check, in the order in which they run: the quick ones, whose findings explain the others, come first. */
export const checks: readonly Check[] = [names, regularization, gradientCheck];
