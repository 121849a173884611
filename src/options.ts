import { constants } from 'node:os';
import type { CheckOutcome } from './channel/messages.js';
import { type Environment, identityOf, optionsFrom } from './environment.js';
import { TrainvitalsError } from './errors.js';
import {
  flag,
  gateway,
  integer,
  isRecord,
  number,
  refuse,
  refuseUnknown,
  strings,
  text,
} from './option-checks.js';
import { givenOutcomes, outcomesIn } from './preflight/outcome.js';
import type { PreflightReport } from './preflight/report.js';
import { catalogue, symptomOf } from './symptoms/catalogue.js';
import { configured, type SymptomSettings } from './symptoms/limits.js';

/** Options of `watch`, all optional. */
export interface WatchOptions {
  /** Name of the run: the label `run`. Default: that of the job, or the model's name and the time. */
  readonly run?: string;
  /** Rank of this process in a distributed run, 0 to worldSize − 1. Default: as the launcher says. */
  readonly rank?: number;
  readonly worldSize?: number;
  /** TCP port of the exporter; 0 takes any free one. Runs of one process share it. */
  readonly port?: number;
  /** Where `port` is taken, one of the 19 that follow is; default: an error says that it is taken. `vitals.url` has it. */
  readonly nextFreePort?: boolean;
  readonly host?: string;
  /** Class names, in the order of the labels' indices. */
  readonly labels?: readonly string[];
  /** Share of step time the agent may cost, after an opening allowance. */
  readonly budget?: number;
  /** Measure every statistic once in n steps, each time another of them, instead of by budget. */
  readonly every?: number;
  /**
   * Seconds that `close()` waits for a last scrape; 0 = none. Default: 20 if there was a scrape before, else none. With
   * `push` it waits only if there was one before.
   */
  readonly linger?: number;
  /**
   * URL of a Pushgateway, for jobs that are shorter than a scrape interval: `close()` leaves there what no scrape has
   * seen. What ended well is deleted again after `linger` seconds (default: 45), what failed stays.
   */
  readonly push?: string;
  /** Per symptom: `false` switches it off, an object moves its limits; `limit` is the main one of any. */
  readonly symptoms?: SymptomSettings;
  /** Layers whose series are exported, by name; `*` matches any text. */
  readonly layers?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] };
  /** Variables of a hand-written loop, for `watch(optimizer, { variables })`. */
  readonly variables?: readonly unknown[] | Readonly<Record<string, unknown>>;
  /**
   * The model, or models, that a hand-written loop trains, for `watch(optimizer, { model })`; they need not be compiled.
   * Their weights are watched without `variables`, and beside them what goes into the model and comes out of its layers.
   */
  readonly model?: object | readonly object[];
  /**
   * What a hand-written loop adds to its data loss to hold the weights small, where that is not
   * `model.calculateLosses()`, which is seen without this option: a scalar tensor or a list of them, of the weights
   * alone. Called in measured steps, beside the loop's own computation.
   */
  readonly penalty?: () => object | readonly object[];
  /**
   * The report of a `preflight()` that ran elsewhere, such as in the gate before the job: read from its JSON. What ran in
   * this process is known without it.
   */
  readonly preflight?: PreflightReport;
  /**
   * Web configuration file in the format of Prometheus' exporters (exporter-toolkit): TLS with client certificates, basic
   * authentication, headers, a rate limit. Read again when it changes.
   */
  readonly webConfig?: string;
  /**
   * File that every step is recorded to, for `trainvitals replay`; one that is there stays as it is, and the next free
   * name is taken. It grows to 32 MiB; then it is kept, and what comes later goes to two more files in turn.
   */
  readonly record?: string;
  /** Folder of a Prometheus with `file_sd_configs`: the exporter writes itself there, and removes itself at the end. */
  readonly register?: string;
  /**
   * Signals that tell the process to stop, such as `SIGTERM` of a node that is drained: the run is marked as finished, its
   * last scrape is waited for, and then the signal does what it does without the agent. Default: none.
   */
  readonly stopSignals?: readonly string[];
  /** Ranks above 0 leave out what all ranks of a data-parallel run share: the series of layers. */
  readonly onlyRankZero?: boolean;
  /** Steps that were taken before, where training resumes from a checkpoint: counts go on, and nothing is a first step. */
  readonly initialStep?: number;
}

/** The documented port of the exporter. */
export const DEFAULT_PORT = 9790;

/** Options with their defaults filled in. */
export interface Settings {
  readonly run: string | undefined;
  readonly rank: number | undefined;
  readonly worldSize: number;
  readonly port: number;
  readonly nextFreePort: boolean;
  readonly host: string;
  readonly labels: readonly string[];
  readonly budget: number;
  readonly every: number | undefined;
  readonly linger: { readonly seconds: number; readonly onlyIfScraped: boolean };
  readonly push: { readonly gateway: string; readonly seconds: number } | undefined;
  readonly symptoms: SymptomSettings;
  readonly wanted: (layer: string) => boolean;
  /** Whether another rank exports the series of layers. */
  readonly omitsLayers: boolean;
  readonly variables: WatchOptions['variables'];
  readonly models: readonly unknown[];
  readonly penalty: WatchOptions['penalty'];
  /** What the preflight that was given found; counts before one in this process. */
  readonly preflight: readonly CheckOutcome[] | undefined;
  /** What the preflight that the environment names found; one in this process is newer, and counts before it. */
  readonly earlierPreflight: readonly CheckOutcome[] | undefined;
  readonly webConfig: string | undefined;
  readonly record: string | undefined;
  readonly register: string | undefined;
  readonly stopSignals: readonly NodeJS.Signals[];
  readonly initialStep: number;
}

/** Seconds that `close()` waits by default: a usual scrape interval and some. */
const LINGER_SECONDS = 20;

/** Seconds that a run stays in a Pushgateway: three scrapes of 15 s, so that an alert that waits for 15 s sees it twice. */
const PUSHED_SECONDS = 45;

/** Checks the options; throws a {@link TrainvitalsError} with one line for the first that does not fit. */
export function settingsOf(options: WatchOptions = {}, env: Environment = process.env): Settings {
  if (!isRecord(options)) refuse('options', 'an object', options);
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) refuseUnknown('option', name, known);
  }
  const launched = identityOf(env);
  const outside = optionsFrom(env);
  // Half of it from here and half from there would be nobody's place.
  const place = options.rank === undefined && options.worldSize === undefined ? launched : options;
  const rank = integer('rank', place.rank, 0, 2 ** 31);
  const worldSize = integer('worldSize', place.worldSize, 1, 2 ** 31) ?? 1;
  if (rank !== undefined && rank >= worldSize) refuse('rank', `below worldSize (${worldSize})`, rank);
  if (worldSize > 1 && rank === undefined)
    refuse('rank', `a whole number from 0 to ${worldSize - 1} where worldSize is ${worldSize}`, rank);
  const register = text('register', options.register ?? outside.register);
  const preflight = givenOutcomes('preflight', options.preflight);
  const linger = number('linger', options.linger, 0, 2 ** 31 / 1000);
  const push = gateway('push', options.push ?? outside.push);
  return {
    run: text('run', options.run ?? launched.run),
    rank,
    worldSize,
    port:
      integer('port', options.port ?? outside.port, 0, 65_535) ?? defaultPort(register, launched.localRank),
    nextFreePort: flag('nextFreePort', options.nextFreePort ?? outside.nextFreePort),
    host: text('host', options.host ?? outside.host) ?? '127.0.0.1',
    labels: strings('labels', options.labels) ?? [],
    budget: number('budget', options.budget, 0.0001, 1) ?? 0.01,
    every: integer('every', options.every, 1, 1_000_000),
    linger: { seconds: linger ?? LINGER_SECONDS, onlyIfScraped: linger === undefined || push !== undefined },
    push: push === undefined ? undefined : { gateway: push, seconds: linger ?? PUSHED_SECONDS },
    symptoms: symptomSettings(options.symptoms),
    wanted: layerFilter(options.layers),
    omitsLayers: flag('onlyRankZero', options.onlyRankZero) && (rank ?? 0) > 0,
    variables: options.variables,
    models: modelsOf(options.model),
    penalty: penaltyOf(options.penalty),
    preflight,
    earlierPreflight: preflight ? undefined : outcomesIn(outside.preflight),
    webConfig: text('webConfig', options.webConfig ?? outside.webConfig),
    record: text('record', options.record),
    register,
    stopSignals: signalsOf(options.stopSignals ?? outside.stopSignals),
    initialStep: integer('initialStep', options.initialStep, 0, Number.MAX_SAFE_INTEGER) ?? 0,
  };
}

/** Any free one where Prometheus is told; else those of the processes of a host follow each other. */
const defaultPort = (register: string | undefined, localRank = 0): number =>
  register === undefined ? DEFAULT_PORT + localRank : 0;

/** Names of all options. */
export const known = [
  'run',
  'rank',
  'worldSize',
  'port',
  'nextFreePort',
  'host',
  'labels',
  'budget',
  'every',
  'linger',
  'push',
  'symptoms',
  'layers',
  'variables',
  'model',
  'penalty',
  'preflight',
  'webConfig',
  'record',
  'register',
  'stopSignals',
  'initialStep',
  'onlyRankZero',
];

function signalsOf(value: unknown): readonly NodeJS.Signals[] {
  const names = strings('stopSignals', value) ?? [];
  for (const [index, name] of names.entries())
    if (!isCatchable(name))
      refuse(`stopSignals[${index}]`, 'a signal that a process can hear, such as "SIGTERM"', name);
  return names.filter(isCatchable);
}

const isCatchable = (name: string): name is NodeJS.Signals =>
  Object.hasOwn(constants.signals, name) && name !== 'SIGKILL' && name !== 'SIGSTOP';

/** Whether they are models, `watch` says. */
function modelsOf(model: WatchOptions['model']): readonly unknown[] {
  if (model === undefined) return [];
  const given: readonly unknown[] = Array.isArray(model) ? model : [model];
  if (given.length === 0) refuse('model', 'a tf.LayersModel or a list of them', model);
  return given;
}

function penaltyOf(penalty: WatchOptions['penalty']): WatchOptions['penalty'] {
  if (penalty === undefined || typeof penalty === 'function') return penalty;
  return refuse('penalty', 'a function that returns a scalar tensor or a list of them', penalty);
}

function layerFilter(layers: WatchOptions['layers']): (layer: string) => boolean {
  if (layers === undefined) return () => true;
  if (!isRecord(layers)) refuse('layers', 'an object with include, exclude', layers);
  const parts = ['include', 'exclude'];
  for (const name of Object.keys(layers)) {
    if (!parts.includes(name)) refuseUnknown('part', name, parts, ' of option "layers"');
  }
  const include = strings('layers.include', layers.include)?.map(pattern);
  const exclude = strings('layers.exclude', layers.exclude)?.map(pattern) ?? [];
  return (layer) => (include?.some((p) => p.test(layer)) ?? true) && !exclude.some((p) => p.test(layer));
}

const pattern = (glob: string) =>
  new RegExp(`^${glob.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's');

function symptomSettings(settings: WatchOptions['symptoms']): Settings['symptoms'] {
  if (settings === undefined) return {};
  if (!isRecord(settings)) refuse('symptoms', 'an object by symptom id', settings);
  for (const [id, setting] of Object.entries(settings)) {
    // What is unknown is refused below.
    const symptom = symptomOf(id);
    if (typeof setting === 'boolean' || !symptom) continue;
    if (!isRecord(setting)) refuse(`symptoms.${id}`, 'true, false or an object of limits', setting);
    for (const [name, value] of Object.entries(setting)) {
      // Left undefined it would take the place of the declared limit, and nothing is above or below it.
      if (typeof value !== 'number') refuse(`symptoms.${id}.${name}`, 'a number or left out', value);
      if (symptom.decidedBy === 'prometheus')
        refuse(
          `symptoms.${id}.${name}`,
          'left out, because Prometheus alone decides it: trainvitals rules --set moves it',
          value,
        );
    }
  }
  try {
    configured(catalogue, settings);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new TrainvitalsError('OPTION', `watch(): option "symptoms": ${message}`);
  }
  return settings;
}
