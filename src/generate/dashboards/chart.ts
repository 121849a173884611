import {
  BigValueTextMode,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimelineBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as StatusHistoryBuilder } from '@grafana/grafana-foundation-sdk/statushistory';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { type Destination, dataLink, dataLinks } from './data-link.js';
import { type PanelQuery, refId, target } from './query.js';
import { type Color, thresholds, thresholdsStep } from './thresholds.js';
import type { Unit } from './unit.js';
import { mappings, type ShownValue } from './value.js';

/** Something drawn of numbers over time, or of the latest. */
export interface ChartSpec {
  readonly kind:
    | 'timeseries'
    | 'bars'
    | 'stat'
    /** The label of the latest sample, instead of its value. */
    | 'name'
    /** A row a series, coloured by what its value means. */
    | 'states'
    /** A row a series, coloured by its value, beyond the limit where the query has one: a heat map. */
    | 'heat';
  readonly unit: Unit;
  readonly queries: readonly [PanelQuery, ...PanelQuery[]];
  /** Axis that shows powers of ten, for what spans many of them. */
  readonly logarithmic?: boolean;
  /** Color of what is beyond a limit. */
  readonly color?: Color;
  /** What values are called. */
  readonly values?: readonly ShownValue[];
  /** Where a click on a series leads. */
  readonly opens?: readonly Destination[];
}

/** Time slots of a heat map: Grafana refuses to draw more of them than it has room for. */
const SLOTS = 120;

/** The visualization; title and place are the panel's. */
export function chart(spec: ChartSpec) {
  const isOverTime = spec.kind !== 'stat' && spec.kind !== 'name';
  const builder = visualization(spec)
    .unit(spec.unit)
    .targets(spec.queries.map((query, index) => target(query, index, isOverTime ? 'range' : 'instant')));
  if (spec.values) builder.mappings(mappings(spec.values));
  if (spec.opens) builder.dataLinks(dataLinks(spec.opens, 'series'));
  spec.queries.forEach(({ opens }, index) => {
    if (!opens) return;
    const value = opens.map((destination) => dataLink(destination, 'series'));
    builder.overrideByQuery(refId(index), [{ id: 'links', value }]);
  });
  return builder;
}

function visualization(spec: ChartSpec) {
  switch (spec.kind) {
    case 'timeseries':
    case 'bars':
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
        .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
        .thresholds(thresholds({ above: 1 }, spec.color));
    case 'heat':
      return heat(spec);
  }
}

function timeseries(spec: ChartSpec): TimeseriesBuilder {
  const builder = new TimeseriesBuilder()
    .legend(legend())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .drawStyle(spec.kind === 'bars' ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
    .fillOpacity(spec.kind === 'bars' ? 60 : 0)
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

function heat({ queries: [{ limit }], color }: ChartSpec): StatusHistoryBuilder {
  const mode = limit ? FieldColorModeId.Thresholds : FieldColorModeId.ContinuousBlYlRd;
  return new StatusHistoryBuilder()
    .showValue(VisibilityMode.Never)
    .rowHeight(0.9)
    .maxDataPoints(SLOTS)
    .legend(legend())
    .colorScheme(new FieldColorBuilder().mode(mode))
    .thresholds(thresholds(limit, color));
}

const legend = () =>
  new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .calcs([]);
