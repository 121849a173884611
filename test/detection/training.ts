import { play } from '../zoo/play.js';
import { loadTape, removeTape, saveTape, settingOf } from '../zoo/tapes.js';
import { zoo } from '../zoo/zoo.js';
import { decide, type Outcome } from './outcome.js';

/** A run to be trained with the defaults and, for each of `every`, with that setting. */
export interface Job {
  readonly run: string;
  readonly seed: number;
  readonly every: readonly number[];
  /** From the tapes of an earlier training. */
  readonly replay: boolean;
}

interface Setting {
  readonly every?: number;
}

/** Does a job; what went wrong is in the outcome. */
export async function perform({ run, seed, every, replay }: Job): Promise<readonly Outcome[]> {
  const once = async (options: Setting): Promise<Outcome> => {
    const take = { run, seed, setting: settingOf(options) };
    try {
      return { ...take, ...(replay ? decide(await loadTape(take)) : await train(run, seed, options)) };
    } catch (error) {
      return failed(take, error);
    }
  };
  const outcomes = [await once({})];
  for (const each of every) {
    const [first] = outcomes;
    const setting = settingOf({ every: each });
    if (each === 1 && first && isWhole(first)) {
      // A run repeats bit for bit, watched or not: the same again, at the cost of another training.
      if (!replay) await removeTape({ run, seed, setting });
      outcomes.push({ ...first, setting, reused: true });
    } else outcomes.push(await once({ every: each }));
  }
  return outcomes;
}

/** The outcome of a training that came to nothing. */
export const failed = (take: Pick<Outcome, 'run' | 'seed' | 'setting'>, error: unknown): Outcome => ({
  ...take,
  steps: 0,
  sampled: 0,
  raised: [],
  error: error instanceof Error ? error.message : String(error),
});

const isWhole = ({ error, steps, sampled }: Outcome) => error === undefined && sampled >= steps;

async function train(name: string, seed: number, options: Setting) {
  const run = zoo.find((each) => each.name === name);
  if (!run) throw new Error(`training a run: the zoo has none named "${name}"`);
  const { raised, tape } = await play(run, seed, options);
  await saveTape({ run: name, seed, setting: settingOf(options) }, tape);
  return decide(tape, raised);
}
