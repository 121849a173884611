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

/** The dashboards by name: what their address in Grafana is made of. */
export const DASHBOARDS = {
  run: { uid: 'trainvitals-run', slug: 'run', title: 'Run' },
  layers: { uid: 'trainvitals-layers', slug: 'layers', title: 'Layers' },
} as const;

export const runbookUrl = (id: string, links: Pick<Links, 'runbooks'> = DEFAULT_LINKS): string =>
  `${links.runbooks.replace(/\/+$/, '')}/src/symptoms/${id}/README.md`;

/** Address of the dashboard as an alert template: it opens on the run, and the layer where the alert has one. */
export function dashboardUrl(
  labels: readonly string[],
  links: Pick<Links, 'grafana'> = DEFAULT_LINKS,
): string {
  const { uid, slug } = labels.includes('layer') ? DASHBOARDS.layers : DASHBOARDS.run;
  const variables = ['job', 'run', ...(labels.includes('layer') ? ['layer'] : [])]
    .map((label) => `var-${label}={{ $labels.${label} | urlquery }}`)
    .join('&');
  return `${links.grafana.replace(/\/+$/, '')}/d/${uid}/${slug}?${variables}`;
}
