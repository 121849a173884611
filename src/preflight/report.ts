import type { Severity } from '../symptoms/symptom.js';
import type { Picture } from './picture.js';

/** `skipped`: nothing to decide, or it could not be decided in its time; the message says which. */
export type CheckVerdict = 'pass' | 'fail' | 'skipped';

/** One thing that a check found wrong. */
export interface Finding {
  readonly severity: Severity;
  /** What was found and what was expected, one sentence with its numbers. */
  readonly message: string;
  /** What to try, one sentence. */
  readonly advice: string;
  /** The number that the finding rests on, and the limit that it is beyond; null where it rests on none. */
  readonly value: number | null;
  readonly limit: number | null;
}

/** One check of a preflight. */
export interface CheckReport {
  /** Folder name of the check, such as `overfit-small-batch`. */
  readonly id: string;
  readonly verdict: CheckVerdict;
  /** Of the gravest finding; of a check that found nothing, the gravest it can find. */
  readonly severity: Severity;
  /** Of the gravest finding; of a check that found nothing, how far it is from one. */
  readonly value: number | null;
  readonly limit: number | null;
  readonly message: string;
  readonly advice: string;
  /** All that was found, the gravest first. */
  readonly findings: readonly Finding[];
  readonly seconds: number;
  /** Whether its time limit ended it before it was done. */
  readonly cutShort: boolean;
  readonly pictures: readonly Picture[];
  /** What `learning-rate-search` found; null of any other check. */
  readonly learningRate: LearningRateSearch | null;
}

/** The training loss on the small batch at one learning rate. */
export interface RateTrial {
  readonly rate: number;
  /** `still`: it left the loss where it was. */
  readonly verdict: 'diverged' | 'held' | 'still';
  /** The loss before each step, and after the last one. */
  readonly losses: readonly number[];
}

/** The rates that were tried, from large to small. */
export interface LearningRateSearch {
  readonly curve: readonly RateTrial[];
  /** The largest rate that does not diverge; null where none was found. */
  readonly largest: number | null;
  /** Half of it (Bengio 2012, section 3.1.1). */
  readonly advised: number | null;
  /** The rate that the model was compiled with; null where the optimizer does not tell one. */
  readonly compiled: number | null;
}

/** What a preflight found: plain data. In JSON, numbers that are not finite are null. */
export interface PreflightReport {
  /** No check of severity warning or critical failed. */
  readonly ok: boolean;
  readonly checks: readonly CheckReport[];
  /** The model's name. */
  readonly model: string;
  readonly backend: string;
  /** Training examples that were given. */
  readonly examples: number;
  /** When it began, as ISO 8601. */
  readonly started: string;
  readonly seconds: number;
  /** Version of trainvitals. */
  readonly version: string;
}
