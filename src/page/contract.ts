import type { RunReport } from '../exporter/report.js';
import type { SymptomEvent } from '../handle.js';

/** A stream says something at least so often, in seconds: what is new as `update`, else an event `beat`. */
export const BEAT_SECONDS = 5;

/** A message of `GET /api/live`. */
export interface Update {
  /** Forget all columns, events and layers you had; the message has everything. */
  readonly reset: boolean;
  /** Steps a column spans. */
  readonly width: number;
  /** Layer names in the order of the model, inputs first; the order of a column's values. */
  readonly layers: readonly string[];
  /** New or changed columns, ascending; one replaces that with the same `at`. */
  readonly columns: readonly Column[];
  /** The run as it is now; its symptoms are the active ones, causes first. */
  readonly report: Omit<RunReport, 'symptoms'> & { readonly symptoms: readonly WrittenEvent[] };
  /** Raised and cleared since the last message (all on reset). */
  readonly events: readonly TimedEvent[];
  /** Unix time in seconds: of the server, and of the run's start. */
  readonly now: number;
  readonly started: number;
  readonly facts: Facts;
}

/** What was seen of some steps in a row. */
export interface Column {
  /** Its number, from 0; it covers `width` steps. */
  readonly at: number;
  /** Last step in it so far. */
  step: number;
  /**
   * By name (loss, dataLoss, regularizationLoss, validationLoss, learningRate, gradientNorm, stepDuration,
   * `metric:acc`, `metric:val_acc`); a name is absent where nothing was measured.
   */
  scalars: Record<string, Range>;
  /** Worst value per layer, `[layers]`: NaN, else the largest. Absent where no layer was measured in the column. */
  gradientNorm?: Measured[];
  updateRatio?: Measured[];
  /** Share of units that are dead (ReLU) or saturated, 0 to 1. */
  stuckUnits?: Measured[];
}

/** Smallest, largest and last value over a column's steps; null is not finite. */
export type Range = [number | null, number | null, number | null];

/** A value as JSON, by name where it has no number for it; null is not measured. */
export type Measured = number | NotFinite | null;
export type NotFinite = 'NaN' | 'Infinity' | '-Infinity';

/** What a column has per layer. */
export const statistics = ['gradientNorm', 'updateRatio', 'stuckUnits'] as const;
export type Statistic = (typeof statistics)[number];

/** A symptom, and its value and limit as its message writes them: `93 %`. */
export type WrittenEvent = SymptomEvent & {
  readonly written: { readonly value: string; readonly limit: string };
};

/** A symptom raised or cleared, and when: Unix time in seconds. */
export type TimedEvent = WrittenEvent & { readonly time: number };

/** What runs, on what. */
export interface Facts {
  readonly model: string;
  readonly optimizer: string;
  readonly backend: string;
  readonly device: string;
  readonly frameworkVersion: string;
}
