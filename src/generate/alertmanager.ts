import type { Symptom } from '../symptoms/symptom.js';
import { queryOf } from './alerts.js';
import type { Address } from './services.js';
import { yaml } from './yaml.js';

/** A rule that mutes consequences while their cause fires. */
export interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

/** Who gets which alerts, and when. */
export interface Route {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly routes?: readonly Route[];
}

/** By severity: a page now, a ticket for tomorrow, or nothing but the dashboard. */
export const bySeverity: Route = {
  receiver: 'ticket',
  group_by: ['run'],
  // One evaluation interval: cause and consequence are known before the page goes out.
  group_wait: '15s',
  group_interval: '1m',
  repeat_interval: '4h',
  routes: [
    { receiver: 'page', matchers: ['severity="critical"'] },
    { receiver: 'ticket', matchers: ['severity="warning"'], group_wait: '1m', repeat_interval: '1d' },
    { receiver: 'dashboard', matchers: ['severity="info"'] },
  ],
};

/** Alertmanager's configuration: who gets which severity, and which symptom is only a consequence of another. */
export const alertmanagerConfig = (catalogue: readonly Symptom[], address: Address): string =>
  yaml({
    route: bySeverity,
    inhibit_rules: inhibitRules(catalogue),
    receivers: [
      webhook('page', address),
      webhook('ticket', address),
      // No configuration: shown in the dashboards, sent to nobody.
      { name: 'dashboard' },
    ],
  });

const webhook = (name: 'page' | 'ticket', address: Address) => ({
  name,
  webhook_configs: [{ url: `http://${address('receiver')}/${name}`, send_resolved: true }],
});

/**
 * One rule a consequence and set of labels, from each symptom's `causes`. A layer is compared only where both sides
 * have one: Alertmanager takes a label that one side lacks as different, and a fault of the run explains every layer.
 */
export function inhibitRules(catalogue: readonly Symptom[]): readonly InhibitRule[] {
  const byId = new Map(catalogue.map((symptom) => [symptom.id, symptom]));
  return catalogue.flatMap((symptom) => {
    const causes = symptom.causes.flatMap((id) => byId.get(id) ?? []);
    const sameLayer = causes.filter((cause) => hasLayer(cause) && hasLayer(symptom));
    const sameRun = causes.filter((cause) => !sameLayer.includes(cause));
    return [inhibit(sameRun, symptom, ['run']), inhibit(sameLayer, symptom, ['run', 'layer'])].flat();
  });
}

const hasLayer = (symptom: Symptom): boolean => queryOf(symptom).labels.includes('layer');

const inhibit = (
  causes: readonly Symptom[],
  { id }: Symptom,
  equal: readonly string[],
): readonly InhibitRule[] =>
  causes.length === 0
    ? []
    : [
        {
          source_matchers: [`symptom=~"${causes.map((cause) => cause.id).join('|')}"`],
          target_matchers: [`symptom="${id}"`],
          equal,
        },
      ];
