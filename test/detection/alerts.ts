import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import { ruleGroups } from '../../dist/generate/alerts.js';
import { catalogue } from '../../dist/symptoms/catalogue.js';
import { type Prometheus, startPrometheus } from '../stack/prometheus.js';
import { scratchFolder } from '../stack/server.js';
import { until } from '../stack/until.js';
import type { TapePlayer } from '../zoo/tape-player.js';
import { isComparable } from './comparable.js';
import { FACTOR, holdFor, INTERVAL_MS, STEPS_PER_SCRAPE } from './pace.js';
import { scaleRules } from './scale.js';
import { startTarget } from './target.js';

/** An alert that fired in a run: its symptom, and the layer where it has one. */
export interface Fired {
  readonly run: string;
  readonly symptom: string;
  readonly layer?: string;
}

/** Two scrapes that are further apart have lost one between them. */
const LONGEST_PAUSE_MS = 1.5 * INTERVAL_MS;

/** Prometheus did not keep the pace, so that what fired means nothing. */
export class OutOfPace extends Error {}

/** Plays the runs to a Prometheus with the generated rules, all at once, and asks it which alerts ever fired. */
export async function alertsOf(players: readonly TapePlayer[]): Promise<readonly Fired[]> {
  const compared = catalogue.filter(isComparable);
  const disabled = catalogue.filter((symptom) => !isComparable(symptom)).map(({ id }) => id);
  const rules = join(await scratchFolder('detection'), 'rules.yml');
  await writeFile(rules, stringify({ groups: scaleRules(ruleGroups(catalogue, { disabled }), FACTOR) }));
  const target = await startTarget(players, { steps: STEPS_PER_SCRAPE, hold: holdFor(compared) });
  const interval = `${INTERVAL_MS}ms`;
  try {
    const prometheus = await startPrometheus({
      targets: [target.address],
      rules: [rules],
      scrapeInterval: interval,
      evaluationInterval: interval,
    });
    try {
      const isLost = () => target.longestPause > LONGEST_PAUSE_MS;
      await until('the runs to be played', () => target.isOver || isLost(), { timeout: 600_000 });
      // What the last scrape changed is evaluated after it.
      await pause(2 * INTERVAL_MS);
      await checkPace(prometheus, target.longestPause);
      return await firedIn(prometheus);
    } finally {
      await prometheus.stop();
    }
  } finally {
    target.stop();
  }
}

/** Everything that Prometheus knows; it was started for these runs. */
const EVER = '[1d]';

async function firedIn(prometheus: Prometheus): Promise<readonly Fired[]> {
  const ever = `count_over_time(ALERTS{alertstate="firing",symptom!=""}${EVER})`;
  const found = await prometheus.query(`count by (run, symptom, layer) (${ever})`);
  return found.map(({ labels: { run = '', symptom = '', layer } }) => ({
    run,
    symptom,
    ...(layer !== undefined && { layer }),
  }));
}

/** A scrape or an evaluation that was left out moves steps against time. */
async function checkPace(prometheus: Prometheus, longestPause: number): Promise<void> {
  const one = async (expression: string) => (await prometheus.query(expression))[0]?.value ?? Number.NaN;
  const own = await (await fetch(`${prometheus.url}/metrics`)).text();
  const sum = (name: string) =>
    [...own.matchAll(new RegExp(`^${name}(?:{.*})? (\\S+)$`, 'gm'))].reduce(
      (total, [, n]) => total + Number(n),
      0,
    );
  const faults = [
    [(await one(`min(min_over_time(up${EVER}))`)) !== 1, 'a scrape failed'],
    [
      !((await one(`max(max_over_time(scrape_duration_seconds${EVER}))`)) < INTERVAL_MS / 1000),
      'a scrape took longer than the interval',
    ],
    [longestPause > LONGEST_PAUSE_MS, `two scrapes were ${Math.round(longestPause)} ms apart`],
    [sum('prometheus_rule_group_iterations_missed_total') > 0, 'an evaluation was left out'],
    [sum('prometheus_rule_evaluation_failures_total') > 0, 'a rule could not be evaluated'],
  ] as const;
  const found = faults.filter(([isTrue]) => isTrue).map(([, what]) => what);
  if (found.length > 0)
    throw new OutOfPace(
      `playing runs to Prometheus: expected a scrape and an evaluation every ${INTERVAL_MS} ms; ${found.join(', ')}`,
    );
}
