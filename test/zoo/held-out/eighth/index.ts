import type { ZooRun } from '../../run.js';
import { decisions } from './decisions.js';
import { exact } from './exact.js';
import { generative } from './generative.js';
import { losses } from './losses.js';
import { inPhases } from './phases.js';
import { rates } from './rates.js';
import { representation } from './representation.js';
import { shapes } from './shapes.js';
import { updates } from './updates.js';

/** The eighth held-out set: healthy runs alone, each of a kind that looks like a fault to whom it is new. */
export const heldOutPart8: readonly ZooRun[] = [
  ...exact,
  ...losses,
  ...generative,
  ...representation,
  ...decisions,
  ...rates,
  ...updates,
  ...inPhases,
  ...shapes,
];
