import { expect, test, vi } from 'vitest';
import { terminal } from './preflight.js';

test.each([
  ['a terminal', { columns: 72, isTTY: true }, { width: 72, color: true }],
  ['a pipe', {}, { width: 100, color: false }],
  ['a terminal that nobody told its size', { columns: 0, isTTY: true }, { width: 100, color: true }],
])('a report is written for %s', (_, stream, expected) => {
  vi.stubEnv('NO_COLOR', '');
  expect(terminal(stream)).toEqual(expected);
  vi.stubEnv('NO_COLOR', '1');
  expect(terminal(stream)).toEqual({ ...expected, color: false });
  vi.unstubAllEnvs();
});
