import { seriesOf } from '../series.js';
import { catalogue } from '../symptoms/catalogue.js';
import type { Symptom } from '../symptoms/symptom.js';

/** Where runbooks and dashboards are; both can be moved, for a fork or another Grafana. */
export interface Links {
  /** Root of the repository as pages; a runbook is `src/symptoms/<id>/README.md` below it. */
  readonly runbooks: string;
  /** Root of Grafana. */
  readonly grafana: string;
}

export const DEFAULT_LINKS: Links = {
  runbooks: 'https://github.com/trainvitals/trainvitals/blob/main',
  grafana: 'http://localhost:3000',
};

/** The dashboards by name, from the widest view to the closest: what their address in Grafana is made of. */
export const DASHBOARDS = {
  fleet: { uid: 'trainvitals-fleet', slug: 'fleet', title: 'Fleet' },
  run: { uid: 'trainvitals-run', slug: 'run', title: 'Run' },
  layers: { uid: 'trainvitals-layers', slug: 'layers', title: 'Layers' },
  symptoms: { uid: 'trainvitals-symptoms', slug: 'symptoms', title: 'Symptoms' },
  agent: { uid: 'trainvitals-agent', slug: 'agent', title: 'Agent' },
} as const;

export type DashboardName = keyof typeof DASHBOARDS;

export const runbookUrl = (id: string, links: Pick<Links, 'runbooks'> = DEFAULT_LINKS): string =>
  `${links.runbooks.replace(/\/+$/, '')}/src/symptoms/${id}/README.md`;

/** The dashboard that has the panel of a symptom. */
export function dashboardOf({ scope, panel }: Symptom): DashboardName {
  if (scope !== 'run') return 'layers';
  return panel.series.some((key) => seriesOf(key).group === 'agent') ? 'agent' : 'run';
}

/** Id of a symptom's panel, on whichever dashboard has it: an alert links to it. */
export const panelId = (id: string): number => 101 + catalogue.findIndex((symptom) => symptom.id === id);

/** Address of the symptom's panel as an alert template: narrowed to the run, and the layer where it has one. */
export function panelUrl(symptom: Symptom, links: Pick<Links, 'grafana'> = DEFAULT_LINKS): string {
  const { uid, slug } = DASHBOARDS[dashboardOf(symptom)];
  const chosen = ['job', 'run', ...(symptom.scope === 'run' ? [] : ['layer'])]
    .map((label) => `var-${label}={{ $labels.${label} | urlquery }}`)
    .join('&');
  return `${links.grafana.replace(/\/+$/, '')}/d/${uid}/${slug}?${chosen}&viewPanel=${panelId(symptom.id)}`;
}
