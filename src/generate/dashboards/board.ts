import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DASHBOARDS } from '../links.js';
import { DATASOURCE, type PanelSpec, panel } from './panel.js';
import { SCOPE } from './query.js';
import { variables } from './variables.js';

/** A titled row of panels. */
export interface Row {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

interface Board {
  readonly name: keyof typeof DASHBOARDS;
  readonly description: string;
  readonly rows: readonly Row[];
  /** Whether it can be narrowed to layers. */
  readonly byLayer: boolean;
  /** Symptoms that no detector in the process can raise; they are annotated from their alerts. */
  readonly annotatedFromAlerts: readonly string[];
}

/** Columns of Grafana's grid. */
const COLUMNS = 24;

/** A whole dashboard: variables, annotations, links to the others, panels placed left to right. */
export function board({ name, description, rows, byLayer, annotatedFromAlerts }: Board): Dashboard {
  const { uid, title } = DASHBOARDS[name];
  const builder = new DashboardBuilder(`Training: ${title}`)
    .uid(uid)
    .description(description)
    .tags(['trainvitals'])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('15s')
    .variables(variables(byLayer))
    .annotations(annotations(annotatedFromAlerts))
    .links(linksTo(name));
  place(builder, rows);
  return shownInPlace(builder.build());
}

function place(builder: DashboardBuilder, rows: readonly Row[]): void {
  let id = 1;
  let y = 0;
  for (const { title, panels } of rows) {
    builder.withRow(new RowBuilder(title).id(id++).gridPos({ x: 0, y: y++, w: COLUMNS, h: 1 }));
    let x = 0;
    let height = 0;
    for (const spec of panels) {
      if (x + spec.width > COLUMNS) {
        x = 0;
        y += height;
        height = 0;
      }
      const built = panel(spec, id++, { x, y, w: spec.width, h: spec.height });
      builder.withPanel({ build: () => built });
      x += spec.width;
      height = Math.max(height, spec.height);
    }
    y += height;
  }
}

const annotations = (fromAlerts: readonly string[]) => [
  annotation('Raised symptoms', 'orange', `training_symptom_active{${SCOPE.join(',')}} == 1`),
  ...(fromAlerts.length > 0
    ? [
        annotation(
          'Lost or stalled',
          'red',
          `ALERTS{alertstate="firing",symptom=~"${fromAlerts.join('|')}",${SCOPE.join(',')}}`,
        ),
      ]
    : []),
];

const annotation = (name: string, color: string, expr: string) =>
  new AnnotationQueryBuilder()
    .name(name)
    .datasource(DATASOURCE)
    .iconColor(color)
    .expr(expr)
    .step('15s')
    .titleFormat('{{symptom}}')
    .textFormat('{{run}} {{layer}}');

const linksTo = (name: keyof typeof DASHBOARDS) =>
  Object.entries(DASHBOARDS)
    .filter(([other]) => other !== name)
    .map(([, { title, uid, slug }]) =>
      new DashboardLinkBuilder(title)
        .type(DashboardLinkType.Link)
        .url(`/d/${uid}/${slug}`)
        .tooltip(`The same runs in ${title}`)
        .includeVars(true)
        .keepTime(true),
    );

/** The SDK puts links and annotations into a menu unless told otherwise, and cannot be told: the field is taken out. */
function shownInPlace(dashboard: Dashboard): Dashboard {
  const inPlace = <T extends { placement?: unknown }>({ placement: _, ...rest }: T) => rest;
  return {
    ...dashboard,
    links: dashboard.links?.map(inPlace) ?? [],
    annotations: { list: dashboard.annotations.list?.map(inPlace) ?? [] },
  };
}
