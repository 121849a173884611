import { expect, test } from 'vitest';
import { type CountedModule, closingLine } from './closing-line.js';

type State = 'pending' | 'passed' | 'failed' | 'skipped';

const file = (states: State[], errors = 0, suiteErrors = 0): CountedModule => ({
  errors: () => Array.from({ length: errors }),
  children: {
    allSuites: () => [{ errors: () => Array.from({ length: suiteErrors }) }],
    allTests: () => states.map((state) => ({ result: () => ({ state }) })),
  },
});

test.each([
  {
    name: 'tests of several files are added up',
    files: [file(['passed']), file(['passed', 'failed'])],
    line: '2 passed, 1 failed',
  },
  {
    name: 'skipped tests are named only where there are some',
    files: [file(['passed', 'skipped'])],
    line: '1 passed, 0 failed, 1 skipped',
  },
  { name: 'a file that does not load is a failure', files: [file([], 1)], line: '0 passed, 1 failed' },
  {
    name: 'a failing hook is a failure',
    files: [file(['pending'], 0, 1)],
    line: '0 passed, 1 failed, 1 skipped',
  },
])('$name', ({ files, line }) => {
  expect(closingLine(files, 0)).toBe(line);
});

test('an error that nobody caught is a failure', () => {
  expect(closingLine([file(['passed'])], 1)).toBe('1 passed, 1 failed');
});

test('a run without a test file has failed', () => {
  expect(closingLine([], 0)).toBe('0 passed, 1 failed');
});
