import type { Part } from '../zoo/run.js';
import type { Agreement } from './agreement.js';
import type { Confusion } from './confusion.js';
import type { Mistake } from './mistakes.js';
import type { Explained } from './reasons.js';

/** What a measurement of the detectors found: the content of `bench/results/detection.json`. */
export interface Results {
  readonly measured: Measured;
  /** One for each setting and part of the zoo. */
  readonly tables: readonly (Confusion & { readonly setting: string; readonly part: Part })[];
  readonly mistakes: readonly Mistake[];
  /** Symptoms of the catalogue that no run of the zoo has. */
  readonly unmeasured: readonly string[];
  /** With the defaults, the process against the alert rules. */
  readonly prometheus: Omit<Agreement, 'disagreements'> & {
    readonly disagreements: readonly Explained[];
    readonly version: string;
    /** Symptoms that are left out of it. */
    readonly leftOut: readonly string[];
    readonly batches: number;
    readonly repeated: number;
    readonly stepsPerScrape: number;
    readonly factor: number;
    readonly hold: number;
  };
  /** Trainings that came to nothing. */
  readonly failures: readonly {
    readonly run: string;
    readonly seed: number;
    readonly setting: string;
    readonly error: string;
  }[];
  /** What was raised and what fired, one entry a training, and a text each. */
  readonly trainings: readonly {
    readonly run: string;
    readonly seed: number;
    readonly setting: string;
    readonly steps: number;
    readonly raised: string;
    readonly fired?: string;
    readonly taped?: string;
  }[];
}

/** How it was measured. */
export interface Measured {
  readonly date: string;
  readonly version: string;
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly tfjs: string;
  readonly seeds: readonly number[];
  /** Those whose trainings were played to Prometheus. */
  readonly alerts: readonly number[];
  /** Runs of the zoo: healthy and sick, by what they prove, by backend. */
  readonly runs: Readonly<Record<'healthy' | 'sick' | Part | 'cpu' | 'wasm', number>>;
  readonly settings: readonly SettingFacts[];
  /** The trainings were decided again from their tapes. */
  readonly replayed: boolean;
  /** How long it took. */
  readonly seconds: { readonly trainings: number; readonly prometheus: number };
}

/** How one setting of the agent measured. */
export interface SettingFacts {
  readonly setting: string;
  readonly trainings: number;
  /** Not trained again: the defaults had measured every statistic in every step. */
  readonly reused: number;
  readonly steps: number;
  /** Steps in which every statistic was measured. */
  readonly sampled: number;
  /** Trainings whose tape, decided again, says something else than the process heard. */
  readonly taped: number;
}
