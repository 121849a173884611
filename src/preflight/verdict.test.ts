import { expect, test } from 'vitest';
import type { CheckReport, CheckVerdict } from './report.js';
import { writeVerdict } from './verdict.js';

type Verdict = readonly [id: string, verdict: CheckVerdict, severity?: CheckReport['severity']];
const check = ([id, verdict, severity = 'warning']: Verdict): CheckReport => ({
  id,
  verdict,
  severity,
  value: null,
  limit: null,
  message: '',
  advice: '',
  findings: [],
  seconds: 0,
  cutShort: false,
  pictures: [],
  learningRate: null,
});

test.each<{ text: string; ok: boolean; verdicts: Verdict[] }>([
  {
    text: 'Preflight passed: 2 of 2 checks, in 21 s.',
    ok: true,
    verdicts: [
      ['wiring', 'pass'],
      ['labels', 'pass'],
    ],
  },
  {
    text: 'Preflight passed: 1 of 2 checks, 1 skipped, in 21 s.',
    ok: true,
    verdicts: [
      ['wiring', 'pass'],
      ['labels', 'skipped'],
    ],
  },
  {
    text: 'Preflight passed: 1 of 2 checks, in 21 s; 1 matter of taste: names.',
    ok: true,
    verdicts: [
      ['names', 'fail', 'info'],
      ['labels', 'pass'],
    ],
  },
  {
    text: 'Preflight failed: inputs (warning), initialization (critical).',
    ok: false,
    verdicts: [
      ['inputs', 'fail', 'warning'],
      ['labels', 'pass'],
      ['initialization', 'fail', 'critical'],
    ],
  },
  {
    text: 'Preflight failed: wiring (critical); 2 matters of taste: names, inputs.',
    ok: false,
    verdicts: [
      ['names', 'fail', 'info'],
      ['wiring', 'fail', 'critical'],
      ['inputs', 'fail', 'info'],
    ],
  },
  {
    text: 'Preflight decided nothing: 2 checks skipped, in 21 s.',
    ok: true,
    verdicts: [
      ['wiring', 'skipped'],
      ['labels', 'skipped'],
    ],
  },
  { text: 'Preflight decided nothing: 0 checks skipped, in 21 s.', ok: true, verdicts: [] },
])('$text', ({ text, ok, verdicts }) => {
  const report = { model: '', backend: '', examples: 0, started: '', seconds: 21.2, version: '' };
  expect(writeVerdict({ ...report, ok, checks: verdicts.map(check) })).toBe(text);
});
