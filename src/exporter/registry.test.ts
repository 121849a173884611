import { expect, test } from 'vitest';
import { runFacts } from '../../test/run-facts.js';
import { parse, sampleOf } from '../../test/scrape.js';
import type { FromExporter } from '../channel/messages.js';
import { series } from '../series.js';
import { catalogue } from '../symptoms/catalogue.js';
import { Exposition, LAYER_SERIES } from './registry.js';
import { WatchedRun } from './watched-run.js';

const watched = (name: string) => new WatchedRun(runFacts({ run: name, started: 1 }), () => {});
const run = watched('digits');

/** The values of the label `symptom` on a series of a scrape. */
const symptomsOf = (scrape: string, name: string): string[] =>
  scrape
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    .flatMap((line) => /symptom="([^"]+)"/.exec(line)?.[1] ?? []);

const decided = catalogue.filter(({ decidedBy }) => decidedBy === 'both');

test('a run reports each symptom of it that the process decides, and none that it cannot', async () => {
  const scrape = await new Exposition().render([run]);
  const ofRun = decided.filter(({ scope }) => scope === 'run');
  expect(symptomsOf(scrape, series.symptomActive.name)).toEqual(ofRun.map(({ id }) => id));
  expect(symptomsOf(scrape, series.symptomRaised.name)).toEqual(ofRun.map(({ id }) => id));
  expect(symptomsOf(scrape, series.symptomPending.name)).toEqual([]);
  expect(scrape).not.toContain('run-lost');
});

test('a condition that is met is pending until it has held, and then counted where it was found', async () => {
  const run = watched('pending');
  const { store } = run.vitals;
  const scraped = async () => parse(await new Exposition().render([run]));
  const about = { symptom: 'dead-relu', severity: 'warning', layer: 'conv1' };
  store.step = 1;
  store.set('layerDeadUnits', 0.9, { layer: 'conv1' });
  run.tick(1);
  expect(sampleOf(await scraped(), 'training_symptom_pending', about)).toBe(1);
  expect(sampleOf(await scraped(), 'training_symptom_raised_total', about)).toBeUndefined();
  store.step = 100;
  run.tick(2);
  expect(sampleOf(await scraped(), 'training_symptom_pending', about)).toBeUndefined();
  expect(sampleOf(await scraped(), 'training_symptom_raised_total', about)).toBe(1);
  expect(sampleOf(await scraped(), 'training_symptom_active', about)).toBe(1);
});

test('checks of a preflight that failed are told before the first step, each where it is counted', async () => {
  const preflight = [
    { check: 'wiring', severity: 'critical', failed: true },
    { check: 'labels', severity: 'warning', failed: true },
    { check: 'inputs', severity: 'warning', failed: false },
    { check: 'names', severity: 'info', failed: true },
  ] as const;
  const told: FromExporter[] = [];
  const run = new WatchedRun(runFacts({ preflight }), (message) => told.push(message));
  const samples = parse(await new Exposition().render([run]));
  for (const { check, severity, failed } of preflight)
    expect(sampleOf(samples, 'training_preflight_check', { check, severity })).toBe(Number(failed));
  const symptom = 'preflight-failed';
  expect(sampleOf(samples, 'training_symptom_active', { symptom })).toBe(1);
  const times = samples.filter(
    ({ name, labels }) => name === 'training_symptom_raised_total' && labels.symptom === symptom,
  );
  expect(times.map(({ labels, value }) => [labels.check, value])).toEqual([
    [undefined, 0],
    ['wiring', 1],
    ['labels', 1],
  ]);
  const events = told.flatMap((message) => (message.type === 'symptom' ? [message.event] : []));
  expect(events).toMatchObject([
    { symptom, check: 'wiring', severity: 'warning', step: 0 },
    { symptom, check: 'labels', severity: 'warning', step: 0 },
  ]);
  expect(events[0]?.message).toBe('Run digits was started although its preflight check wiring failed.');
});

test.each([
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
])('a counter that came to be %d is left out, and everything else is served', async (bad) => {
  const [sick, well] = [watched('sick'), watched('well')];
  for (const { vitals } of [sick, well]) {
    vitals.store.set('examples', 32);
    vitals.store.set('steps', 7);
  }
  sick.vitals.store.set('examples', bad);
  const samples = parse(await new Exposition().render([sick, well]));
  expect(sampleOf(samples, 'training_examples_total', { run: 'sick' })).toBeUndefined();
  expect(sampleOf(samples, 'training_steps_total', { run: 'sick' })).toBe(7);
  expect(sampleOf(samples, 'training_examples_total', { run: 'well' })).toBe(32);
  expect(sampleOf(samples, 'training_agent_errors_total', { run: 'sick', stage: 'exporter' })).toBe(0);
});

test('a run that cannot be shown counts as its error, and the others are served', async () => {
  const [broken, well] = [watched('broken'), watched('well')];
  Object.defineProperty(broken.watcher, 'verdicts', {
    get() {
      throw new Error('no verdicts');
    },
  });
  well.vitals.store.set('steps', 7);
  const exposition = new Exposition();
  const errorsOf = async (name: string) =>
    sampleOf(parse(await exposition.render([broken, well])), 'training_agent_errors_total', {
      run: name,
      stage: 'exporter',
    });
  expect(await errorsOf('broken')).toBe(1);
  expect(await errorsOf('broken')).toBe(2);
  expect(await errorsOf('well')).toBe(0);
  const samples = parse(await exposition.render([broken, well]));
  expect(sampleOf(samples, 'training_steps_total', { run: 'well' })).toBe(7);
});

test('the series left out are counted by the most at once, and never fewer', async () => {
  const wide = watched('wide');
  const exposition = new Exposition();
  const dropped = async () =>
    sampleOf(parse(await exposition.render([wide])), 'training_agent_series_dropped_total');
  const fill = (layers: number, value: number | undefined) => {
    for (let layer = 0; layer < layers; layer++) {
      wide.vitals.store.set('layerActivationMean', value, { layer: `dense_${layer}` });
    }
  };
  expect(await dropped()).toBe(0);
  fill(LAYER_SERIES + 5, 1);
  expect(await dropped()).toBe(5);
  expect(await dropped()).toBe(5);
  fill(LAYER_SERIES + 5, undefined);
  fill(LAYER_SERIES + 2, 1);
  expect(await dropped()).toBe(5);
  fill(LAYER_SERIES + 9, 1);
  expect(await dropped()).toBe(9);
});

test('one run alone is rendered as in a scrape of several, with the given label on each series, and without the process', async () => {
  const ranks = [0, 1].map(
    (rank) => new WatchedRun(runFacts({ run: 'a "b"\\\n', rank, worldSize: 2 }), () => {}),
  );
  for (const [rank, one] of ranks.entries()) {
    one.durations.push(0.004 * (rank + 1), 0.3);
    one.vitals.store.set('loss', rank === 0 ? Number.NaN : 2, { split: 'train' });
  }
  const [first] = ranks;
  if (!first) throw new Error('there are two');
  const exposition = new Exposition();
  const whole = parse(await exposition.render([run, ...ranks]));
  const alone = parse(await exposition.renderOne(first, { instance: 'host:1' }));

  const written = (samples: typeof whole) =>
    samples.map(({ name, labels, value }) =>
      JSON.stringify([name, Object.entries({ ...labels, instance: 'host:1' }).sort(), `${value}`]),
    );
  const ofFirst = whole.filter(({ labels }) => labels.rank === '0');
  expect(ofFirst.length).toBeGreaterThan(50);
  expect(ofFirst.filter(({ name }) => name === 'training_step_duration_seconds_count')).toMatchObject([
    { value: 2 },
  ]);
  expect(written(alone).sort()).toEqual(written(ofFirst).sort());
  expect(alone.every(({ labels }) => labels.instance === 'host:1')).toBe(true);
});

test('one run that is rendered while a scrape is under way takes nothing from it', async () => {
  const exposition = new Exposition();
  const two = watched('two');
  const [whole, alone] = await Promise.all([exposition.render([run, two]), exposition.renderOne(two, {})]);
  expect(whole).toContain('run="digits"');
  expect(alone).not.toContain('run="digits"');
});
