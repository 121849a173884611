import type { SeriesKey } from '../../series.js';
import { seriesOf } from '../../series.js';
import { type Comparison, comparisonsOf } from '../../symptoms/comparisons.js';
import type { Symptom } from '../../symptoms/symptom.js';
import { type DashboardName, dashboardOf, panelId, runbookUrl } from '../links.js';
import type { PanelSpec } from './panel.js';
import { legendOf, type PanelQuery, query, shownTerm } from './query.js';
import { COLOR } from './thresholds.js';

/** The panels of the symptoms that a dashboard shows. */
export const symptomPanels = (catalogue: readonly Symptom[], name: DashboardName): readonly PanelSpec[] =>
  catalogue.filter((symptom) => dashboardOf(symptom) === name).map(symptomPanel);

/** The panel that shows a symptom: the vitals it is decided on, and its limits as dashed lines. */
function symptomPanel(symptom: Symptom): PanelSpec {
  const { panel } = symptom;
  const comparisons = comparisonsOf(symptom.condition);
  const [first, ...rest] = panel.series.map((key) =>
    symptomQuery(key, symptom, comparisons, panel.series.length > 1),
  );
  if (!first) throw new Error(`symptom ${symptom.id}: its panel must show at least one series, got none`);
  return {
    kind: 'timeseries',
    title: panel.title,
    description: panel.description,
    unit: panel.unit,
    queries: [first, ...rest],
    width: 12,
    height: 8,
    color: COLOR[symptom.severity],
    id: panelId(symptom.id),
    runbook: runbookUrl(symptom.id),
  };
}

function symptomQuery(
  key: SeriesKey,
  symptom: Symptom,
  comparisons: readonly Comparison[],
  named: boolean,
): PanelQuery {
  const onIt = comparisons.filter(({ term }) => term.key === key);
  // An age may be limited in seconds and in steps; the panel shows the one in its own unit.
  const inSeconds = onIt.find(({ limit }) => symptom.limits[limit]?.unit === 'seconds');
  const comparison = (symptom.panel.unit === 's' ? inSeconds : undefined) ?? onIt[0];
  const name = named ? seriesOf(key).name.replace(/^training_(layer_)?/, '') : '';
  if (!comparison) return query(key, {}, name);
  const filter = 'labels' in comparison.term ? comparison.term.labels : {};
  // What vanished or equals has no healthy side.
  const sided = comparison.op !== '==' && comparison.term.kind !== 'vanished';
  const limit = sided ? symptom.limits[comparison.limit] : undefined;
  const side = comparison.op.startsWith('<') ? 'below' : 'above';
  return {
    expr: shownTerm(comparison.term),
    legend: [name, legendOf(key, filter)].filter(Boolean).join(' '),
    ...(limit && { limit: { side, value: limit.value } }),
  };
}
