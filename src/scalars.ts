import type { ScalarLike } from './handle.js';

/** Numbers and scalars by name, as a hand-written loop reports them; what is neither is left out. */
export type Reported = Readonly<Record<string, number | ScalarLike | undefined>>;

/** The numbers of a report: at once where scalars can be read so, else when they have arrived. */
export function numbersOf(
  values: Reported,
  readsAtOnce: boolean,
): Record<string, number> | Promise<Record<string, number>> {
  const numbers: Record<string, number> = {};
  const reading: Promise<void>[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number') numbers[name] = value;
    else if (typeof value?.dataSync !== 'function') continue;
    else if (readsAtOnce || !value.data) numbers[name] = value.dataSync()[0] ?? Number.NaN;
    else {
      reading.push(
        value.data().then((read) => {
          numbers[name] = read[0] ?? Number.NaN;
        }),
      );
    }
  }
  return reading.length === 0 ? numbers : Promise.all(reading).then(() => numbers);
}

/** A count that can be added up: not negative, finite. */
export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
