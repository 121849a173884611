import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { scratchFolder } from './server.js';

/** Upper bounds in Prometheus' notation (`1s`); what is longer becomes the bound, what is shorter stays. */
export interface RuleBounds {
  readonly for?: string;
  readonly keepFiringFor?: string;
  /** Ranges of selectors, `[5m]`; subqueries are left alone. */
  readonly range?: string;
  /** Evaluation interval of groups. */
  readonly interval?: string;
}

export interface RulesForTest {
  /** A rule file of its own, for `startPrometheus`. */
  readonly file: string;
  /** What differs from the source, one line each: `TrainingDeadRelu: for 5m → 1s`. */
  readonly changes: readonly string[];
}

interface RuleFile {
  groups: { name: string; interval?: string; rules: Rule[] }[];
}
interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  for?: string;
  keep_firing_for?: string;
}

/**
 * Rules, by the path of their file or as text, with shorter times and nothing else changed: limits, labels and texts
 * stay.
 */
export async function rulesForTest(
  source: string | { text: string },
  bounds: RuleBounds,
): Promise<RulesForTest> {
  const text = typeof source === 'string' ? await readFile(source, 'utf8') : source.text;
  const rules = parse(text) as RuleFile;
  const changes: string[] = [];
  const bound = (what: string, duration: string, limit: string | undefined): string => {
    if (limit === undefined || seconds(duration) <= seconds(limit)) return duration;
    changes.push(`${what} ${duration} → ${limit}`);
    return limit;
  };

  for (const group of rules.groups) {
    if (group.interval)
      group.interval = bound(`group ${group.name}: interval`, group.interval, bounds.interval);
    for (const rule of group.rules) {
      const name = rule.alert ?? rule.record;
      if (rule.for) rule.for = bound(`${name}: for`, rule.for, bounds.for);
      if (rule.keep_firing_for) {
        rule.keep_firing_for = bound(`${name}: keep_firing_for`, rule.keep_firing_for, bounds.keepFiringFor);
      }
      rule.expr = rule.expr.replace(
        RANGE,
        (_, duration: string) => `[${bound(`${name}: range`, duration, bounds.range)}]`,
      );
    }
  }
  const file = join(await scratchFolder('rules'), 'rules.yml');
  await writeFile(file, stringify(rules));
  return { file, changes };
}

const RANGE = /\[((?:\d+[a-z]+)+)\]/g;
const UNIT: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `1h30m` in seconds. */
export function seconds(duration: string): number {
  let total = 0;
  for (const [, count, unit] of duration.matchAll(/(\d+)(ms|[smhdw])/g)) {
    total += Number(count) * (UNIT[unit ?? ''] ?? Number.NaN);
  }
  return total;
}
