import { expect, test } from 'vitest';
import { series } from '../series.js';
import { catalogue } from '../symptoms/catalogue.js';
import { Exposition } from './registry.js';
import { WatchedRun } from './watched-run.js';

const run = new WatchedRun(
  {
    run: 'digits',
    worldSize: 1,
    model: 'model',
    optimizer: 'sgd',
    backend: 'cpu',
    device: 'cpu',
    frameworkVersion: '4.22.0',
    started: 1,
    symptoms: {},
  },
  () => {},
);

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
  expect(symptomsOf(scrape, series.symptomRaised.name)).toEqual(decided.map(({ id }) => id));
  expect(scrape).not.toContain('run-lost');
});
