import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Symptom } from '../../symptoms/symptom.js';
import { DASHBOARDS, type DashboardName } from '../links.js';
import { type PanelSpec, panel } from './panel.js';
import { DATASOURCE, raised, SCOPE, scoped } from './query.js';
import { type ChoiceName, variables } from './variables.js';

/** A titled row of panels. */
export interface Row {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

interface Board {
  readonly name: DashboardName;
  readonly description: string;
  readonly rows: readonly Row[];
  /** Whether runs are chosen one by one: layers of all runs at once are more than anybody can look at. */
  readonly isOfOneRun?: boolean;
  /** What can be chosen beyond job, instance and run. */
  readonly choices?: readonly ChoiceName[];
  readonly catalogue: readonly Symptom[];
}

/** Columns of Grafana's grid. */
const COLUMNS = 24;

/** A whole dashboard: variables, annotations, links to the others, panels placed left to right. */
export function board({
  name,
  description,
  rows,
  isOfOneRun = false,
  choices = [],
  catalogue,
}: Board): Dashboard {
  const { uid, title } = DASHBOARDS[name];
  const builder = new DashboardBuilder(`Training: ${title}`)
    .uid(uid)
    .description(description)
    .tags(['trainvitals'])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('15s')
    .variables(variables(choices, isOfOneRun))
    .annotations(annotations(catalogue))
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
      const built = panel(spec, spec.id ?? id++, { x, y, w: spec.width, h: spec.height });
      builder.withPanel({ build: () => built });
      x += spec.width;
      height = Math.max(height, spec.height);
    }
    y += height;
  }
}

/** What happened when: symptoms as the process raised them, those that only Prometheus can see, ends of epochs. */
const annotations = (catalogue: readonly Symptom[]) => {
  const fromAlerts = catalogue.filter(({ decidedBy }) => decidedBy === 'prometheus').map(({ id }) => id);
  const lost = `alertstate="firing",symptom=~"${fromAlerts.join('|')}"`;
  return [
    annotation('Raised symptoms', 'orange', raised, '{{symptom}}'),
    annotation('Lost runs', 'red', `ALERTS{${lost},${SCOPE.join(',')}}`, '{{symptom}}'),
    // A fixed time back, because Grafana 10 gives annotations a wrong $__interval.
    annotation(
      'Ends of epochs',
      'blue',
      `${scoped('epochs')} - ${scoped('epochs')} offset ${STEP} > 0`,
      'Epoch finished',
    ),
  ];
};

/** Time between two samples of an annotation's query: the scrape interval that the rules are written for. */
const STEP = '15s';

const annotation = (name: string, color: string, expr: string, title: string) =>
  new AnnotationQueryBuilder()
    .name(name)
    .datasource(DATASOURCE)
    .iconColor(color)
    .expr(expr)
    .step(STEP)
    .titleFormat(title)
    .textFormat('{{run}} {{layer}}');

const linksTo = (name: DashboardName) =>
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
