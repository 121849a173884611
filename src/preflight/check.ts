import type { Limit, Severity } from '../symptoms/symptom.js';
import type { BorrowedModel } from './borrowed-model.js';
import type { Clock } from './clock.js';
import type { Examples } from './examples.js';
import type { Picture } from './picture.js';
import type { Finding, LearningRateSearch } from './report.js';
import type { SmallBatch } from './small-batch.js';

/** Every facet of a check as its folder declares it; none may be forgotten. */
export interface Check {
  /** Folder name, and value of the label `check`. */
  readonly id: string;
  /** The gravest that it finds. */
  readonly severity: Severity;
  /** A few words, for a title. */
  readonly title: string;
  /** What it answers, one question. */
  readonly question: string;
  readonly limits: Readonly<Record<string, Limit>>;
  /** Time limit in seconds, unless the caller sets another. */
  readonly seconds: number;
  /** What to try, in the guide's order. */
  readonly advice: readonly [string, ...string[]];
  /** Checks whose critical findings would make it tell nothing: it is skipped then. */
  readonly needs: readonly string[];
  readonly run: (bench: Bench) => Promise<Outcome>;
}

/** What a check needs that trains or differentiates: finite data, valid labels, a loss that is a number. */
export const SOUND: readonly string[] = ['inputs', 'labels', 'wiring', 'initialization'];

/** What a check works with. */
export interface Bench {
  /** The caller's model with weights of our own. */
  readonly model: BorrowedModel;
  readonly train: Examples;
  readonly validation: Examples | undefined;
  /** Names of the classes; empty where none were given. */
  readonly classes: readonly string[];
  readonly small: SmallBatch;
  /** The limits of this check, by name. */
  readonly limits: Readonly<Record<string, number>>;
  readonly clock: Clock;
}

/** What a check answers. */
export interface Outcome {
  /** Empty: nothing is wrong. */
  readonly findings: readonly Finding[];
  /** Why nothing was decided; counts only where there are no findings. */
  readonly skipped?: string;
  /** What was found in order, one sentence with its numbers; said where there are no findings. */
  readonly message: string;
  readonly value: number | null;
  readonly limit: number | null;
  /** Said where there are no findings; empty: nothing to do. */
  readonly advice: string;
  readonly pictures?: readonly Picture[];
  readonly learningRate?: LearningRateSearch;
}

/** Nothing to decide, or it could not be decided. */
export const skipped = (why: string): Outcome => ({
  findings: [],
  skipped: why,
  message: why,
  value: null,
  limit: null,
  advice: '',
});
