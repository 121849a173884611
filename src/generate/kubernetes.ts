import type { Symptom } from '../symptoms/symptom.js';
import { bySeverity, inhibitRules, type Route } from './alertmanager.js';
import { ruleGroups } from './alerts.js';
import type { RuleSettings } from './settings.js';
import { yaml } from './yaml.js';

/** The rules as a resource of the Prometheus operator; no template engine reads it, so `{{ }}` stays as it is. */
export const prometheusRule = (catalogue: readonly Symptom[], settings: RuleSettings = {}): string =>
  yaml({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'trainvitals' },
    spec: { groups: ruleGroups(catalogue, settings) },
  });

/** Secret that holds where pages and tickets go, under these names as keys. */
export const RECEIVERS_SECRET = 'trainvitals-receivers';

/**
 * Routing and inhibition as a resource of the Prometheus operator, which adds them to what its Alertmanager has. Version
 * v1alpha1 is the stored one, which every operator serves; v1beta1 needs its webhook.
 */
export const alertmanagerResource = (catalogue: readonly Symptom[]): string =>
  yaml({
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'AlertmanagerConfig',
    metadata: { name: 'trainvitals' },
    spec: {
      // Other alerts of the namespace are not ours to route.
      route: operatorRoute({ ...bySeverity, matchers: ['symptom=~".+"'] }),
      receivers: [webhook('page'), webhook('ticket'), { name: 'dashboard' }],
      inhibitRules: inhibitRules(catalogue).map(({ source_matchers, target_matchers, equal }) => ({
        sourceMatch: source_matchers.map(operatorMatcher),
        targetMatch: target_matchers.map(operatorMatcher),
        equal,
      })),
    },
  });

const webhook = (name: 'page' | 'ticket') => ({
  name,
  webhookConfigs: [{ urlSecret: { name: RECEIVERS_SECRET, key: name }, sendResolved: true }],
});

const operatorRoute = (route: Route): object => ({
  receiver: route.receiver,
  ...(route.matchers && { matchers: route.matchers.map(operatorMatcher) }),
  ...(route.group_by && { groupBy: route.group_by }),
  ...(route.group_wait && { groupWait: route.group_wait }),
  ...(route.group_interval && { groupInterval: route.group_interval }),
  ...(route.repeat_interval && { repeatInterval: route.repeat_interval }),
  ...(route.routes && { routes: route.routes.map(operatorRoute) }),
});

function operatorMatcher(matcher: string) {
  const [, name, matchType, value] = /^(\w+)(=~|!~|!=|=)"(.*)"$/.exec(matcher) ?? [];
  if (name === undefined) throw new Error(`expected a matcher such as symptom="dead-relu", got ${matcher}`);
  return { name, matchType, value };
}

/**
 * A ConfigMap a dashboard, as kustomize makes them, with the label that the sidecar of Grafana's chart looks for. All in
 * one would be too large for the annotation in which `kubectl apply` keeps what it applied (256 KiB).
 */
export const dashboardMaps = (files: readonly string[]): string =>
  yaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    generatorOptions: { disableNameSuffixHash: true, labels: { grafana_dashboard: '1' } },
    configMapGenerator: files.map((file) => ({
      name: `trainvitals-dashboard-${file.replace(/\.json$/, '')}`,
      files: [file],
    })),
  });
