import { type Column, type Measured, type Statistic, statistics } from './contract.js';

/** A column as the page keeps it: NaN and ∞ are numbers, null is not measured. */
export type Seen = Omit<Column, Statistic> & { [statistic in Statistic]?: (number | null)[] };

/** Reads a column of a message. */
export function seen(column: Column): Seen {
  const { at, step, scalars } = column;
  const made: Seen = { at, step, scalars };
  for (const statistic of statistics) {
    const values = column[statistic];
    if (values) made[statistic] = values.map(numberOf);
  }
  return made;
}

/** The names of what JSON has no number for are JavaScript's own. */
const numberOf = (measured: Measured) => (typeof measured === 'string' ? Number(measured) : measured);
