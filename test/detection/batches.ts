import { TapePlayer } from '../zoo/tape-player.js';
import { loadTape } from '../zoo/tapes.js';
import { alertsOf, type Fired, OutOfPace } from './alerts.js';
import { labelOf } from './label.js';
import type { Outcome } from './outcome.js';

/** Runs played to one Prometheus at once: what two cores can serve, scrape and evaluate twice a second. */
const BATCH = 50;
/** Another program may take the cores for a while; a batch that was too much for them is played again by halves. */
const ATTEMPTS = 4;

export interface Alerted {
  readonly fired: readonly Fired[];
  /** Times that runs were played to a Prometheus. */
  readonly batches: number;
  /** Those of them that were played again, as a scrape or an evaluation had been missed. */
  readonly repeated: number;
}

/** The alerts of every training, runs of similar length together; `told` hears how many are done. */
export async function playToPrometheus(
  outcomes: readonly Outcome[],
  told: (played: number) => void,
): Promise<Alerted> {
  const sorted = [...outcomes].sort((a, b) => a.steps - b.steps);
  let all: Alerted = { fired: [], batches: 0, repeated: 0 };
  for (let start = 0; start < sorted.length; start += BATCH) {
    all = sum(all, await playBatch(sorted.slice(start, start + BATCH)));
    told(Math.min(sorted.length, start + BATCH));
  }
  return all;
}

async function playBatch(batch: readonly Outcome[], attempt = 1): Promise<Alerted> {
  const load = async (outcome: Outcome) =>
    new TapePlayer(await loadTape(outcome), undefined, labelOf(outcome));
  const players = await Promise.all(batch.map(load));
  try {
    return { fired: await alertsOf(players), batches: 1, repeated: 0 };
  } catch (error) {
    if (!(error instanceof OutOfPace) || attempt === ATTEMPTS) throw error;
    process.stderr.write(`\n${error.message}; ${batch.length} runs are played again, by halves\n`);
  }
  const middle = Math.ceil(batch.length / 2);
  let all: Alerted = { fired: [], batches: 1, repeated: 1 };
  for (const half of [batch.slice(0, middle), batch.slice(middle)])
    if (half.length > 0) all = sum(all, await playBatch(half, attempt + 1));
  return all;
}

const sum = (a: Alerted, b: Alerted): Alerted => ({
  fired: [...a.fired, ...b.fired],
  batches: a.batches + b.batches,
  repeated: a.repeated + b.repeated,
});
