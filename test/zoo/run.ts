import type * as tfjs from '@tensorflow/tfjs';
import type { Vitals, WatchOptions } from 'trainvitals';

export type Tf = typeof tfjs;

/** What a watched training is made of, as a user's program would have it. */
export interface Subject {
  /** What `watch` is called with. */
  readonly target: tfjs.LayersModel | tfjs.Optimizer;
  /** The model, or models, that a hand-written loop trains. */
  readonly model?: NonNullable<WatchOptions['model']>;
  /** Variables of a hand-written loop without a model. */
  readonly variables?: NonNullable<WatchOptions['variables']>;
  /** What a hand-written loop adds to its data loss, where it tells. */
  readonly penalty?: NonNullable<WatchOptions['penalty']>;
  /** Trains to the end; a hand-written loop reports its steps and evaluations to `vitals`. */
  readonly train: (vitals?: Vitals) => Promise<void>;
}

/** What a sick run must show. */
export interface Expectation {
  readonly symptom: string;
  /** Layers that are truly affected: the symptom must name one of them. */
  readonly layers?: readonly string[];
  /** What else is true of the run: consequences, and symptoms of the same mistake. */
  readonly alsoAllowed?: readonly string[];
  /** The step (the first is 1) from which the run is sick, where it is healthy before; whatever is raised earlier is wrong. */
  readonly onset?: number;
}

interface RunFacts {
  readonly name: string;
  /** Never looked at when limits are chosen. */
  readonly heldOut: boolean;
  /** Held out, and nothing was mended since the first look at it. */
  readonly isUnseen?: boolean;
  readonly loop: 'fit' | 'fitDataset' | 'trainOnBatch' | 'custom';
  /** Default: cpu, the faster one for models this small. */
  readonly backend?: 'cpu' | 'wasm';
  /** `virtual`: the run says how long its steps take, see `clock.ts`. */
  readonly clock?: 'virtual';
  /** The same seed gives the same data and, as the player seeds `Math.random`, the same weights and shuffles. */
  readonly build: (tf: Tf, seed: number) => Subject | Promise<Subject>;
}

export interface HealthyRun extends RunFacts {
  readonly kind: 'healthy';
}

export interface SickRun extends RunFacts {
  readonly kind: 'sick';
  /** What the user did wrong, one sentence. */
  readonly mistake: string;
  readonly expects: Expectation;
}

/** A real training run of a known state of health. */
export type ZooRun = HealthyRun | SickRun;

/** Parts of the zoo by what they prove, the strongest proof first. */
export const parts = ['unseen', 'held out', 'chosen on'] as const;
export type Part = (typeof parts)[number];

export const partOf = ({ heldOut, isUnseen }: Pick<ZooRun, 'heldOut' | 'isUnseen'>): Part =>
  isUnseen ? 'unseen' : heldOut ? 'held out' : 'chosen on';

/** Runs that have the symptom. */
export const sick = (
  symptom: string,
  runs: readonly (Omit<SickRun, 'kind' | 'expects'> & Omit<Expectation, 'symptom'>)[],
): readonly SickRun[] =>
  runs.map(({ layers, alsoAllowed, onset, ...run }) => ({
    ...run,
    kind: 'sick',
    expects: {
      symptom,
      ...(layers && { layers }),
      ...(alsoAllowed && { alsoAllowed }),
      ...(onset !== undefined && { onset }),
    },
  }));

/** Runs that have no symptom. */
export const healthy = (runs: readonly Omit<HealthyRun, 'kind'>[]): readonly HealthyRun[] =>
  runs.map((run) => ({ ...run, kind: 'healthy' }));
