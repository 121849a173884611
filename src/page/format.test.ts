import { expect, test } from 'vitest';
import { duration, number, percent, plural, seconds } from './format.js';

test.each([
  [undefined, 'not measured'],
  [null, 'not finite'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '∞'],
  [Number.NEGATIVE_INFINITY, '-∞'],
  [0, '0'],
  [0.123456, '0.1235'],
  [-12.5, '-12.5'],
  [100000, '100000'],
  [0.00001, '1e-5'],
  [0.00012345, '1.23e-4'],
  [1234567, '1.23e6'],
])('%j is written %s', (value, text) => expect(number(value)).toBe(text));

test.each([
  [0.5, '50 %'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '∞'],
  [null, 'not finite'],
  [undefined, 'not measured'],
])('the share %j is written %s', (value, text) => expect(percent(value)).toBe(text));

test.each([
  [0.00005, '50 µs'],
  [0.0204, '20.4 ms'],
  [2, '2 s'],
])('%d seconds are written %s', (value, text) => expect(seconds(value)).toBe(text));

test.each([
  [0, '0 s'],
  [59.6, '1 min'],
  [65, '1 min 5 s'],
  [7500, '2 h 5 min'],
  [86_400 * 3 + 60, '3 d'],
  [Number.POSITIVE_INFINITY, 'unknown'],
  [-5, 'unknown'],
])('a span of %d seconds is told as %s', (value, text) => expect(duration(value)).toBe(text));

test('one is not many', () =>
  expect([plural(1, 'event'), plural(2, 'event')]).toEqual(['1 event', '2 events']));
