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
  /** What can be chosen beyond job, instance and run. */
  readonly choices?: readonly ChoiceName[];
  readonly catalogue: readonly Symptom[];
}

/** Dashboards on which runs are chosen one by one: layers of all runs at once are more than anybody can look at. */
const OF_ONE_RUN: ReadonlySet<DashboardName> = new Set(['run', 'layers']);

/** Columns of Grafana's grid. */
const COLUMNS = 24;

/** A whole dashboard: variables, annotations, links to the others, panels placed left to right. */
export function board({ name, description, rows, choices = [], catalogue }: Board): Dashboard {
  const { uid, title } = DASHBOARDS[name];
  const builder = new DashboardBuilder(`Training: ${title}`)
    .uid(uid)
    .description(description)
    .tags(['trainvitals'])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('15s')
    .variables(variables(choices, OF_ONE_RUN.has(name)))
    .annotations(annotations(name, catalogue))
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
const annotations = (name: DashboardName, catalogue: readonly Symptom[]) => {
  // Layers, ranks and epochs of a whole fleet would cover its charts with marks.
  const isOfMany = name === 'fleet';
  const fromAlerts = catalogue.filter(({ decidedBy }) => decidedBy === 'prometheus').map(({ id }) => id);
  const alone = `alertstate="firing",symptom=~"${fromAlerts.join('|')}"`;
  return [
    annotation(
      'Raised symptoms',
      'orange',
      isOfMany ? `max by (run, symptom) (${raised})` : raised,
      '{{symptom}}',
    ),
    annotation('Alerts of Prometheus alone', 'red', `ALERTS{${alone},${SCOPE.join(',')}}`, '{{symptom}}'),
    // The time itself, in milliseconds: whatever the distance of two points, the last epoch before each is marked.
    annotation('Ends of epochs', 'blue', `${scoped('lastEpoch')} * 1000`, 'Epoch finished')
      .useValueForTime(true)
      .enable(!isOfMany),
  ];
};

// Without a step: Grafana 10 takes it as the least one, newer ones literally, and Prometheus refuses more than 11,000 points.
const annotation = (name: string, color: string, expr: string, title: string) =>
  new AnnotationQueryBuilder()
    .name(name)
    .datasource(DATASOURCE)
    .iconColor(color)
    .expr(expr)
    .titleFormat(title)
    .textFormat('{{run}} {{layer}}');

const linksTo = (name: DashboardName) =>
  (Object.keys(DASHBOARDS) as DashboardName[])
    .filter((other) => other !== name)
    .map((other) => {
      const { title, uid, slug } = DASHBOARDS[other];
      // "All" runs are no choice where runs are chosen one by one: Grafana would look for a run of the name $__all.
      const keepsRun = OF_ONE_RUN.has(name) || !OF_ONE_RUN.has(other);
      const link = new DashboardLinkBuilder(title).type(DashboardLinkType.Link).keepTime(true);
      return keepsRun
        ? link.url(`/d/${uid}/${slug}`).tooltip(`The same runs in ${title}`).includeVars(true)
        : link
            .url(`/d/${uid}/${slug}?${PLACES}`)
            .tooltip(`${title}, of the same job and instance`)
            .includeVars(false);
    });

/** Data source, job and instance as they are chosen. */
const PLACES = ['datasource', 'job', 'instance'].map((name) => `\${${name}:queryparam}`).join('&');

/** The SDK puts links and annotations into a menu unless told otherwise, and cannot be told: the field is taken out. */
function shownInPlace(dashboard: Dashboard): Dashboard {
  const inPlace = <T extends { placement?: unknown }>({ placement: _, ...rest }: T) => rest;
  return {
    ...dashboard,
    links: dashboard.links?.map(inPlace) ?? [],
    annotations: { list: dashboard.annotations.list?.map(inPlace) ?? [] },
  };
}
