import { frameKinds, HEADER } from '../../dist/frame.js';
import type { SymptomEvent } from '../../dist/handle.js';
import type { Sighting, Truth } from '../zoo/judge.js';
import type { Part } from '../zoo/run.js';
import type { Tape } from '../zoo/tape.js';
import { TapePlayer } from '../zoo/tape-player.js';

/** A symptom as it was raised. */
export interface Raised extends Sighting {
  readonly variable?: string;
}

/** One training, and what was raised in it. */
export interface Outcome {
  readonly run: string;
  readonly seed: number;
  readonly setting: string;
  readonly steps: number;
  /** Steps in which every statistic was measured. */
  readonly sampled: number;
  readonly raised: readonly Raised[];
  /** Not trained again: with the defaults every statistic was measured in every step, so that it is the same. */
  readonly reused?: boolean;
  /** What the tape said when it was decided again, where that differs from what the process heard. */
  readonly taped?: string;
  readonly error?: string;
}

/** An outcome with what is true of its run. */
export interface Trial extends Outcome {
  readonly truth: Truth;
  readonly part: Part;
}

/** What a tape says; `live` is what the process heard while it was recorded. */
export function decide(
  tape: Tape,
  live?: readonly SymptomEvent[],
): Pick<Outcome, 'steps' | 'sampled' | 'raised' | 'taped'> {
  const events: SymptomEvent[] = [];
  const player = new TapePlayer(tape, (event) => events.push(event));
  player.advance(Number.POSITIVE_INFINITY);
  const taped = events.filter(({ state }) => state === 'raised').map(raisedOf);
  const raised = live?.map(raisedOf) ?? taped;
  const [heard, said] = [describe(raised), describe(taped)];
  const isSampled = (entry: Tape['entries'][number]) =>
    'frame' in entry &&
    frameKinds[entry.frame[HEADER.kind] ?? -1] === 'step' &&
    entry.frame[HEADER.sampled] === 1;
  const sampled = tape.entries.filter(isSampled).length;
  return { steps: player.steps, sampled, raised, ...(heard !== said && { taped: said || '-' }) };
}

const raisedOf = ({ symptom, severity, layer, variable, step }: SymptomEvent): Raised => ({
  symptom,
  severity,
  step,
  ...(layer !== undefined && { layer }),
  ...(variable !== undefined && { variable }),
});

/** `symptom[layer/variable]@step`, a space between two. */
export const describe = (raised: readonly Raised[]): string =>
  raised
    .map(({ symptom, layer, variable, step }) => {
      const place = [layer, variable].filter((part) => part !== undefined).join('/');
      return `${symptom}${place && `[${place}]`}@${step}`;
    })
    .join(' ');
