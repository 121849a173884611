import { seconds } from '../../dist/generate/duration.js';
import type { Symptom } from '../../dist/symptoms/symptom.js';

/** The rules are written for a scrape every 15 s; a step is a second, as in the symptoms' cases. */
export const STEPS_PER_SCRAPE = 15;

/** How much faster than that the runs are played: a scrape is three quarters of a second. */
export const FACTOR = 20;

/** Time between two scrapes, and between two evaluations, in milliseconds. */
export const INTERVAL_MS = (STEPS_PER_SCRAPE * 1000) / FACTOR;

/** Scrapes for which a run is held after its last step: the longest `for`, and two. */
export const holdFor = (symptoms: readonly Symptom[]): number =>
  2 + Math.ceil(Math.max(0, ...symptoms.map(({ alert }) => seconds(alert.for))) / STEPS_PER_SCRAPE);
