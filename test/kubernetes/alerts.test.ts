import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alertTests } from '../../src/generate/alert-tests.js';
import { casesOf } from '../../src/symptoms/cases.js';
import { catalogue } from '../../src/symptoms/catalogue.js';
import { promtoolTest } from '../promtool.js';
import { requireTool } from '../tools.js';

const rules = readFileSync(new URL('../../alerts/trainvitals.rules.yml', import.meta.url), 'utf8');

/** Labels that a target in a cluster has beside job and instance. */
const POD = 'namespace="ml",pod="digits-1-x7k2p",node="gpu-node-7",container="training",endpoint="metrics"';

/** Of each symptom the first case in which it is raised, up to there: it is enough, and promtool is slow. */
const raised = Object.fromEntries(
  catalogue.map(({ id }) => [
    id,
    (casesOf[id] ?? [])
      .map((each) => ({ ...each, expect: each.expect.filter((one) => one.raised).slice(0, 1) }))
      .filter((each) => each.expect.length > 0)
      .slice(0, 1),
  ]),
);

describe.runIf(requireTool('promtool'))('an alert', () => {
  it('of every symptom says which pod of which namespace it is about, as AlertmanagerConfig routes by', () => {
    const tests = alertTests(catalogue, raised, 'rules.yml')
      .replaceAll('job="training",', `job="training",${POD},`)
      .replaceAll('alertstate="firing"', `alertstate="firing",${POD}`);
    for (const { id } of catalogue) expect(tests).toMatch(new RegExp(`name: "?${id}: `));
    const { status, output } = promtoolTest('promtool', rules, tests);
    expect(status, output).toBe(0);
  }, 300_000);
});
