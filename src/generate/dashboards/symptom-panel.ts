import type { SeriesKey } from '../../series.js';
import { seriesOf } from '../../series.js';
import { type Comparison, comparisonsOf } from '../../symptoms/comparisons.js';
import type { Symptom } from '../../symptoms/symptom.js';
import { type DashboardName, dashboardOf, panelId, runbookUrl } from '../links.js';
import { deciding } from './deciding.js';
import type { PanelSpec } from './panel.js';
import { type Limit, legendOf, type PanelQuery, query, shownTerm } from './query.js';
import { COLOR } from './thresholds.js';

/** The panels of the symptoms that a dashboard shows. */
export const symptomPanels = (catalogue: readonly Symptom[], name: DashboardName): readonly PanelSpec[] =>
  catalogue.filter((symptom) => dashboardOf(symptom) === name).map(symptomPanel);

/** The panel that shows a symptom: the vitals it is decided on, and its limits as dashed lines. */
function symptomPanel(symptom: Symptom): PanelSpec {
  const { panel } = symptom;
  const [first, ...rest] = panel.series.map((key) => symptomQuery(key, symptom));
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

function symptomQuery(key: SeriesKey, symptom: Symptom): PanelQuery {
  const { panel, condition } = symptom;
  const name = panel.series.length > 1 ? seriesOf(key).name.replace(/^training_(layer_)?/, '') : '';
  const drawn = deciding(symptom).filter(({ term }) => term.key === key);
  const shown = drawn[0] ?? comparisonsOf(condition).find(({ term }) => term.key === key);
  if (!shown) return query(key, {}, name);
  const filter = 'labels' in shown.term ? shown.term.labels : {};
  const limit = limitsOf(symptom, drawn);
  return {
    expr: shownTerm(shown.term),
    legend: [name, legendOf(key, filter)].filter(Boolean).join(' '),
    ...(limit && { limit }),
  };
}

/** On either side the limit of the way that is written first, as in the alert: a nearer one counts only beside others. */
function limitsOf({ limits }: Symptom, drawn: readonly Comparison[]): Limit | undefined {
  const of = (side: '<' | '>') => {
    // What vanished has no healthy side.
    const first = drawn.find(({ op, term }) => op.startsWith(side) && term.kind !== 'vanished');
    return first && limits[first.limit]?.value;
  };
  const [below, above] = [of('<'), of('>')];
  if (below === undefined && above === undefined) return undefined;
  return { ...(below !== undefined && { below }), ...(above !== undefined && { above }) };
}
