import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  type GridPos,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TextBuilder, TextMode } from '@grafana/grafana-foundation-sdk/text';
import { type ChartSpec, chart } from './chart.js';
import { DATASOURCE } from './query.js';
import { type TableSpec, table } from './table.js';

/** What every panel has; position comes from the dashboard it is put on. */
interface Placed {
  readonly title: string;
  /** How to read it. */
  readonly description: string;
  /** Of 24 columns. */
  readonly width: number;
  readonly height: number;
  /** Where something links to the panel; counted otherwise. */
  readonly id?: number;
  readonly runbook?: string;
}

interface TextSpec {
  readonly kind: 'text';
  /** Markdown. */
  readonly content: string;
}

/** A panel as plain data. */
export type PanelSpec = Placed & (ChartSpec | TableSpec | TextSpec);

/** The panel in Grafana's model. */
export function panel(spec: PanelSpec, id: number, position: GridPos): Panel {
  const builder = visualization(spec)
    .id(id)
    .gridPos(position)
    .title(spec.title)
    .description(spec.description)
    .datasource(DATASOURCE);
  if (spec.runbook)
    builder.links([
      new DashboardLinkBuilder('Runbook').type(DashboardLinkType.Link).url(spec.runbook).targetBlank(true),
    ]);
  return builder.build();
}

function visualization(spec: PanelSpec) {
  switch (spec.kind) {
    case 'text':
      return new TextBuilder().mode(TextMode.Markdown).content(spec.content);
    case 'table':
      return table(spec);
    default:
      return chart(spec);
  }
}
