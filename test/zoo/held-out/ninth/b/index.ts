import { adversaries } from './adversaries.js';
import { changing } from './changing.js';
import { crowds } from './crowds.js';
import { equations } from './equations.js';
import { noise } from './noise.js';
import { outer } from './outer.js';
import { rewards } from './rewards.js';
import { rounds } from './rounds.js';
import { scales } from './scales.js';
import { structures } from './structures.js';
import { teachers } from './teachers.js';
import { tradeOffs } from './trade-offs.js';
import { unlabelled } from './unlabelled.js';
import { values } from './values.js';
import { weights } from './weights.js';

/** Healthy runs, ordinary and unusual. */
export const ninthHealthy = [
  ...noise,
  ...scales,
  ...structures,
  ...weights,
  ...unlabelled,
  ...equations,
  ...adversaries,
  ...rewards,
  ...values,
  ...teachers,
  ...tradeOffs,
  ...changing,
  ...rounds,
  ...outer,
  ...crowds,
];
