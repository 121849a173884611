import {
  type DashboardLink,
  DashboardLinkBuilder,
  DashboardLinkType,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DASHBOARDS, runbookUrl } from '../links.js';

/** Where a click leads: from many runs to one, from a run to a layer, from a symptom to its runbook. */
export type Destination = 'run' | 'layer' | 'runbook';

/** Where the labels of what was clicked are found: of a series, or of a table's row. */
type Source = 'series' | 'row';

/** Links in Grafana's model: the same data source, job, instance and time, narrowed by what was clicked. */
export const dataLinks = (destinations: readonly Destination[], source: Source) =>
  destinations.map((destination) => ({ build: () => dataLink(destination, source) }));

/** The same, built: for the override of a column. */
export function dataLink(destination: Destination, source: Source): DashboardLink {
  const { placement: _, ...link } = new DashboardLinkBuilder(TITLES[destination])
    .type(DashboardLinkType.Link)
    .url(url(destination, source))
    .targetBlank(destination === 'runbook')
    .build();
  return link;
}

const TITLES: Readonly<Record<Destination, string>> = {
  run: 'Open this run',
  layer: 'Open this layer',
  runbook: 'Runbook of this symptom',
};

function url(destination: Destination, source: Source): string {
  const label = (name: string) =>
    `\${__${source === 'series' ? 'field.labels' : 'data.fields'}.${name}:percentencode}`;
  if (destination === 'runbook') return runbookUrl(label('symptom'));
  const { uid, slug } = DASHBOARDS[destination === 'run' ? 'run' : 'layers'];
  const places = destination === 'run' ? ['run'] : ['run', 'layer'];
  const chosen = [
    ...['datasource', 'job', 'instance'].map((name) => `\${${name}:queryparam}`),
    ...places.map((place) => `var-${place}=${label(place)}`),
    `\${__url_time_range}`,
  ];
  return `/d/${uid}/${slug}?${chosen.join('&')}`;
}
