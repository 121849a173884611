import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * A check of the preflight failed, and the run was started all the same.
 *
 *   check │ fail  pass
 *   run   │ goes  goes
 *         │ sick  healthy
 */
export const preflightFailed = {
  id: 'preflight-failed',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Preflight failed',
  summary: 'The run was started although a check of its preflight failed.',
  finding: 'Run {run} was started although its preflight check {check} failed.',
  valueFormat: 'number',
  limits: {
    failed: {
      value: 1,
      unit: 'none',
      min: 1,
      max: 1,
      origin: 'by definition: 1 is a check that failed, 0 one that passed',
    },
  },
  // What is a matter of taste, such as names, is of severity info and nothing to tell anybody of.
  condition: vital('preflightCheck', { severity: ['warning', 'critical'] }).atLeast('failed'),
  hold: { raise: 0, clear: 0 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Failed preflight checks',
    description: 'One for each check that failed before the run was started. Healthy is zero.',
    series: ['preflightCheck'],
    unit: 'none',
  },
  remedies: [
    'Read what the check found, and do what it advises.',
    'Stop the run, unless its panels already show that the finding does not matter.',
    'Run the preflight again, and start only what passes it.',
    'If it is meant to be so, switch this symptom off for this run.',
  ],
  hints: [],
} as const satisfies Declaration;
