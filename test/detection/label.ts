import type { Outcome } from './outcome.js';

/** What a training is called in Prometheus: a run has one name for each of its seeds. */
export const labelOf = ({ run, seed }: Pick<Outcome, 'run' | 'seed'>): string => `${run}#${seed}`;
