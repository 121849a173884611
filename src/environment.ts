import { TrainvitalsError } from './errors.js';

/** Environment variables, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a process is among others, as whoever launched it says. */
export interface Identity {
  readonly run?: string;
  readonly rank?: number;
  readonly worldSize?: number;
  /** Number among the processes of this host: their default ports are those that follow. */
  readonly localRank?: number;
}

/** Variables of launchers: both rank and size must be there, or they are of something else. */
const LAUNCHERS = [
  { rank: 'TRAINVITALS_RANK', size: 'TRAINVITALS_WORLD_SIZE', local: 'TRAINVITALS_LOCAL_RANK' },
  { rank: 'RANK', size: 'WORLD_SIZE', local: 'LOCAL_RANK' },
  // An indexed Job of Kubernetes, which does not tell its pods how many they are.
  { rank: 'JOB_COMPLETION_INDEX', size: 'WORLD_SIZE', local: 'LOCAL_RANK' },
  // Of a step that srun began: a batch script has a rank as well, and is one process whatever the job asked for.
  { rank: 'SLURM_PROCID', size: 'SLURM_STEP_NUM_TASKS', local: 'SLURM_LOCALID' },
  { rank: 'OMPI_COMM_WORLD_RANK', size: 'OMPI_COMM_WORLD_SIZE', local: 'OMPI_COMM_WORLD_LOCAL_RANK' },
  { rank: 'PMI_RANK', size: 'PMI_SIZE', local: 'MPI_LOCALRANKID' },
] as const;

/** All variables that are read, but Slurm's of a job. */
export const variables: readonly string[] = [
  'TRAINVITALS_RUN',
  'TRAINVITALS_PORT',
  'TRAINVITALS_NEXT_FREE_PORT',
  'TRAINVITALS_HOST',
  'TRAINVITALS_WEB_CONFIG',
  'TRAINVITALS_REGISTER',
  'TRAINVITALS_STOP_SIGNALS',
  'TRAINVITALS_PUSH',
  'TRAINVITALS_PREFLIGHT',
  ...LAUNCHERS.flatMap((launcher) => Object.values(launcher)),
];

/** Run, rank and world size from the variables of a launcher: torchrun's, Kubernetes', Slurm's, MPI's, or our own. */
export function identityOf(env: Environment): Identity {
  const run = env.TRAINVITALS_RUN || slurmJob(env) || torchJob(env);
  return { ...(run && { run }), ...placeOf(env) };
}

function placeOf(env: Environment): Identity {
  for (const launcher of LAUNCHERS) {
    const rank = count(env[launcher.rank]);
    const worldSize = count(env[launcher.size]);
    if (rank === undefined || worldSize === undefined || rank >= worldSize) continue;
    const localRank = count(env[launcher.local]);
    // One process alone is no distributed run.
    if (worldSize === 1) return {};
    return { rank, worldSize, ...(localRank !== undefined && { localRank }) };
  }
  return {};
}

/**
 * A job's name and number; of an array its number and the task's; of a step after the first its number too, because steps
 * may run beside each other. The same when it is started again.
 */
function slurmJob(env: Environment): string | undefined {
  const { SLURM_JOB_NAME: name = 'job', SLURM_JOB_ID: job, SLURM_ARRAY_JOB_ID: array } = env;
  if (job === undefined) return undefined;
  const number = array === undefined ? job : `${array}_${env.SLURM_ARRAY_TASK_ID ?? 0}`;
  const step = count(env.SLURM_STEP_ID) ?? 0;
  return `${name}-${number}${step > 0 ? `.${step}` : ''}`;
}

/** torchrun's name of a job, which is `none` where nobody gave one. */
function torchJob({ TORCHELASTIC_RUN_ID: id }: Environment): string | undefined {
  return id === 'none' ? undefined : id;
}

const count = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

/** Options that a job's script can set without touching the program. */
export interface EnvironmentOptions {
  readonly port?: number;
  readonly nextFreePort?: boolean;
  readonly host?: string;
  readonly webConfig?: string;
  /** File with the report of a preflight that ran before. */
  readonly preflight?: string;
  readonly register?: string;
  readonly stopSignals?: readonly string[];
  readonly push?: string;
}

/** Options from `TRAINVITALS_*`; throws one line for a port that is no number, or a switch that is neither on nor off. */
export function optionsFrom(env: Environment): EnvironmentOptions {
  const { TRAINVITALS_PORT: port, TRAINVITALS_HOST: host, TRAINVITALS_REGISTER: register } = env;
  const { TRAINVITALS_STOP_SIGNALS: stopSignals, TRAINVITALS_PUSH: push } = env;
  const { TRAINVITALS_PREFLIGHT: preflight, TRAINVITALS_WEB_CONFIG: webConfig } = env;
  if (port && count(port) === undefined)
    throw new TrainvitalsError(
      'OPTION',
      `watch(): environment variable TRAINVITALS_PORT must be a whole number from 0 to 65535, got ${JSON.stringify(port.slice(0, 80))}`,
    );
  const nextFreePort = switchIn(env, 'TRAINVITALS_NEXT_FREE_PORT');
  return {
    ...(port && { port: Number(port) }),
    ...(nextFreePort !== undefined && { nextFreePort }),
    ...(host && { host }),
    ...(webConfig && { webConfig }),
    ...(register && { register }),
    ...(push && { push }),
    ...(preflight && { preflight }),
    ...(stopSignals && { stopSignals: stopSignals.split(',').map((signal) => signal.trim()) }),
  };
}

/** Whether a variable switches something on; undefined where it is not set. */
function switchIn(env: Environment, name: string): boolean | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (value === '1' || value === 'true') return true;
  if (value === '0' || value === 'false') return false;
  throw new TrainvitalsError(
    'OPTION',
    `watch(): environment variable ${name} must be 1, true, 0 or false, got ${JSON.stringify(value.slice(0, 80))}`,
  );
}
