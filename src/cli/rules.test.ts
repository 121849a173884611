import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { run } from './rules.js';

let folder = '';
const errors: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainvitals-rules-'));
  errors.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line) => errors.push(String(line)));
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const out = () => join(folder, 'rules');
const file = () => join(out(), 'trainvitals.rules.yml');

/** The written alerts by the id of their symptom. */
function written() {
  const groups: {
    rules: { expr: string; labels?: { symptom: string }; annotations?: Record<string, string> }[];
  }[] = parse(readFileSync(file(), 'utf8')).groups;
  return new Map(groups.flatMap(({ rules }) => rules).map((rule) => [rule.labels?.symptom, rule]));
}

describe('trainvitals rules', () => {
  it('moves a limit in the expression and in the text', async () => {
    expect(await run(['--set', 'dead-relu.share=0.625', '--out', out()])).toBe(0);
    const rule = written().get('dead-relu');
    expect(rule?.expr).toContain('> 0.625');
    expect(rule?.annotations?.description).toContain('(limit 62.5%)');
  });

  it('moves the main limit of a symptom by the name "limit"', async () => {
    const args = ['--set', 'dead-relu.limit=0.625', '--disable', 'overfitting'];
    expect(await run([...args, '--out', out()])).toBe(0);
    expect(written().get('dead-relu')?.expr).toContain('> 0.625');
    expect(written().get('dead-relu')?.annotations?.description).toContain('(limit 62.5%)');
    expect([...written().keys()]).not.toContain('overfitting');
  });

  it('writes a resource of the Prometheus operator, with the same rules', async () => {
    const args = [
      '--set',
      'dead-relu.share=0.625',
      '--grafana',
      'https://grafana.example.com',
      '--out',
      out(),
    ];
    expect(await run([...args, '--kubernetes'])).toBe(0);
    expect(existsSync(file())).toBe(false);
    expect(await run(args)).toBe(0);
    const { kind, spec } = parse(readFileSync(join(out(), 'prometheus-rule.yaml'), 'utf8'));
    expect(kind).toBe('PrometheusRule');
    expect(spec).toEqual(parse(readFileSync(file(), 'utf8')));
  });

  it('lets a limit of a symptom be moved that is left out', async () => {
    const args = ['--set', 'dead-relu.limit=0.625', '--disable', 'dead-relu'];
    expect(await run([...args, '--out', out()])).toBe(0);
    expect([...written().keys()]).not.toContain('dead-relu');
  });

  it('leaves symptoms out', async () => {
    expect(await run(['--disable', 'dead-relu', '--disable', 'overfitting', '--out', out()])).toBe(0);
    expect([...written().keys()]).not.toContain('dead-relu');
    expect([...written().keys()]).not.toContain('overfitting');
    expect([...written().keys()]).toContain('loss-nonfinite');
  });

  it('points pages to a repository and a Grafana of the user', async () => {
    const links = ['--runbooks', 'https://git.example/fork/', '--grafana', 'https://grafana.example/'];
    expect(await run([...links, '--out', out()])).toBe(0);
    const texts = written().get('dead-relu')?.annotations;
    expect(texts?.runbook_url).toBe('https://git.example/fork/src/symptoms/dead-relu/README.md');
    expect(texts?.dashboard_url).toMatch(/^https:\/\/grafana\.example\/d\/trainvitals-layers\//);
  });

  it('prints what is committed when nothing is asked', async () => {
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(await run([])).toBe(0);
    const committed = readFileSync(new URL('../../alerts/trainvitals.rules.yml', import.meta.url), 'utf8');
    expect(printed.mock.calls).toEqual([[committed]]);
  });

  it.each([
    [['--set', 'dead-relu.share'], '--set must be SYMPTOM.LIMIT=NUMBER, got "dead-relu.share"'],
    [['--set', 'dead-relu.share=many'], '--set must be SYMPTOM.LIMIT=NUMBER, got "dead-relu.share=many"'],
    [['--set', 'dead-rely.share=0.6'], 'unknown symptom "dead-rely"; known are inputs-nonfinite, '],
    [['--set', '__proto__.share=0.6'], 'unknown symptom "__proto__"; known are '],
    [
      ['--set', 'dead-relu.shore=0.6'],
      'unknown limit "dead-relu.shore"; known are share, penalty, and limit for share',
    ],
    [['--set', 'dead-relu.share=7'], 'limit "dead-relu.share" must be a number from 0 to 1, got 7'],
    [['--set', 'dead-relu.limit=7'], 'limit "dead-relu.limit" (share) must be a number from 0 to 1, got 7'],
    [['--set', 'dead-relu.limit=7', '--disable', 'dead-relu'], 'limit "dead-relu.limit" (share) must be '],
    [['--set', 'dead-relu.limit=0.6', '--set', 'dead-relu.share=0.6'], 'limit "dead-relu.limit" is "dead-'],
    [['--set', 'a\nb.share=1'], 'unknown symptom "a\\nb"; known are '],
    [['--disable', 'X'], 'unknown symptom "X"; known are '],
    [['--unknown'], "Unknown option '--unknown'"],
  ])('refuses %j with one line, and writes nothing', async (args, message) => {
    expect(await run([...args, '--out', out()])).toBe(2);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(`trainvitals rules: ${message}`);
    expect(errors[0]).not.toContain('\n');
    expect(existsSync(out())).toBe(false);
  });

  it('says which file it cannot write', async () => {
    expect(await run(['--out', '/dev/null/rules'])).toBe(1);
    expect(errors[0]).toContain('cannot write /dev/null/rules/trainvitals.rules.yml');
  });
});
