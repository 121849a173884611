import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { alertTests } from '../src/generate/alert-tests.js';
import { ruleGroups, rules } from '../src/generate/alerts.js';
import { seconds } from '../src/generate/duration.js';
import { SHORTEST_RANGE_SECONDS } from '../src/generate/promql.js';
import type { AlertRule } from '../src/generate/rule.js';
import { PORTS } from '../src/generate/services.js';
import { casesOf } from '../src/symptoms/cases.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { describePromtools, promtoolTest } from './promtool.js';
import { requireTool, runTool } from './tools.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const alerts = join(root, 'alerts');
const groups = ruleGroups(catalogue);
const alertRules = groups.flatMap(({ rules }) => rules).filter((rule): rule is AlertRule => 'alert' in rule);

describe('the alert rules', () => {
  it.each(
    alertRules.map((rule) => [rule.alert, rule] as const),
  )('%s keeps the conventions of mixins', (name, rule) => {
    const { summary, description, runbook_url, dashboard_url } = rule.annotations;
    expect(name).toMatch(/^[A-Z][A-Za-z]{0,39}$/);
    expect(Object.keys(rule.labels)).toEqual(['severity', 'symptom']);
    expect(['critical', 'warning', 'info']).toContain(rule.labels.severity);
    expect(summary).toMatch(/^[A-Z][^{}]*\.$/);
    expect(description).toContain('{{ $labels.run }}');
    expect(description).not.toMatch(/(?<!\{)\{\w+\}/);
    expect(runbook_url).toMatch(/^https:\/\//);
    expect(dashboard_url).toContain('var-run={{ $labels.run | urlquery }}');
  });

  it('have a runbook each', () => {
    const missing = catalogue.filter(({ id }) => !existsSync(join(root, 'src/symptoms', id, 'README.md')));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  it('look back over at least four scrapes', () => {
    const ranges = groups.flatMap(({ rules }) =>
      rules.flatMap(({ expr }) => [...expr.matchAll(/\[(\w+)\]/g)]),
    );
    expect(ranges.length).toBeGreaterThan(0);
    for (const [, range = ''] of ranges)
      expect(seconds(range)).toBeGreaterThanOrEqual(SHORTEST_RANGE_SECONDS);
  });

  it('have cases in which each is raised and in which each is quiet', () => {
    for (const { id } of catalogue) {
      const expected = (casesOf[id] ?? []).flatMap(({ expect: all }) => all.map(({ raised }) => raised));
      expect(new Set(expected), id).toEqual(new Set([true, false]));
    }
  });
});

describe.runIf(requireTool('promtool'))('the cases', () => {
  it.each(catalogue.map(({ id }) => id))('of %s fail without its alert', (id) => {
    const one = catalogue.filter((symptom) => symptom.id === id);
    const { status } = promtoolTest(
      'promtool',
      stringify({ groups: [] }),
      alertTests(one, casesOf, 'rules.yml'),
    );
    expect(status).toBe(1);
  });
});

describePromtools('on the rules', (promtool) => {
  it('finds nothing wrong with the rules', () => {
    const { status, output } = runTool(
      promtool,
      ['check', 'rules', '--lint=all', '--lint-fatal', 'trainvitals.rules.yml'],
      { cwd: alerts },
    );
    expect(status, output).toBe(0);
  });

  it.each(
    catalogue.map((symptom) => [symptom.id, symptom] as const),
  )('raises %s in its cases, with the layer, and leaves it quiet where it must', (_id, symptom) => {
    const tests = alertTests([symptom], casesOf, 'rules.yml');
    const { status, output } = promtoolTest(promtool, rules([symptom]), tests);
    expect(status, output).toBe(0);
  });

  it('accepts the configuration of Prometheus', () => {
    const { status, output } = runTool(promtool, ['check', 'config', 'prometheus.yml'], { cwd: alerts });
    expect(status, output).toBe(0);
  });

  it('writes what was found, where, and what to try into the page', () => {
    const [symptom] = catalogue.filter(({ id }) => id === 'dead-relu');
    const [rule] = alertRules.filter(({ labels }) => labels.symptom === 'dead-relu');
    const place = { job: 'training', instance: 'a:1', run: 'r/1', rank: '3', layer: 'dense 1' };
    const series = Object.entries(place).map(([name, value]) => `${name}="${value}"`);
    const test = stringify({
      rule_files: ['rules.yml'],
      tests: [
        {
          interval: '15s',
          input_series: [
            { series: `training_layer_dead_units_ratio{${series.join(',')}}`, values: '0.9375+0x40' },
          ],
          alert_rule_test: [
            {
              alertname: 'TrainingDeadRelu',
              eval_time: '5m',
              exp_alerts: [
                {
                  exp_labels: { ...place, severity: 'warning', symptom: 'dead-relu' },
                  exp_annotations: {
                    summary: symptom?.summary,
                    description: [
                      '93.75% of the units of layer dense 1 in run r/1 fired for no recent example (limit 50%). Rank 3.',
                      'Try, in this order:',
                      ...(symptom?.remedies ?? []).map((remedy, index) => `${index + 1}. ${remedy}`),
                    ].join('\n'),
                    runbook_url: rule?.annotations.runbook_url,
                    dashboard_url:
                      'http://localhost:3000/d/trainvitals-layers/layers?var-job=training&var-run=r%2F1&var-layer=dense+1&viewPanel=120',
                  },
                },
              ],
            },
          ],
        },
      ],
    });
    const { status, output } = promtoolTest(promtool, rules(catalogue), test);
    expect(status, output).toBe(0);
  });
});

// Every rule is evaluated in every case: all of both takes promtool many minutes, and each symptom has had its cases.
describe.runIf(requireTool('promtool'))('the committed rules, all together', () => {
  it('pass one committed case of each symptom', { timeout: 300_000 }, () => {
    const committed = parse(readFileSync(join(alerts, 'trainvitals.test.yml'), 'utf8'));
    const firsts = new Map<string, unknown>();
    for (const test of committed.tests) {
      const [id = ''] = test.name.split(':');
      if (!firsts.has(id)) firsts.set(id, test);
    }
    expect([...firsts.keys()].sort()).toEqual(catalogue.map(({ id }) => id).sort());
    const rules = readFileSync(join(alerts, 'trainvitals.rules.yml'), 'utf8');
    const tests = stringify({ ...committed, rule_files: ['rules.yml'], tests: [...firsts.values()] });
    const { status, output } = promtoolTest('promtool', rules, tests);
    expect(status, output).toBe(0);
  });
});

it('the configurations on one machine agree on ports and paths', () => {
  const prometheus = parse(readFileSync(join(alerts, 'prometheus.yml'), 'utf8'));
  expect(prometheus).toMatchObject({
    rule_files: ['trainvitals.rules.yml'],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`localhost:${PORTS.alertmanager}`] }] }] },
    scrape_configs: [{ job_name: 'training', static_configs: [{ targets: [`localhost:${PORTS.agent}`] }] }],
  });
});
