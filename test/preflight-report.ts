import type { CheckReport, PreflightReport } from '../src/preflight/report.js';

type Outcome = Pick<CheckReport, 'verdict' | 'severity'>;

const passed: Outcome = { verdict: 'pass', severity: 'warning' };

/** What the nine checks of a preflight say where nothing is wrong. */
const well: Readonly<Record<string, Outcome>> = {
  names: { verdict: 'pass', severity: 'info' },
  wiring: { verdict: 'pass', severity: 'critical' },
  inputs: passed,
  labels: passed,
  initialization: passed,
  regularization: passed,
  'overfit-small-batch': passed,
  'learning-rate-search': passed,
  'gradient-check': passed,
};

/** The report of some preflight, with other outcomes of some checks. */
export function preflightReport(others: Readonly<Record<string, Outcome>> = {}): PreflightReport {
  const checks = Object.entries({ ...well, ...others }).map(([id, outcome]) => checkReport(id, outcome));
  return {
    ok: checks.every(({ verdict, severity }) => verdict !== 'fail' || severity === 'info'),
    checks,
    model: 'sequential',
    backend: 'cpu',
    examples: 64,
    started: '2026-01-01T00:00:00.000Z',
    seconds: 2,
    version: '0.1.0',
  };
}

const checkReport = (id: string, { verdict, severity }: Outcome): CheckReport => ({
  id,
  verdict,
  severity,
  value: null,
  limit: null,
  message: `What ${id} found.`,
  advice: `What ${id} advises.`,
  findings: [],
  seconds: 0.1,
  cutShort: false,
  pictures: [],
  learningRate: null,
});
