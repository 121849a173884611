import { describe, expect, it } from 'vitest';
import { requireTool } from '../tools.js';
import { build, ofKind, type Resource, requireDefinitions, wrong } from './resources.js';

const hasTools = requireTool('kustomize') && requireTool('kubectl-validate') && requireDefinitions();
const all = hasTools ? [...build('deploy/kubernetes'), ...build('deploy/kubernetes/example')] : [];

/** For each kind a slip in it, and what must be said of it. */
const slips: readonly [kind: string, where: string, slip: (resource: Resource) => void, said: RegExp][] = [
  ['Namespace', 'a misspelt field', (it) => Object.assign(it, { spce: {} }), /spce: .*unknown field/],
  ['Role', 'a text for a list', (it) => Object.assign(it.rules[0], { verbs: 'get' }), /rules\[0\]\.verbs/],
  [
    'RoleBinding',
    'a misspelt field',
    (it) => Object.assign(it.roleRef, { kinds: 'Role' }),
    /roleRef\.kinds: .*unknown/,
  ],
  [
    'ConfigMap',
    'a number for a text',
    (it) => Object.assign(it.data, { 'run.json': 1 }),
    /data\.run\.json|run\.json/,
  ],
  [
    'PodMonitor',
    'a misspelt limit',
    (it) => Object.assign(it.spec, { sampleLimt: 1 }),
    /spec\.sampleLimt: .*unknown/,
  ],
  [
    'PodMonitor',
    'an unknown action',
    ({ spec }) => Object.assign(spec.podMetricsEndpoints[0].relabelings[0], { action: 'copy' }),
    /relabelings\[0\]\.action: .*copy/,
  ],
  [
    'PrometheusRule',
    'a wait that is no time',
    ({ spec }) => Object.assign(spec.groups[1].rules[0], { for: 'a while' }),
    /rules\[0\]\.for/,
  ],
  [
    'AlertmanagerConfig',
    'an unknown operator',
    ({ spec }) => Object.assign(spec.inhibitRules[0].sourceMatch[0], { matchType: '~' }),
    /sourceMatch\[0\]\.matchType/,
  ],
  [
    'NetworkPolicy',
    'a misspelt selector',
    ({ spec }) => Object.assign(spec.ingress[0].from[0], { podSelectors: {} }),
    /podSelectors: .*unknown/,
  ],
  [
    'Job',
    'a text for a number',
    ({ spec }) => Object.assign(spec, { completions: 'two' }),
    /spec\.completions/,
  ],
  [
    'Job',
    'a misspelt field',
    ({ spec }) => Object.assign(spec.template.spec, { containrs: [] }),
    /containrs: .*unknown/,
  ],
];

describe.runIf(hasTools)('an API server', () => {
  it.each(
    all.map((resource) => [resource.kind, resource.metadata.name, resource] as const),
  )('would take the %s %s', (_kind, _name, resource) => {
    expect(wrong(resource)).toBeUndefined();
  });

  it.each(slips)('would refuse a %s with %s', (kind, _where, slip, said) => {
    const resource = structuredClone(ofKind(all, kind));
    slip(resource);
    expect(wrong(resource)).toMatch(said);
  });

  it('was asked to refuse one of each kind', () => {
    expect(new Set(slips.map(([kind]) => kind))).toEqual(new Set(all.map(({ kind }) => kind)));
  });
});
