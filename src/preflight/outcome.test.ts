import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { preflightReport } from '../../test/preflight-report.js';
import { TrainvitalsError } from '../errors.js';
import { givenOutcomes, outcomesIn, outcomesOf } from './outcome.js';

test('of a report is told which checks failed and which passed, and nothing of those that decided nothing', () => {
  const { checks } = preflightReport({
    wiring: { verdict: 'fail', severity: 'critical' },
    'gradient-check': { verdict: 'skipped', severity: 'warning' },
  });
  const outcomes = outcomesOf(checks);
  expect(outcomes).toHaveLength(8);
  expect(outcomes).toContainEqual({ check: 'wiring', severity: 'critical', failed: true });
  expect(outcomes).toContainEqual({ check: 'names', severity: 'info', failed: false });
  expect(outcomes.map(({ check }) => check)).not.toContain('gradient-check');
});

test.each([
  ['a failure before a success', ['pass', 'critical'], ['fail', 'info'], { severity: 'info', failed: true }],
  [
    'the graver of two failures',
    ['fail', 'critical'],
    ['fail', 'warning'],
    { severity: 'critical', failed: true },
  ],
  ['what was decided', ['skipped', 'critical'], ['pass', 'warning'], { severity: 'warning', failed: false }],
] as const)('of a check that the models of a loop share, %s is told', (_what, first, second, told) => {
  const checks = [first, second].map(([verdict, severity]) => ({ id: 'labels', verdict, severity }));
  for (const each of [checks, checks.toReversed()])
    expect(outcomesOf(each)).toEqual([{ check: 'labels', ...told }]);
});

test('a report is taken as it was written to JSON and read again', () => {
  const report = preflightReport({ labels: { verdict: 'fail', severity: 'warning' } });
  expect(givenOutcomes('preflight', JSON.parse(JSON.stringify(report)))).toEqual(outcomesOf(report.checks));
  expect(givenOutcomes('preflight', undefined)).toBeUndefined();
  expect(givenOutcomes('preflight', { checks: [] })).toEqual([]);
});

const check = { id: 'labels', verdict: 'pass', severity: 'warning' };
const holes: unknown[] = [check];
holes[2] = check;

test.each<[unknown, string]>([
  [null, '"preflight" must be a report of preflight(), got null'],
  ['report.json', '"preflight" must be a report of preflight(), got "report.json"'],
  [[check], '"preflight" must be a report of preflight(), got a list of 1'],
  [{}, '"preflight.checks" must be a list of at most 50 checks, got none'],
  [{ checks: { labels: check } }, '"preflight.checks" must be a list of at most 50 checks, got an object'],
  [
    { checks: Array.from({ length: 51 }, () => check) },
    '"preflight.checks" must be a list of at most 50 checks, got a list of 51',
  ],
  [
    { checks: [check, 'labels'] },
    '"preflight.checks[1]" must be a check with id, verdict and severity, got "labels"',
  ],
  [{ checks: holes }, '"preflight.checks[1]" must be a check with id, verdict and severity, got none'],
  [
    { checks: [{ ...check, id: 'a\nb' }] },
    '"preflight.checks[0].id" must be lower-case words with dashes, at most 40 characters, got "a\\nb"',
  ],
  [
    { checks: [{ ...check, id: 'x'.repeat(41) }] },
    `"preflight.checks[0].id" must be lower-case words with dashes, at most 40 characters, got "${'x'.repeat(41)}"`,
  ],
  [
    { checks: [{ ...check, verdict: 'failed' }] },
    '"preflight.checks[0].verdict" must be one of pass, fail, skipped, got "failed"',
  ],
  [
    { checks: [{ ...check, severity: undefined }] },
    '"preflight.checks[0].severity" must be one of critical, warning, info, got none',
  ],
])('%j is no report', (report, message) => {
  expect(() => givenOutcomes('preflight', report)).toThrow(
    new TrainvitalsError('OPTION', `watch(): option ${message}`),
  );
});

test.each([
  ['hello\nworld', /^Unexpected token .*hello\\nworld/],
  ['{"checks": [{"id": "a b"}]}', /^option "preflight\.checks\[0\]\.id" must be lower-case words/],
  ['[]', /^option "preflight" must be a report of preflight\(\), got a list of 0/],
])('a file of %j is refused in one line that names the variable and the file', (content, reason) => {
  const file = join(mkdtempSync(join(tmpdir(), 'outcome-')), 'report.json');
  onTestFinished(() => rmSync(dirname(file), { recursive: true }));
  writeFileSync(file, content);
  const told = thrownBy(() => outcomesIn(file));
  const [variable = '', why] = told.split(`${file}: `);
  expect(variable).toMatch(/^watch\(\): environment variable TRAINVITALS_PREFLIGHT\b/);
  expect(why).toMatch(reason);
  expect(told).not.toContain('\n');
});

function thrownBy(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TrainvitalsError) return error.message;
  }
  throw new Error('nothing was refused');
}
