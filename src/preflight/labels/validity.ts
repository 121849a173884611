import { writeNumber } from '../../symptoms/message.js';
import type { Finding } from '../report.js';
import type { Survey } from './survey.js';

/** Values of a row that a message lists. */
const LISTED = 6;

/** Labels that no loss can be computed from. */
export function notFinite({ called, nonFinite: { count, first } }: Survey, limit: number, advice: string) {
  if (count <= limit) return [];
  const found = count === 1 ? '1 value that is' : `${count} values that are`;
  const message = `${called} have ${found} NaN or infinite, the first in example ${first} (limit ${limit}).`;
  return [{ severity: 'critical', message, advice, value: count, limit } satisfies Finding];
}

/** Indices of classes that there are not. TensorFlow.js computes a loss of zero for them, and says nothing. */
export function noClass({ called, output, indices }: Survey, advice: string): Finding[] {
  if (!indices?.first) return [];
  const { outside, first, size } = indices;
  const found = outside === 1 ? '1 is not' : `${outside} are not`;
  const message = `${called} must be whole numbers from 0 to ${size - 1} for ${output.loss}, as the output has ${size} units: ${found}, the first is ${writeNumber(first.value, 'number')} in example ${first.example}.`;
  return [{ severity: 'critical', message, advice, value: first.value, limit: size - 1 }];
}

/** Rows that are no distribution, or values outside 0 to 1, for a cross-entropy that takes such. */
export function unfitting({ called, output, demand, tally }: Survey, limit: number, advice: string) {
  const { rows, invalid, first } = tally;
  const value = invalid / Math.max(1, rows);
  if (!first || value <= limit) return [];
  const expected =
    demand === 'distributions' ? 'rows of values from 0 to 1 that sum to 1' : 'values from 0 to 1';
  const listed = first.values.slice(0, LISTED).map((each) => writeNumber(each, 'number'));
  const row = `[${[...listed, ...(first.values.length > LISTED ? ['…'] : [])].join(', ')}]`;
  const message = `${called} must be ${expected} for ${output.loss}: ${invalid} of ${rows} rows are not, the first is ${row} in example ${first.example} (limit ${writeNumber(limit, 'percent')}).`;
  return [{ severity: 'warning', message, advice, value, limit } satisfies Finding];
}
