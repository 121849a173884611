import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { Tape } from './tape.js';

/** Which training a tape is of. */
export interface Take {
  readonly run: string;
  readonly seed: number;
  /** How the agent was set, `settingOf` its options. */
  readonly setting: string;
}

/** From the compiled file, `.cache/zoo/tapes.js`. */
const TAPES = new URL('../zoo-tapes/', import.meta.url);

/** A name for the agent's options: `default`, `every-1`, `budget-0.05`. */
export function settingOf({ every, budget }: { every?: number; budget?: number }): string {
  const parts = [every !== undefined && `every-${every}`, budget !== undefined && `budget-${budget}`];
  return parts.filter(Boolean).join('-') || 'default';
}

const fileOf = ({ run, seed, setting }: Take) => new URL(`${setting}/${run}.${seed}`, TAPES);

/** Keeps a tape until the next training of the same. */
export async function saveTape(take: Take, tape: Tape): Promise<void> {
  const file = fileOf(take);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, serialize(tape));
}

/** The tape of a training; throws one line where there is none. */
export async function loadTape(take: Take): Promise<Tape> {
  const { run, seed, setting } = take;
  const bytes = await readFile(fileOf(take)).catch(() => undefined);
  if (!bytes)
    throw new Error(
      `no tape of ${run} with seed ${seed}, setting ${setting}; train it first, without --replay`,
    );
  return deserialize(bytes) as Tape;
}

export const removeTape = (take: Take): Promise<void> => rm(fileOf(take), { force: true });
