import { checks } from '../preflight/catalogue.js';
import type { Case, Symptom } from '../symptoms/symptom.js';
import { alertTests } from './alert-tests.js';
import { alertmanagerConfig } from './alertmanager.js';
import { rules } from './alerts.js';
import { dashboards, provisioning } from './dashboards.js';
import { metricsPage, preflightPage, symptomsPage } from './docs.js';
import { alertmanagerResource, dashboardMaps, prometheusRule } from './kubernetes.js';
import { prometheusConfig } from './prometheus.js';
import { inCompose, onThisMachine } from './services.js';

/** The rules by file name; the configuration and the tests refer to it from the same folder. */
export const RULES_FILE = 'trainvitals.rules.yml';

/** Folders and files that hold nothing but what is generated. */
export const GENERATED_PLACES = [
  'alerts',
  'dashboards',
  'deploy/compose/config',
  'deploy/kubernetes/prometheus-rule.yaml',
  'deploy/kubernetes/alertmanager-config.yaml',
  'docs/symptoms.md',
  'docs/metrics.md',
  'docs/preflight.md',
];

/** Every generated file: path in the repository to content. Pure: the same catalogue gives the same text. */
export function files(
  catalogue: readonly Symptom[],
  cases: Readonly<Record<string, readonly Case[]>>,
): ReadonlyMap<string, string> {
  const boards = dashboards(catalogue);
  return new Map([
    [`alerts/${RULES_FILE}`, rules(catalogue)],
    ['alerts/trainvitals.test.yml', alertTests(catalogue, cases, RULES_FILE)],
    ['alerts/prometheus.yml', prometheusConfig(onThisMachine, RULES_FILE)],
    ['alerts/alertmanager.yml', alertmanagerConfig(catalogue, onThisMachine)],
    ['deploy/compose/config/prometheus.yml', prometheusConfig(inCompose, RULES_FILE)],
    ['deploy/compose/config/alertmanager.yml', alertmanagerConfig(catalogue, inCompose)],
    ['deploy/kubernetes/prometheus-rule.yaml', prometheusRule(catalogue)],
    ['deploy/kubernetes/alertmanager-config.yaml', alertmanagerResource(catalogue)],
    ...under('dashboards', boards),
    ['dashboards/kustomization.yaml', dashboardMaps(Object.keys(boards))],
    ...under('dashboards/provisioning', provisioning),
    ['docs/symptoms.md', symptomsPage(catalogue)],
    ['docs/metrics.md', metricsPage()],
    ['docs/preflight.md', preflightPage(checks)],
  ]);
}

const under = (
  folder: string,
  content: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] =>
  Object.entries(content).map(([name, text]) => [`${folder}/${name}`, text] as const);
