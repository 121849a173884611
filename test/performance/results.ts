/** What bench/results/*.json hold, as the benchmarks write them. */

/** What it was measured on; versions of what ran there come with the same names as on the page. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Of the minute before the end of the measurement; the benchmark itself is in it. */
  readonly loadAverage: number;
  readonly [version: string]: string | number;
}

interface Measured {
  readonly date: string;
  readonly machine: Machine;
}

/** Time of a variant against the bare one: median of the rounds with its 95 % interval, and all rounds together. */
export interface Comparison {
  readonly ratio: number;
  readonly from: number;
  readonly to: number;
  readonly total: number;
  /** A step: the mean of all rounds, and their median. */
  readonly addedMs: number;
  readonly medianAddedMs: number;
}

export interface Variant {
  readonly variant: string;
  readonly wall: Comparison;
  /** The main thread's processor time, where the system tells it. */
  readonly cpu: Comparison | null;
  readonly agentSays: number | null;
  readonly intervalSteps: number | null;
  /** Of the defaults: whether the opening allowance was spent before the rounds. */
  readonly isOpeningSpent?: boolean;
}

/** One subject on one backend. */
export interface Measurement extends Measured {
  readonly backend: string;
  readonly subject: string;
  readonly device: string;
  readonly isOnGpu: boolean;
  readonly batch: number;
  readonly parameters: number;
  readonly layers: number;
  readonly tensors: number;
  readonly rounds: number;
  readonly stepsPerBlock: number;
  readonly seconds: number;
  readonly bareMs: number;
  readonly variants: readonly Variant[];
  /** What everything in every step costs, and by which clock. */
  readonly cost: { readonly nsPerParameter: number; readonly nsPerTensor: number; readonly by: string };
  /** What memory allows. */
  readonly memory: { readonly gigabytesPerSecond: number; readonly nsPerParameter: number };
}

export interface Overhead {
  readonly measurements: readonly Measurement[];
  readonly leftOut: readonly { readonly backend: string; readonly subject: string; readonly why: string }[];
}

export interface Scrape extends Measured {
  readonly seconds: number;
  readonly blockMs: number;
  readonly rows: readonly {
    readonly series: number;
    readonly runs: number;
    readonly layers: number;
    readonly state: 'idle' | 'blocked';
    readonly server: string;
    readonly bytes: number;
    readonly scrapes: number;
    readonly p50: number;
    readonly p99: number;
    readonly max: number;
  }[];
}

export type Curve = 'rss' | 'heapUsed' | 'external' | 'numTensors';

export interface Soak extends Measured {
  readonly asked: { readonly steps: number; readonly seconds: number };
  readonly scrapes: number;
  readonly flat: Readonly<Record<Curve, { readonly growth: number; readonly isFlat: boolean }>>;
  readonly points: readonly Readonly<Record<Curve | 'step' | 'seconds', number>>[];
}

export interface Peers extends Measured {
  readonly parameters: number;
  readonly batch: number;
  readonly threads: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly bareMs: number;
  readonly rows: readonly { readonly variant: string; readonly wall: Comparison; readonly cpu: Comparison }[];
  readonly leftOut: readonly { readonly variant: string; readonly why: string }[];
}

export interface Verdicts extends Measured {
  readonly rows: readonly {
    readonly layers: number;
    readonly every: number;
    readonly symptoms: number;
    readonly microseconds: number;
  }[];
}

/** One query, where it stands, and how long it took. */
export interface DashboardQuery {
  readonly dashboard: string;
  readonly scope: string;
  readonly place: string;
  readonly expr: string;
  readonly series: number;
  readonly ms: number;
}

export interface Dashboards extends Measured {
  readonly asked: { readonly runs: number; readonly layers: number; readonly minutes: number };
  readonly fillSeconds: number;
  /** What Prometheus held before the first query. */
  readonly filled: {
    readonly series: number;
    readonly samples: number;
    readonly residentBytes: number;
    readonly residentBytesAfterQueries: number;
  };
  readonly rules: readonly {
    readonly group: string;
    readonly rules: number;
    readonly evaluations: number;
    readonly medianMs: number;
    readonly slowestMs: number;
  }[];
  readonly rows: readonly {
    readonly dashboard: string;
    readonly scope: string;
    readonly panels: number;
    readonly queries: number;
    readonly mostSeries: number;
    /** Of all answers, unpacked. */
    readonly bytes: number;
    readonly medianMs: number;
    readonly slowestMs: number;
    readonly slowestPlace: string;
    readonly slow: number;
    readonly rounds: number;
    readonly wholeMs: number;
  }[];
  /** Of each scope. */
  readonly slowest: readonly DashboardQuery[];
}

/** Each where it was measured. */
export interface Results {
  readonly overhead?: Overhead;
  readonly scrape?: Scrape;
  readonly soak?: Soak;
  readonly peers?: Peers;
  readonly verdicts?: Verdicts;
  readonly dashboards?: Dashboards;
  /** The same of a larger fleet, without an hour of past. */
  readonly capacity?: Dashboards;
}
