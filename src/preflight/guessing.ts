import type { OutputFact } from './outputs.js';

/** The cross-entropy of guessing, ln C for C classes (CS231n); undefined where nothing says that the output is one of classes. */
export function guessing({ loss, units }: OutputFact): number | undefined {
  if (/(categoricalCrossentropy|softmaxCrossEntropy)$/i.test(loss) && units > 1) return Math.log(units);
  return /(binaryCrossentropy|sigmoidCrossEntropy)$/i.test(loss) ? Math.LN2 : undefined;
}
