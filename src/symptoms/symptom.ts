import type { SeriesKey } from '../series.js';
import type { Condition } from './condition.js';

export type Severity = 'critical' | 'warning' | 'info';

/** One number that a user may move; `origin` says where it came from. */
export interface Limit {
  readonly value: number;
  readonly unit: 'ratio' | 'steps' | 'seconds' | 'count' | 'none';
  readonly min: number;
  readonly max: number;
  readonly origin: string;
}

/** What was seen decides which remedy comes first. */
export interface Hint {
  /** Judged with the symptom's limits, of the same run, and layer where both have one. */
  readonly when: Condition;
  /** Number of the remedy to begin with, counted from 1. */
  readonly first: number;
  /** Why, a clause: "the units were dead from the start". */
  readonly because: string;
}

/** Every facet of a symptom as its folder declares it; none may be forgotten. */
export interface Declaration {
  /** Folder name and value of the label `symptom`; the alert is `Training` + the id in PascalCase. */
  readonly id: string;
  readonly severity: Severity;
  /** What a series of it belongs to. */
  readonly scope: 'run' | 'layer' | 'variable';
  /** Who can decide it: the process and Prometheus, or Prometheus alone (a process cannot see that it vanished, nor other ranks). */
  readonly decidedBy: 'both' | 'prometheus';
  /** What fails, a few words, for a title. */
  readonly title: string;
  /** What fails, one sentence without numbers. */
  readonly summary: string;
  /**
   * One sentence with what was found. Placeholders: {run} {value} {limit} and the labels of the first comparison's
   * series; the first comparison that is met gives value and limit.
   */
  readonly finding: string;
  /** How {value} and {limit} are written. */
  readonly valueFormat: 'number' | 'percent' | 'seconds';
  readonly limits: Readonly<Record<string, Limit>>;
  readonly condition: Condition;
  /** Steps for which the condition must hold before the process raises it, and must not hold before it clears. */
  readonly hold: { readonly raise: number; readonly clear: number };
  /** The same in Prometheus, as durations; the windows themselves are in steps. */
  readonly alert: { readonly for: string; readonly keepFiringFor: string };
  /** The panel of the dashboards that shows it. */
  readonly panel: {
    readonly title: string;
    readonly description: string;
    readonly series: readonly SeriesKey[];
    readonly unit: 'none' | 'percentunit' | 's' | 'short';
  };
  /** What to try, in the guide's order. */
  readonly remedies: readonly [string, ...string[]];
  /** Which of them comes first, by what was seen; the first hint that holds counts. */
  readonly hints: readonly Hint[];
}

/** A symptom with its place in the tree of cause and consequence. */
export interface Symptom extends Declaration {
  /** Symptoms whose firing makes this one a consequence (same run, and layer where both have one), nearest first. */
  readonly causes: readonly string[];
}

/** Cases are data: the same values are played to the detector and, through promtool, to the alert rule. */
export interface Case {
  readonly name: string;
  /** Values of each vital over time; `null` is not measured. One tick is a minute in Prometheus, 60 steps in the process. */
  readonly vitals: readonly CaseSeries[];
  /** Ticks at which the symptom is raised or quiet; leave it the time to hold and to clear. */
  readonly expect: readonly {
    readonly at: number;
    readonly raised: boolean;
    readonly layer?: string;
    readonly rank?: string;
  }[];
}

export interface CaseSeries {
  readonly key: SeriesKey;
  /** Each rank is a process, at an address of its own. */
  readonly rank?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** One value a tick; the last is held to the end of the case. */
  readonly values: readonly (number | null)[];
}

/** `dead-relu` → `TrainingDeadRelu`. */
export const alertName = (id: string): string =>
  `Training${id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`;
