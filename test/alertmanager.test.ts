import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inhibitRules } from '../src/generate/alertmanager.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { requireTool, runTool } from './tools.js';

const alerts = fileURLToPath(new URL('../alerts/', import.meta.url));

/** What an alert's labels lead to. */
const routes: readonly [labels: string[], receiver: string][] = [
  [['severity=critical', 'symptom=loss-nonfinite', 'run=a'], 'page'],
  [['severity=warning', 'symptom=dead-relu', 'run=a', 'layer=dense'], 'ticket'],
  [['severity=info', 'symptom=loss-stalled', 'run=a'], 'dashboard'],
  [['severity=other', 'alertname=SomebodyElses'], 'ticket'],
];

describe.runIf(requireTool('amtool'))('amtool', () => {
  it('accepts the configuration of Alertmanager', () => {
    const { status, output } = runTool('amtool', ['check-config', 'alertmanager.yml'], { cwd: alerts });
    expect(status, output).toBe(0);
  });

  it.each(routes)('routes %j to %s', (labels, receiver) => {
    const { status, output } = runTool(
      'amtool',
      [
        'config',
        'routes',
        'test',
        '--config.file=alertmanager.yml',
        `--verify.receivers=${receiver}`,
        ...labels,
      ],
      { cwd: alerts },
    );
    expect(status, output).toBe(0);
  });

  it.each(
    catalogue.map(({ id, severity }) => [id, severity] as const),
  )('routes %s by its severity', (id, severity) => {
    const receiver = { critical: 'page', warning: 'ticket', info: 'dashboard' }[severity];
    const { status, output } = runTool(
      'amtool',
      [
        'config',
        'routes',
        'test',
        '--config.file=alertmanager.yml',
        `--verify.receivers=${receiver}`,
        `severity=${severity}`,
        `symptom=${id}`,
      ],
      { cwd: alerts },
    );
    expect(status, output).toBe(0);
  });
});

describe('inhibition', () => {
  const inhibited = (cause: string, consequence: string) =>
    inhibitRules(catalogue).filter(
      ({ source_matchers: [source = ''], target_matchers: [target = ''] }) =>
        matches(source, cause) && matches(target, consequence),
    );

  it('follows the causes of every symptom, and compares layers only where both have one', () => {
    const scopes = new Map(catalogue.map(({ id, scope }) => [id, scope]));
    for (const { id, causes, scope } of catalogue)
      for (const cause of causes.filter((each) => scopes.has(each)))
        expect(inhibited(cause, id), `${cause} → ${id}`).toContainEqual(
          expect.objectContaining({
            equal: scope !== 'run' && scopes.get(cause) !== 'run' ? ['run', 'layer'] : ['run'],
          }),
        );
  });

  it('lets a lost run mute everything of that run but itself and what is not ours', () => {
    const ids = catalogue.map(({ id }) => id).filter((id) => id !== 'run-lost');
    for (const id of ids)
      expect(inhibited('run-lost', id), id).toContainEqual(expect.objectContaining({ equal: ['run'] }));
    expect(inhibited('run-lost', 'run-lost')).toEqual([]);
    expect(inhibited('run-lost', '')).toEqual([]);
  });

  it('never mutes in a circle, which would leave nobody paged', () => {
    const causes = new Map(catalogue.map((symptom) => [symptom.id, symptom.causes]));
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      (causes.get(from) ?? []).some(
        (cause) => cause === to || (!seen.has(cause) && reaches(cause, to, seen.add(cause))),
      );
    expect(catalogue.map(({ id }) => id).filter((id) => reaches(id, id))).toEqual([]);
  });
});

/** Whether a matcher such as `symptom=~"a|b"` takes a symptom, as Alertmanager anchors it. */
function matches(matcher: string, symptom: string): boolean {
  const [, operator, value = ''] = /^symptom(=~|=|!~)"(.*)"$/.exec(matcher) ?? [];
  if (operator === undefined) throw new Error(`unexpected matcher ${matcher}`);
  const found = operator === '=' ? value === symptom : new RegExp(`^(?:${value})$`).test(symptom);
  return operator === '!~' ? !found : found;
}
