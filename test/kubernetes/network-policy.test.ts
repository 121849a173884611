import { describe, expect, it } from 'vitest';
import { PORTS } from '../../src/generate/services.js';
import { requireTool } from '../tools.js';
import { build, ofKind } from './resources.js';

const hasTools = requireTool('kustomize');
const monitoring = hasTools ? build('deploy/kubernetes') : [];
const the = (kind: string) => ofKind(monitoring, kind);

interface Port {
  readonly protocol?: string;
  readonly port: number | string;
  readonly endPort?: number;
}
interface Ingress {
  readonly from: readonly { readonly namespaceSelector?: object; readonly podSelector: object }[];
  readonly ports: readonly Port[];
}

describe.runIf(hasTools)('the network policy', () => {
  const { podSelector, ingress } = hasTools ? the('NetworkPolicy').spec : {};
  const opens = ({ ports }: Ingress, number: number, protocol = 'TCP') =>
    ports.some(({ port, endPort, protocol: own = 'TCP' }) =>
      typeof port === 'string'
        ? number === PORTS.agent && protocol === own
        : own === protocol && number >= port && number <= (endPort ?? port),
    );
  const whoReaches = (number: number, protocol?: string) =>
    ingress.filter((rule: Ingress) => opens(rule, number, protocol)).flatMap(({ from }: Ingress) => from);
  const prometheus = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
  };

  it('covers every pod that is scraped', () => {
    expect(podSelector).toEqual(the('PodMonitor').spec.selector);
  });

  it('lets Prometheus alone reach the metrics', () => {
    expect(whoReaches(PORTS.agent)).toEqual([prometheus]);
  });

  it.each([
    [1, 'TCP'],
    [PORTS.agent - 1, 'TCP'],
    [PORTS.agent + 1, 'TCP'],
    [65_535, 'TCP'],
    [PORTS.agent, 'UDP'],
  ])('lets the ranks, and nobody else, reach each other at %i over %s', (port, protocol) => {
    expect(whoReaches(port, protocol)).toEqual([{ podSelector: the('PodMonitor').spec.selector }]);
  });
});
