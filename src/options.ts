/** Options of `watch`, all optional. */
export interface WatchOptions {
  /** Name of the run: the label `run`. Default: the model's name and the time. */
  readonly run?: string;
  /** Rank of this process in a distributed run, 0 to worldSize − 1. */
  readonly rank?: number;
  readonly worldSize?: number;
  /** TCP port of the exporter; 0 takes any free one. Runs of one process share it. */
  readonly port?: number;
  readonly host?: string;
  /** Class names, in the order of the labels' indices. */
  readonly labels?: readonly string[];
  /** Share of step time the agent may cost, after an opening allowance. */
  readonly budget?: number;
  /** Measure every statistic each n steps, instead of by budget. */
  readonly every?: number;
  /** Seconds that `close()` waits for a last scrape; 0 = none. Default: 20 if there was a scrape before, else none. */
  readonly linger?: number;
  /** Per symptom: `false` switches it off, an object moves its limits. */
  readonly symptoms?: Readonly<Record<string, boolean | Readonly<Record<string, number>>>>;
  /** Layers whose series are exported, by name; `*` matches any text. */
  readonly layers?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] };
  /** Variables of a hand-written loop, for `watch(optimizer, { variables })`. */
  readonly variables?: readonly unknown[] | Readonly<Record<string, unknown>>;
  /** Web configuration file in the exporter-toolkit's format. */
  readonly webConfig?: string;
  /** File that every frame is recorded to. */
  readonly record?: string;
}

/** The documented port of the exporter. */
export const DEFAULT_PORT = 9790;
