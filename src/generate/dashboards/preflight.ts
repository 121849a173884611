import type { PanelSpec } from './panel.js';
import { scoped } from './query.js';
import { CHECK, SEVERITY } from './value.js';

/** What was checked before the run was started, and what came of it. */
export const preflight: readonly PanelSpec[] = [
  {
    kind: 'table',
    title: 'Preflight',
    description:
      'The checks that a preflight made before the run was started, those that failed first. A check that decided nothing is not listed. Empty: no preflight of this run is known.',
    width: 24,
    height: 9,
    sortBy: 'Verdict',
    columns: [
      { label: 'run', title: 'Run' },
      { label: 'check', title: 'Check' },
      {
        title: 'Verdict',
        expr: `max by (run, rank, check, severity) (${scoped('preflightCheck')})`,
        values: CHECK,
      },
      { label: 'severity', title: 'Severity', values: SEVERITY },
      { label: 'rank', title: 'Rank' },
    ],
  },
];
