import { age, all, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The run says that it is running, but shows no sign of training any more: no step, no validation batch, no epoch's end.
 *
 *   steps │        ________  sick: the process lives, the counter stands
 *         │      ╱     .·´
 *         │    ╱   .·´
 *         │  ╱ .·´           healthy: one step after another
 *         └──────────────── time
 *
 * The exporter thread answers and decides while the training thread is blocked for good.
 */
export const runStalled = {
  id: 'run-stalled',
  severity: 'critical',
  scope: 'run',
  decidedBy: 'both',
  title: 'Run stalled',
  summary:
    'The run is alive and not finished, but has shown no sign of training for many times the usual step.',
  finding: 'Run {run} has shown no sign of training for {value} times its typical step (limit {limit}).',
  valueFormat: 'number',
  limits: {
    steps: {
      value: 30,
      unit: 'steps',
      min: 2,
      max: 1_000_000,
      origin: 'a checkpoint takes a few steps long, thirty are no pause; relative, so that it fits any step',
    },
    seconds: {
      value: 60,
      unit: 'seconds',
      min: 1,
      max: 86_400,
      origin: 'four scrapes of 15 s: thirty steps of a fast run are less than a pause for a checkpoint',
    },
    running: {
      value: 1,
      unit: 'none',
      min: 1,
      max: 1,
      origin: 'by definition: a finished or failed run takes no steps',
    },
  },
  condition: all(
    age('lastActivity', 'stepDurationTypical').above('steps'),
    age('lastActivity').above('seconds'),
    vital('runState', { state: ['running'] }).equals('running'),
  ),
  hold: { raise: 0, clear: 0 },
  alert: { for: '0m', keepFiringFor: '5m' },
  panel: {
    title: 'Time since the last sign of training',
    description:
      'Seconds since the last step or validation batch, beside the typical duration of a step. Healthy stays near it; a line that climbs is a stall.',
    series: ['lastActivity', 'stepDurationTypical'],
    unit: 's',
  },
  remedies: [
    'Find out whether the process computes, waits or hangs.',
    'Check the data pipeline: a loop that waits for its next batch takes no step.',
    'Check the accelerator and, in a distributed run, the other ranks.',
    'Restart the run from its last checkpoint.',
    'If the program is done training, end the run with finish() or close().',
  ],
  hints: [],
} as const satisfies Declaration;
