import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { requireTool } from '../tools.js';
import { build, ofKind } from './resources.js';

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const hasTools = requireTool('kustomize');

interface Matcher {
  readonly name: string;
  readonly matchType: string;
  readonly value: string;
}
interface OperatorRoute {
  readonly receiver: string;
  readonly matchers?: readonly Matcher[];
  readonly routes?: readonly OperatorRoute[];
  readonly [field: string]: unknown;
}

describe.runIf(hasTools)('the configuration of Alertmanager', () => {
  const { spec } = hasTools ? ofKind(build('deploy/kubernetes'), 'AlertmanagerConfig') : { spec: {} };
  const alertmanager = parse(text('alerts/alertmanager.yml'));
  // As the operator reads it: pkg/alertmanager/amcfg.go.
  const written = (matchers: readonly Matcher[]) =>
    matchers.map(({ name, matchType, value }) => `${name}${matchType}"${value}"`);
  const writtenRoute = ({ matchers, routes, ...times }: OperatorRoute): object => ({
    ...Object.fromEntries(
      Object.entries(times).map(([name, value]) => [
        name.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
        value,
      ]),
    ),
    ...(matchers && { matchers: written(matchers) }),
    ...(routes && { routes: routes.map(writtenRoute) }),
  });

  it('inhibits as everywhere', () => {
    expect(
      spec.inhibitRules.map(
        (rule: { sourceMatch: Matcher[]; targetMatch: Matcher[]; equal: readonly string[] }) => ({
          source_matchers: written(rule.sourceMatch),
          target_matchers: written(rule.targetMatch),
          equal: rule.equal,
        }),
      ),
    ).toEqual(alertmanager.inhibit_rules);
  });

  it('routes as everywhere, and the alerts of others not at all', () => {
    expect(writtenRoute(spec.route)).toEqual({ ...alertmanager.route, matchers: ['symptom=~".+"'] });
  });

  it('has the receivers that it routes to, and takes their addresses from one secret', () => {
    const names = spec.receivers.map(({ name }: { name: string }) => name);
    expect(names).toEqual(alertmanager.receivers.map(({ name }: { name: string }) => name));
    const secrets = spec.receivers.flatMap(
      ({ webhookConfigs = [] }: { webhookConfigs?: { urlSecret: object }[] }) =>
        webhookConfigs.map(({ urlSecret }) => urlSecret),
    );
    expect(secrets).toEqual(['page', 'ticket'].map((key) => ({ name: 'trainvitals-receivers', key })));
    expect(text('deploy/kubernetes/README.md')).toMatch(
      /kubectl -n training create secret generic trainvitals-receivers \\?\s*--from-literal=page=\S+ \\?\s*--from-literal=ticket=/,
    );
  });
});
