import { setTimeout as pause } from 'node:timers/promises';
import { median } from '../numbers.mjs';
import { metricsOf } from './metrics.mjs';

/** How long each group of rules takes, of so many evaluations, while nobody asks anything else. */
export async function ruleTimes(url, evaluations) {
  const groups = new Map();
  while (groups.size === 0 || [...groups.values()].some(({ times }) => times.length < evaluations)) {
    for (const { group, rules, at, ms } of await lastEvaluations(url)) {
      const known = groups.get(group) ?? { rules, at, times: [] };
      if (at !== known.at) known.times.push(ms);
      groups.set(group, { ...known, at });
    }
    await pause(1000);
  }
  return [...groups].map(([group, { rules, times }]) => ({
    group,
    rules,
    evaluations: times.length,
    medianMs: median(times),
    slowestMs: Math.max(...times),
  }));
}

async function lastEvaluations(url) {
  const samples = await metricsOf(url);
  const of = (wanted) =>
    new Map(samples.filter(({ name }) => name === wanted).map(({ labels, value }) => [labels, value]));
  const [durations, ends, rules] = [
    'prometheus_rule_group_last_duration_seconds',
    'prometheus_rule_group_last_evaluation_timestamp_seconds',
    'prometheus_rule_group_rules',
  ].map(of);
  return [...durations].map(([labels, seconds]) => ({
    group: /;([^;"]+)"/.exec(labels)?.[1],
    rules: rules.get(labels),
    at: ends.get(labels),
    ms: 1000 * seconds,
  }));
}
