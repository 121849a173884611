import type { Clock } from '../clock.js';
import { type Draw, draws } from './directions.js';
import type { Ground, Grounds, Slope } from './ground.js';
import type { Comparison } from './judge.js';
import { probe } from './probe.js';

/** Milliseconds after which the event loop of the process turns. */
const TURN = 50;

/** A direction of a variable, and what it said. */
export interface Tried extends Comparison {
  readonly direction: string;
}

/** A trained variable, and what its directions said. */
export interface Checked {
  readonly slope: Slope;
  readonly tried: readonly Tried[];
}

/** What stays the same from one direction to the next. */
export interface Setting {
  readonly grounds: Pick<Grounds, 'others'>;
  readonly limit: number;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Each direction of every variable before the next one of any: a check that is cut short has seen all variables. */
export async function compareAll(ground: Ground, setting: Setting): Promise<readonly Checked[]> {
  const { clock } = setting;
  const checked = ground.slopes.map((slope) => ({ slope, tried: [] as Tried[] }));
  let turned = performance.now();
  for (const [round, draw] of draws.entries())
    for (const { slope, tried } of checked) {
      if (clock.isOver()) return checked;
      const found = await confirmed(ground, slope, draw, setting);
      if (found) tried.push(found);
      if (performance.now() - turned < TURN) continue;
      await clock.pause(`direction ${round + 1} of ${draws.length}, of ${checked.length} variables each`);
      turned = performance.now();
    }
  return checked;
}

/** What a direction says; that a gradient is wrong counts where it is so with other examples and other noise as well. */
async function confirmed(
  ground: Ground,
  slope: Slope,
  draw: Draw,
  { grounds, limit, clock, random }: Setting,
): Promise<Tried | undefined> {
  const direction = draw(slope.place, slope.gradient, random);
  if (!direction) return undefined;
  const found = { direction: direction.name, ...(await probe(ground, slope, direction, limit)) };
  if (found.verdict !== 'wrong') return found;
  const others = await grounds.others();
  // Out of time before it could be seen again: nothing is blamed on one look.
  if (others.length === 0 && clock.isOver()) return { ...found, verdict: 'undecided' };
  for (const other of others) {
    const same = other.slopes.find(({ place }) => place.stand === slope.place.stand);
    const again = same && draw(same.place, same.gradient, random);
    if (!again) continue;
    const { verdict } = await probe(other, same, again, limit);
    if (verdict !== 'wrong') return { ...found, verdict: 'undecided' };
  }
  return found;
}

/** What tells most against a variable, among what could be decided; undefined where nothing could. */
export function worstOf({ tried }: Checked): Tried | undefined {
  const decided = tried.filter(({ verdict }) => verdict === 'agrees' || verdict === 'wrong');
  return decided.sort((a, b) => b.error - a.error)[0];
}
