import type { MessagePort } from 'node:worker_threads';
import type { Layout, Moment, Slot } from '../frame.js';
import type { RunState, SymptomEvent } from '../handle.js';
import type { RingMemory } from './ring.js';
import type { Stage } from './stages.js';

/** A check of a preflight that could decide. */
export interface CheckOutcome {
  /** Its id, such as `overfit-small-batch`. */
  readonly check: string;
  readonly severity: SymptomEvent['severity'];
  readonly failed: boolean;
}

/** Facts of a run that do not change while it is watched. */
export interface RunFacts {
  readonly run: string;
  readonly rank?: number;
  readonly worldSize: number;
  readonly model: string;
  readonly optimizer: string;
  readonly backend: string;
  readonly device: string;
  /** Whether a GPU was expected and the run computes without. */
  readonly isAcceleratorUnused: boolean;
  readonly frameworkVersion: string;
  /** Unix time in seconds. */
  readonly started: number;
  /** What a preflight found before the run; left out where none is known, and in recordings of old. */
  readonly preflight?: readonly CheckOutcome[];
  readonly symptoms: Readonly<Record<string, boolean | Readonly<Record<string, number>>>>;
  /** Another rank exports the series of layers. */
  readonly omitsLayers?: boolean;
  /** File that the run is recorded to: there, and empty. */
  readonly record?: string;
}

/** Where a counter of a run stands. */
export interface Standing extends Slot {
  readonly value: number;
}

/**
 * What a run tells an exporter thread that takes over: all at once, so that no scrape finds half of it.
 */
export interface Resumed {
  /** Messages that were sent so far, this one included. */
  readonly messages: number;
  /** Frames that were lost so far, but for those that the ring counts. */
  readonly dropped: number;
  /** Those that frames in the ring may have, oldest first. */
  readonly layouts: readonly Layout[];
  readonly ring?: RingMemory;
  readonly state: RunState;
  readonly errors?: Readonly<Record<string, number>>;
  /** What counters go on from. */
  readonly counters: readonly Standing[];
  /** Seconds by which the clock was set so far. */
  readonly clock: number;
  /** Step of the last frame, and its Unix time in seconds, by the clock of now; left out before the first. */
  readonly last?: { readonly step: number; readonly time: number };
}

/**
 * What the training thread tells the exporter thread beside the ring. Messages of a run are numbered by their order;
 * a frame carries how many were sent before it, so that both sides agree on what came first.
 */
export type ToExporter =
  | { readonly type: 'attach'; readonly facts: RunFacts; readonly resumed?: Resumed }
  | { readonly type: 'layout'; readonly run: string; readonly layout: Layout; readonly ring?: RingMemory }
  /** Told again to a thread that takes over, which knows it: its recording may not have it. */
  | { readonly type: 'state'; readonly run: string; readonly state: RunState; readonly at: Moment }
  | { readonly type: 'errors'; readonly run: string; readonly errors: Readonly<Record<string, number>> }
  | { readonly type: 'detach'; readonly run: string }
  /** What an earlier run of the name has left in a Pushgateway goes: it would speak for this one. */
  | { readonly type: 'unpush'; readonly run: string; readonly gateway: string }
  | { readonly type: 'flush'; readonly run: string; readonly request: number }
  /** Answered when the values of now were scraped, or when the time is up. */
  | {
      readonly type: 'linger';
      readonly run: string;
      readonly request: number;
      readonly seconds: number;
      /** Do not wait where nobody has ever scraped. */
      readonly onlyIfScraped: boolean;
    }
  /** Answered when the values of now are where a Prometheus finds them, or cannot be brought there. */
  | {
      readonly type: 'push';
      readonly run: string;
      readonly request: number;
      /** URL of a Pushgateway. */
      readonly gateway: string;
      /** How long a run that ended well stays there. */
      readonly seconds: number;
    };

export type FromExporter =
  /** `warning`: what is not safe about its web configuration. */
  | {
      readonly type: 'listening';
      readonly port: number;
      readonly isSecure: boolean;
      readonly warning?: string;
    }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'refused'; readonly code: string; readonly message: string }
  | { readonly type: 'symptom'; readonly event: SymptomEvent }
  | {
      readonly type: 'answer';
      readonly request: number;
      readonly active: readonly SymptomEvent[];
    }
  | { readonly type: 'error'; readonly run: string; readonly message: string; readonly stage?: Stage };

/** What the exporter thread is started with. */
export interface WorkerData {
  readonly port: number;
  readonly host: string;
  /** Path of a web configuration file. */
  readonly webConfig: string | undefined;
  /** In shared memory: a count that says that the thread is alive, and whether a scrape was ever answered. */
  readonly signs: Int32Array;
  /** Carries both kinds of messages; the training thread can look into it without returning to its event loop. */
  readonly channel: MessagePort;
}
