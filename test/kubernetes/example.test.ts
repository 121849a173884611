import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { usage as demoUsage } from '../../src/cli/demo.js';
import { variables } from '../../src/environment.js';
import { PORTS } from '../../src/generate/services.js';
import { requireTool } from '../tools.js';
import { build, ofKind } from './resources.js';

const hasTools = requireTool('kustomize');

describe.runIf(hasTools)('the example', () => {
  const { spec } = hasTools ? ofKind(build('deploy/kubernetes/example'), 'Job') : { spec: {} };
  const [container] = hasTools ? spec.template.spec.containers : [{}];
  const env = new Map<string, Record<string, unknown>>(
    (container.env ?? []).map(({ name, ...from }: { name: string }) => [name, from]),
  );

  it('says who it is in the environment, in names that watch() reads', () => {
    expect([...env.keys()]).toEqual(expect.arrayContaining(['TRAINVITALS_RUN', 'RANK', 'WORLD_SIZE']));
    for (const name of env.keys()) expect(variables).toContain(name);
  });

  it('has as many ranks as it says, all at once, each with its own', () => {
    expect(spec).toMatchObject({ completionMode: 'Indexed', parallelism: spec.completions });
    expect(env.get('WORLD_SIZE')).toEqual({ value: String(spec.completions) });
    const fieldPath = "metadata.annotations['batch.kubernetes.io/job-completion-index']";
    expect(env.get('RANK')).toEqual({ valueFrom: { fieldRef: { fieldPath } } });
  });

  it('serves where it can be scraped', () => {
    expect(env.get('TRAINVITALS_PORT')).toEqual({ value: String(PORTS.agent) });
    expect(env.get('TRAINVITALS_HOST')).toEqual({ value: '0.0.0.0' });
  });

  it('starts the demo of the compose file with flags that it has, and ends by itself', () => {
    const compose = parse(readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8'));
    expect(container.image).toBe(compose.services.demo.image);
    expect(container.command).toContain('--steps');
    for (const [flag] of container.command.join(' ').matchAll(/--[a-z]+/g)) expect(demoUsage).toContain(flag);
  });

  it('may do nothing but compute', () => {
    expect(spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('is given the time in which close() waits for a last scrape', () => {
    expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(20 + 15);
  });
});
