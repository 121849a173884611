import { seriesOf } from '../series.js';
import { alertName, type Case, type CaseSeries, type Symptom } from '../symptoms/symptom.js';
import { queryOf } from './alerts.js';
import { yaml } from './yaml.js';

/** Scrapes in a tick of a minute; the tests play the scrape interval that the rules are written for. */
const SCRAPES = 4;
const INTERVAL = '15s';
const TARGET = { job: 'training', instance: 'localhost:9790', run: 'case' };

/** Unit tests for promtool from the symptoms' cases: the data that the detector is played, played to the alert. */
export const alertTests = (
  catalogue: readonly Symptom[],
  cases: Readonly<Record<string, readonly Case[]>>,
  rulesFile: string,
): string =>
  yaml({
    rule_files: [rulesFile],
    evaluation_interval: INTERVAL,
    tests: catalogue.flatMap((symptom) => {
      const own = cases[symptom.id] ?? [];
      const apart = symptom.id === 'dead-relu' ? [placesTest(symptom)] : [];
      return [...own.map((each) => alertTest(symptom, each)), ...holdTest(symptom, own), ...apart];
    }),
  });

/** What the process says of one layer says nothing of another, of one rank nothing of another; an episode is told once. */
function placesTest(symptom: Symptom) {
  const places = [
    { layer: 'waiting', rank: '0' },
    { layer: 'waiting', rank: '1' },
    { layer: 'dead', rank: '0' },
  ];
  const about = { symptom: symptom.id, severity: symptom.severity, layer: 'waiting', rank: '0' };
  const series: CaseSeries[] = [
    ...places.map((labels) => ({ key: 'layerDeadUnits' as const, labels, values: [0.9] })),
    { key: 'symptomPending', labels: about, values: [1] },
    { key: 'symptomRaised', labels: about, values: [...Array<null>(RAISED_AT).fill(null), 1] },
  ];
  const at = (minute: number, isTold: boolean) => ({
    expr: `group by (layer, rank) (ALERTS{alertname="${alertName(symptom.id)}",alertstate="firing"})`,
    eval_time: `${minute}m`,
    exp_samples: places
      .filter((_, index) => index > 0 || isTold)
      .map(({ layer, rank }) => ({ labels: `{layer="${layer}",rank="${rank}"}`, value: 1 })),
  });
  return {
    name: `${symptom.id}: one layer waits, another does not`,
    interval: INTERVAL,
    input_series: series.map((each) => ({ series: inputSeries(each), values: inputValues(each.values, 20) })),
    // The episode lasts for five minutes, and is kept for five more.
    promql_expr_test: [at(RAISED_AT - 1, false), at(RAISED_AT + 2, true), at(RAISED_AT + 13, false)],
  };
}

/** Minutes at which the process raises a symptom whose condition it has found met from the start. */
const RAISED_AT = 4;

/**
 * What the process says of its hold is heard: a condition that is met is no alert while it is pending, and an episode
 * that the process counted is one, whatever a scrape finds of it.
 */
function holdTest(symptom: Symptom, cases: readonly Case[]) {
  const raising = cases.find(({ expect }) => expect.some(({ raised }) => raised));
  const expected = raising?.expect.find(({ raised }) => raised);
  if (symptom.decidedBy === 'prometheus' || symptom.hold.raise === 0 || !raising || !expected) return [];
  const { labels } = queryOf(symptom);
  const found = raising.vitals.find(
    (each) =>
      labels.every((label) => label in (each.labels ?? {})) &&
      (expected.layer === undefined || each.labels?.layer === expected.layer),
  );
  const place = labels.map((label) => [label, found?.labels?.[label] ?? '']);
  const about = Object.fromEntries([['symptom', symptom.id], ['severity', symptom.severity], ...place]);
  const ticks = RAISED_AT + 6;
  const pending: CaseSeries = { key: 'symptomPending', labels: about, values: [1] };
  const counted: CaseSeries = {
    key: 'symptomRaised',
    labels: about,
    values: [...Array<null>(RAISED_AT).fill(null), 1],
  };
  const alert = `ALERTS{alertname="${alertName(symptom.id)}",alertstate="firing",run="case"}`;
  const vitals = raising.vitals.map(({ values, ...each }) => ({
    ...each,
    // Counters go on growing, everything else is what it was when the symptom was raised.
    values: values.length > expected.at ? [values[expected.at] ?? null] : values.slice(-1),
  }));
  const at = (minute: number, isFiring: boolean) => ({
    expr: `group(${alert})`,
    eval_time: `${minute}m`,
    exp_samples: isFiring ? [{ labels: '{}', value: 1 }] : [],
  });
  return [
    {
      name: `${symptom.id}: waits for the hold of the process, and hears what it counted`,
      interval: INTERVAL,
      input_series: [...vitals, pending, counted].map((each) => ({
        series: inputSeries(each),
        values: inputValues(each.values, ticks),
      })),
      promql_expr_test: [at(RAISED_AT - 1, false), at(RAISED_AT + 2, true)],
    },
  ];
}

function alertTest(symptom: Symptom, { name, vitals, expect }: Case) {
  const ticks = Math.max(...expect.map(({ at }) => at)) + 1;
  const alert = `ALERTS{alertname="${alertName(symptom.id)}",alertstate="firing",run="case"}`;
  return {
    name: `${symptom.id}: ${name}`,
    interval: INTERVAL,
    input_series: vitals.map((each) => ({
      series: inputSeries(each),
      values: inputValues(each.values, ticks),
    })),
    promql_expr_test: [...new Set(expect.map(({ at }) => at))].map((at) => {
      const raised = expect.filter((each) => each.at === at && each.raised);
      const by = (['layer', 'rank'] as const).filter((label) => raised.some((each) => each[label]));
      const places = raised.map((each) => by.map((label) => `${label}="${each[label]}"`).join(','));
      return {
        expr: by.length > 0 ? `group by (${by.join(', ')}) (${alert})` : `group(${alert})`,
        eval_time: `${at}m`,
        exp_samples: [...new Set(places)].map((place) => ({ labels: `{${place}}`, value: 1 })),
      };
    }),
  };
}

/** Labels of a rank's own process. */
export const processOf = (rank: string | undefined): Readonly<Record<string, string>> =>
  rank === undefined ? {} : { instance: `host-${rank}:9790`, rank };

function inputSeries({ key, rank, labels = {} }: CaseSeries): string {
  const process = processOf(rank);
  const all = Object.entries({ ...TARGET, ...process, ...labels }).map(
    ([name, value]) => `${name}="${value}"`,
  );
  return `${seriesOf(key).name}{${all.join(',')}}`;
}

/** Promtool's notation; what is not measured any more is absent from the scrape, which Prometheus marks as stale. */
export function inputValues(values: readonly (number | null)[], ticks: number): string {
  const samples: string[] = [];
  let known = false;
  for (let tick = 0; tick < ticks; tick++) {
    const value = values[Math.min(tick, values.length - 1)] ?? null;
    const gap = known ? ['stale', ...Array<string>(SCRAPES - 1).fill('_')] : Array<string>(SCRAPES).fill('_');
    samples.push(...(value === null ? gap : Array<string>(SCRAPES).fill(sample(value))));
    known = value !== null;
  }
  return samples.join(' ');
}

const sample = (value: number): string => {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`;
};
