import { measuresDistance } from '../../tap/loss-fit.js';
import type { OutputFact } from '../outputs.js';

/**
 * What a loss asks of its targets: indices of classes, rows that sum to 1, values from 0 to 1, or any numbers to come near
 * to. Of a loss of one's own nothing is known: its targets may even be dummies.
 */
export type Demand = 'indices' | 'distributions' | 'shares' | 'numbers' | 'anything';

const otherDistances =
  /^(meanAbsolutePercentageError|mape|meanSquaredLogarithmicError|msle|absoluteDifference)$/i;

/** What the loss of an output asks for. */
export function demandOf({ loss, isSparse }: OutputFact): Demand {
  if (isSparse) return 'indices';
  if (/^(categoricalCrossentropy|softmaxCrossEntropy)$/i.test(loss)) return 'distributions';
  if (/^(binaryCrossentropy|sigmoidCrossEntropy|logLoss)$/i.test(loss)) return 'shares';
  return measuresDistance(loss) || otherDistances.test(loss) ? 'numbers' : 'anything';
}
