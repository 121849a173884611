import { stages } from '../../channel/stages.js';
import { growth } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The agent itself fails somewhere; training goes on.
 *
 *   training_agent_errors_total
 *        sick           ╱
 *     healthy ─────────╱──  0
 */
export const agentErrors = {
  id: 'agent-errors',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Agent errors',
  summary: 'The agent itself failed, so that something of the run is not seen.',
  finding:
    'The agent of run {run} counted {value} errors of its own just now (limit {limit}); training is not affected.',
  valueFormat: 'number',
  limits: {
    errors: { value: 0, unit: 'count', min: 0, max: 1000000, origin: 'the agent expects none of its own' },
  },
  condition: growth('agentErrors', { steps: 100, time: '5m' }, { stage: [...stages] }).above('errors'),
  hold: { raise: 0, clear: 100 },
  alert: { for: '0m', keepFiringFor: '15m' },
  panel: {
    title: 'Errors of the agent',
    description: 'Errors inside the agent by stage. Healthy is a flat zero.',
    series: ['agentErrors'],
    unit: 'short',
  },
  remedies: [
    'Read the warning that the process printed: it names the stage and the first error.',
    'Report it with that line; until then, leave out what fails with layers, symptoms or every.',
  ],
  hints: [],
} as const satisfies Declaration;
