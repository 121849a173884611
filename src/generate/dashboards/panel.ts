import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueTextMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  type GridPos,
  MappingType,
  type Panel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimelineBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { PanelQuery } from './query.js';
import { type Color, thresholds, thresholdsStep } from './thresholds.js';

/** A panel as plain data; position and id come from the dashboard it is put on. */
export interface PanelSpec {
  readonly kind: 'timeseries' | 'stat' | 'name' | 'states';
  readonly title: string;
  /** How to read it. */
  readonly description: string;
  readonly unit: 'none' | 'short' | 'percentunit' | 's' | 'bytes' | 'dateTimeFromNow';
  readonly queries: readonly [PanelQuery, ...PanelQuery[]];
  /** Of 24 columns. */
  readonly width: number;
  readonly height: number;
  /** Axis that shows powers of ten, for what spans many of them. */
  readonly logarithmic?: boolean;
  /** Color of what is beyond a limit. */
  readonly color?: Color;
  readonly runbook?: string;
}

/** The data source that the dashboard's first variable chooses. */
export const DATASOURCE = { type: 'prometheus', uid: '$datasource' } as const;

type AnyBuilder = TimeseriesBuilder | StatBuilder | StateTimelineBuilder;

/** The panel in Grafana's model. */
export function panel(spec: PanelSpec, id: number, position: GridPos): Panel {
  const builder = visualization(spec)
    .id(id)
    .gridPos(position)
    .title(spec.title)
    .description(spec.description)
    .datasource(DATASOURCE)
    .unit(spec.unit)
    .targets(spec.queries.map((query, index) => target(query, index, spec)));
  if (spec.runbook)
    builder.links([
      new DashboardLinkBuilder('Runbook').type(DashboardLinkType.Link).url(spec.runbook).targetBlank(true),
    ]);
  return builder.build();
}

/** Queries are named A, B, C …: the builder gives no names, and overrides need them. */
const refId = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

function target(
  { expr, legend }: PanelQuery,
  index: number,
  { kind }: PanelSpec,
): Builder<ReturnType<DataqueryBuilder['build']>> {
  const builder = new DataqueryBuilder()
    .refId(refId(index))
    .datasource(DATASOURCE)
    .expr(expr)
    .legendFormat(legend);
  return kind === 'timeseries' || kind === 'states' ? builder.range() : builder.instant();
}

function visualization(spec: PanelSpec): AnyBuilder {
  switch (spec.kind) {
    case 'timeseries':
      return timeseries(spec);
    case 'stat':
    case 'name':
      return new StatBuilder()
        .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false))
        .textMode(spec.kind === 'name' ? BigValueTextMode.Name : BigValueTextMode.Auto)
        .thresholds(thresholds(spec.queries[0].limit, spec.color));
    case 'states':
      return new StateTimelineBuilder()
        .mergeValues(true)
        .fillOpacity(80)
        .legend(legend())
        .thresholds(thresholds({ side: 'above', value: 1 }, spec.color))
        .mappings([
          {
            type: MappingType.ValueToText,
            options: { '0': { text: 'quiet', index: 0 }, '1': { text: 'raised', index: 1 } },
          },
        ]);
  }
}

function timeseries(spec: PanelSpec): TimeseriesBuilder {
  const builder = new TimeseriesBuilder()
    .legend(legend())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .fillOpacity(0)
    .lineWidth(1);
  if (spec.logarithmic)
    builder.scaleDistribution(new ScaleDistributionConfigBuilder().type(ScaleDistribution.Log).log(10));
  spec.queries.forEach(({ limit }, index) => {
    if (!limit) return;
    builder.overrideByQuery(refId(index), [
      { id: 'thresholds', value: thresholdsStep(limit, spec.color) },
      { id: 'custom.thresholdsStyle', value: { mode: GraphThresholdsStyleMode.Dashed } },
    ]);
  });
  return builder
    .thresholds(thresholds(undefined))
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Off));
}

const legend = () =>
  new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .calcs([]);
