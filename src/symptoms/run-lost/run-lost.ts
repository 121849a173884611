import { vanished } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The process is gone, and its last word was "running".
 *
 *   state   1 │──────────      sick: the series ends at 1
 *   running   │
 *           0 │         └────  healthy: 0 before the process goes
 *             └────────────── time
 *
 * Only Prometheus can see it: a process does not notice that it vanished.
 */
export const runLost = {
  id: 'run-lost',
  severity: 'critical',
  scope: 'run',
  decidedBy: 'prometheus',
  title: 'Run lost',
  summary: 'The process of the run vanished before the run was finished.',
  finding: 'Run {run} was running when it was last scraped, and nothing of it has been scraped since.',
  valueFormat: 'number',
  limits: {
    running: {
      value: 0,
      unit: 'none',
      min: 0,
      max: 0,
      origin: 'by definition: its last known state was running',
    },
  },
  condition: vanished('runState', '15m', { state: ['running'] }).above('running'),
  hold: { raise: 0, clear: 0 },
  alert: { for: '2m', keepFiringFor: '30m' },
  panel: {
    title: 'Run state',
    description:
      'State of the run. Healthy ends in finished; a line that breaks off while running is a lost run.',
    series: ['runState'],
    unit: 'none',
  },
  remedies: [
    'Find out how the process ended: exit code, system log, scheduler.',
    'Check whether only the scrape is lost: the host, the port, the network.',
    'Restart the run from its last checkpoint.',
    'If the run had ended well, call close() at its end: it waits for the last scrape.',
  ],
  hints: [],
} as const satisfies Declaration;
