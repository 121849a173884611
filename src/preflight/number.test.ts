import { expect, test } from 'vitest';
import { writeAgainst, writeNumber, writeSeconds } from './number.js';

test.each([
  { value: 0, text: '0' },
  { value: -0, text: '0' },
  { value: 60000, text: '60000' },
  { value: 123456, text: '123456' },
  { value: 2.30264, text: '2.303' },
  { value: -0.00012346, text: '-0.0001235' },
  { value: 0.0001, text: '0.0001' },
  { value: 0.000012, text: '1.2e-5' },
  { value: 1e-30, text: '1e-30' },
  { value: 1234567, text: '1.235e6' },
  { value: 1e30, text: '1e30' },
  { value: 5e-324, text: '5e-324' },
  { value: Number.NaN, text: 'NaN' },
  { value: Number.POSITIVE_INFINITY, text: '∞' },
  { value: Number.NEGATIVE_INFINITY, text: '-∞' },
])('$value is written $text', ({ value, text }) => {
  expect(writeNumber(value)).toBe(text);
});

test.each([
  { seconds: 0, text: 'under 1 ms' },
  { seconds: 0.0852, text: '85 ms' },
  { seconds: 0.9999, text: '1 s' },
  { seconds: 2.44, text: '2.4 s' },
  { seconds: 9.97, text: '10 s' },
  { seconds: 119.4, text: '119 s' },
  { seconds: 119.6, text: '2 min 0 s' },
  { seconds: 185, text: '3 min 5 s' },
  { seconds: Number.NaN, text: 'an unknown time' },
])('$seconds seconds are $text', ({ seconds, text }) => {
  expect(writeSeconds(seconds)).toBe(text);
});

test.each([
  { value: 0.5, limit: 1, text: '0.5, limit 1' },
  { value: 0.5, limit: null, text: '0.5' },
  { value: null, limit: 1, text: 'limit 1' },
  { value: null, limit: null, text: '' },
])('$value against $limit is "$text"', ({ value, limit, text }) => {
  expect(writeAgainst(value, limit, false)).toBe(text);
});

test.each([
  { value: 0.34, limit: 0.002, hasFailed: false, text: '0.34, at least 0.002' },
  { value: 0.001, limit: 0.002, hasFailed: true, text: '0.001, at least 0.002' },
  { value: 130, limit: 5, hasFailed: true, text: '130, limit 5' },
  { value: 2, limit: 2, hasFailed: false, text: '2, limit 2' },
])('a limit that must be reached reads as one: $text', ({ value, limit, hasFailed, text }) => {
  expect(writeAgainst(value, limit, hasFailed)).toBe(text);
});
