import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { inputValues, processOf } from '../src/generate/alert-tests.js';
import { rules } from '../src/generate/alerts.js';
import { rankRules } from '../src/generate/ranks.js';
import { JOB, seriesOf } from '../src/series.js';
import { casesOf } from '../src/symptoms/cases.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { alertName } from '../src/symptoms/symptom.js';
import { answerOf, differences, isClose, withoutName } from './stack/answers.js';
import { type Prometheus, startPrometheus } from './stack/prometheus.js';
import { remoteWrite, type WrittenSeries } from './stack/remote-write.js';
import { startVictoriaMetrics, type VictoriaMetrics } from './stack/victoria-metrics.js';
import { requireTool } from './tools.js';

/** Seconds of a tick of the cases, and between the samples in it. */
const TICK = 60;
const SCRAPE = 15;
/** Samples that are written at once, of each series. */
const PART = 40;

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert?: string; readonly expr: string }[];
  }[];
}
const alerts = (parse(rules(catalogue)) as RuleFile).groups.flatMap(({ rules }) => rules);
/** What is recorded of the ranks is in neither store, since neither evaluates: the alerts that read it ask for it. */
const unrecorded = (expr: string): string =>
  rankRules(catalogue).reduce((asked, { record, expr: of }) => asked.replaceAll(record, `(${of})`), expr);

const asked = catalogue.map(({ id }) => ({
  id,
  expr: unrecorded(alerts.find(({ alert }) => alert === alertName(id))?.expr ?? ''),
  ticks: [...new Set((casesOf[id] ?? []).flatMap(({ expect }) => expect.map(({ at }) => at)))],
}));

/** Prometheus extrapolates an increase to the ends of the range, by less than a sample at each: docs/long-term.md. */
const isCloseIncrease = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 0.1 * Math.max(Math.abs(one), Math.abs(other));

const isInstalled = requireTool('prometheus') && requireTool('victoria-metrics');

/** All cases of all symptoms, each as a run of its own, written to two stores. */
describe.runIf(isInstalled)('a Prometheus and a VictoriaMetrics with the same cases', () => {
  // Long enough ago for every case to be over, and recent enough to be taken.
  const start = (Math.floor(Date.now() / 60_000) - 180) * TICK;
  let prometheus: Prometheus;
  let store: VictoriaMetrics;

  beforeAll(async () => {
    prometheus = await startPrometheus({ receives: true });
    store = await startVictoriaMetrics();
    const series = catalogue.flatMap(({ id }) => casesOf[id]?.flatMap(seriesOfCase(id, start)) ?? []);
    const ends = series.map(({ samples }) => samples.at(-1)?.[0] ?? 0);
    // Prometheus takes nothing that is much older than its newest sample.
    for (let from = start; from * 1000 <= Math.max(...ends); from += PART * SCRAPE) {
      const isIn = ([time]: readonly [number, unknown]) =>
        time >= from * 1000 && time < (from + PART * SCRAPE) * 1000;
      const part = series
        .map(({ labels, samples }) => ({ labels, samples: samples.filter(isIn) }))
        .filter(({ samples }) => samples.length > 0);
      for (const { url } of [prometheus, store]) await remoteWrite(`${url}/api/v1/write`, part);
    }
    await store.settle();
  });
  afterAll(async () => {
    await prometheus?.stop();
    await store?.stop();
  });

  test.each(asked)('find $id in the same runs and layers', async ({ expr, ticks }) => {
    const isSame = expr.includes('increase(') ? isCloseIncrease : isClose;
    let found = 0;
    for (const tick of ticks) {
      const question = { expr, time: start + tick * TICK };
      const [theirs, ours] = [await answerOf(prometheus, question), await answerOf(store, question)];
      // An alert has a name of its own.
      expect(differences(withoutName(theirs), withoutName(ours), isSame), `tick ${tick}`).toEqual([]);
      found += theirs.size;
    }
    expect(found).toBeGreaterThan(0);
  });
});

/** A case as series of a run that has its name. */
const seriesOfCase =
  (id: string, start: number) =>
  ({ name, vitals, expect }: NonNullable<(typeof casesOf)[string]>[number]): WrittenSeries[] => {
    const ticks = Math.max(...expect.map(({ at }) => at)) + 1;
    const target = { job: JOB, instance: 'localhost:9790', run: `${id}: ${name}` };
    return vitals
      .map(({ key, rank, labels, values }) => ({
        labels: { __name__: seriesOf(key).name, ...target, ...processOf(rank), ...labels },
        samples: inputValues(values, ticks)
          .split(' ')
          .map((text, index) => [(start + index * SCRAPE) * 1000, text] as const)
          .filter(([, text]) => text !== '_')
          .map(([time, text]) => [time, sampleOf(text)] as const),
      }))
      .filter(({ samples }) => samples.length > 0);
  };

/** Promtool's notation of a sample. */
const sampleOf = (text: string): number | null =>
  text === 'stale' ? null : Number(text.replace(/Inf$/, 'Infinity'));
