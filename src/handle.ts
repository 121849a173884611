import type { Severity } from './symptoms/symptom.js';

/** What `on('symptom')` is called with. */
export interface SymptomEvent {
  readonly symptom: string;
  readonly state: 'raised' | 'cleared';
  readonly severity: Severity;
  readonly run: string;
  readonly layer?: string;
  readonly variable?: string;
  /** The input it was found on, for symptoms of inputs. */
  readonly input?: string;
  /** What does not fit, for `loss-mismatch`. */
  readonly reason?: string;
  /** The check that failed, for `preflight-failed`. */
  readonly check?: string;
  /** Step at which it was decided. */
  readonly step: number;
  /** The vital it was decided on, and its limit. */
  readonly value: number;
  readonly limit: number;
  /** What was found, where; a second sentence says why a remedy comes first that the guide has later. */
  readonly message: string;
  /** What to try, in the guide's order, but for what was seen: that remedy comes first. */
  readonly remedies: readonly string[];
  /** Active symptoms that explain this one, nearest first; none where it is a root cause. */
  readonly consequenceOf: readonly string[];
  /** Where the runbook is. */
  readonly runbook: string;
}

export type RunState = 'running' | 'finished' | 'failed';

/** What `on('run')` is called with: a change of state, or an error of the agent (training goes on). */
export interface RunEvent {
  readonly run: string;
  readonly state: RunState;
  readonly step: number;
  /** Set when the agent itself failed: which stage, and what happened. */
  readonly error?: string;
}

/** What only a hand-written loop knows of a step. Numbers, or scalar tensors (read at once). */
export interface StepReport {
  /**
   * Where the optimizer saw no loss (`applyGradients`), the loss of the step. Else the one that it minimized counts; if
   * this is another by more than a thousandth, it is the metric `reported_loss`, where the backend reads at once.
   */
  readonly loss?: number | ScalarLike;
  readonly learningRate?: number;
  /** Examples in the batch. */
  readonly examples?: number;
  /** Seconds of the step in which the loop waited for other ranks. Else it is the time between gradients and update. */
  readonly waited?: number;
  /** Anything else is a metric of the split `train`. */
  readonly [metric: string]: number | ScalarLike | undefined;
}

/** Results of an evaluation on data that was not trained on. Anything but `loss` is a metric of the split `validation`. */
export interface EvaluationReport {
  readonly loss?: number | ScalarLike;
  readonly [metric: string]: number | ScalarLike | undefined;
}

/** A tensor with one value. */
export interface ScalarLike {
  /** The tensor's data: clones share it. */
  readonly dataId?: object;
  dataSync(): ArrayLike<number>;
  /** Used on backends that cannot be read without waiting. */
  data?(): Promise<ArrayLike<number>>;
}

/** The handle that `watch` returns. */
export interface Vitals {
  readonly url: string;
  readonly port: number;
  readonly run: string;
  /** Where the exporter thread died and another took over, what is still true is raised again. */
  on(event: 'symptom', listener: (event: SymptomEvent) => void): this;
  on(event: 'run', listener: (event: RunEvent) => void): this;
  /** Symptoms active now, root causes first and their consequences below them, as last decided by the exporter thread; `await flush()` first for all steps so far. */
  symptoms(): readonly SymptomEvent[];
  /** A step of a hand-written loop: what the optimizer cannot see. */
  step(report?: StepReport): void;
  /** A validation of a hand-written loop. */
  evaluation(report: EvaluationReport): void;
  /** All steps so far are decided and visible in /metrics. */
  flush(): Promise<void>;
  /** Marks the run as ended without stopping the exporter: nothing pages, the last values stay. */
  finish(state?: 'finished' | 'failed'): Promise<void>;
  /** Ends: restores what was patched, waits for a last scrape, stops the exporter. Can be called again. */
  close(options?: { state?: 'finished' | 'failed' }): Promise<void>;
}
