import { seriesOf } from '../series.js';
import { alertName, type Case, type CaseSeries, type Symptom } from '../symptoms/symptom.js';
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
    tests: catalogue.flatMap((symptom) => (cases[symptom.id] ?? []).map((each) => alertTest(symptom, each))),
  });

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
      const layers = [...new Set(raised.flatMap(({ layer }) => layer ?? []))];
      const byLayer = layers.length > 0;
      return {
        expr: byLayer ? `group by (layer) (${alert})` : `group(${alert})`,
        eval_time: `${at}m`,
        exp_samples: byLayer
          ? layers.map((layer) => ({ labels: `{layer="${layer}"}`, value: 1 }))
          : raised.map(() => ({ labels: '{}', value: 1 })),
      };
    }),
  };
}

function inputSeries({ key, labels = {} }: CaseSeries): string {
  const all = Object.entries({ ...TARGET, ...labels }).map(([name, value]) => `${name}="${value}"`);
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
