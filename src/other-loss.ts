import { REPORTED_LOSS } from './frame.js';
import type { ScalarLike } from './handle.js';
import { numbersOf, type Reported } from './scalars.js';

/** What the optimizer saw of the loss of a step. */
export interface SeenLoss {
  /** The data of its tensor. */
  readonly data: object | undefined;
  /** With the penalty and without; none where it was not read. */
  readonly values: readonly number[];
}

/** Losses this close are one: a loop may have rounded what it read. */
const SAME = 1e-3;

/**
 * What a loop says its loss was, where that is another than the one that is minimized: that of averaged weights, of
 * another batch, of the wrong tensor. It is a metric of its own.
 */
export function otherLoss(loss: number | ScalarLike | undefined, { data, values }: SeenLoss): Reported {
  // An optimizer that was not asked for its loss gives null.
  if (loss === undefined || loss === null || values.length === 0) return {};
  if (typeof loss === 'object' && loss.dataId === data) return {};
  const { told } = numbersOf({ told: loss }, true) as Record<string, number>;
  const isSame = (seen: number) => !(Math.abs(seen - (told ?? seen)) > SAME * Math.abs(seen));
  return values.some(isSame) ? {} : { [REPORTED_LOSS]: told };
}
