import type { Case, CaseSeries } from '../symptom.js';
import { timeline } from '../timeline.js';
import { preflightFailed } from './preflight-failed.js';

const { failed } = preflightFailed.limits;

const check = (check: string, severity: string, values: CaseSeries['values']): CaseSeries => ({
  key: 'preflightCheck',
  labels: { check, severity },
  values,
});

export const cases: readonly Case[] = [
  {
    name: 'sick: one check of several failed, until the run is started again after a better preflight',
    vitals: [
      check('inputs', 'warning', [0]),
      check('learning-rate-search', 'warning', timeline([failed.value, 8], [0, 10])),
    ],
    expect: [
      { at: 3, raised: true },
      { at: 7, raised: true },
      { at: 17, raised: false },
    ],
  },
  {
    name: 'sick: a check of severity critical failed, and one of a matter of taste',
    vitals: [check('wiring', 'critical', [1]), check('names', 'info', [1])],
    expect: [{ at: 3, raised: true }],
  },
  {
    name: 'healthy: every check passed',
    vitals: [
      check('wiring', 'critical', [0]),
      check('labels', 'critical', [0]),
      check('initialization', 'warning', [0]),
    ],
    expect: [
      { at: 2, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'healthy: what failed is a matter of taste',
    vitals: [check('names', 'info', [1]), check('inputs', 'warning', [0])],
    expect: [
      { at: 2, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'boundary: a check that passed is quiet, one that failed is raised',
    vitals: [check('regularization', 'warning', timeline([0, 6], [failed.value, 4]))],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a run that is started anew within a minute, its checks passed, does not stay raised',
    vitals: [check('labels', 'critical', timeline([0, 3], [1, 1], [0, 12], [1, 1], [0, 12]))],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'not measured: no preflight is known, or its checks decided nothing',
    vitals: [check('gradient-check', 'warning', [null]), { key: 'steps', values: [100] }],
    expect: [{ at: 10, raised: false }],
  },
];
