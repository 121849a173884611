import { histogramOf, type Picture } from '../picture.js';
import { CLASSES } from './balance.js';
import type { Survey } from './survey.js';

/** How many labels each class has; of many classes, how many have so many; of numbers, what they are. */
export function pictureOf({ name, tally, sample }: Survey, names: readonly string[]): Picture {
  if (!tally.isOfClasses && !tally.isOfAnswers)
    return histogramOf(`Labels of ${name}`, 'value', sample.values);
  if (tally.classes > CLASSES) return histogramOf(`Labels a class of ${name}`, 'labels', tally.counts);
  const bars = Array.from(tally.counts, (value, index) => ({ name: names[index] ?? String(index), value }));
  return { kind: 'bars', title: `Labels of ${name}`, y: { name: 'labels' }, bars, marks: [] };
}
