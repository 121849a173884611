import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Board, faults } from './dashboard-faults.js';
import { type Exclusion, lint, rules, unneeded } from './dashboard-linter.js';
import { requireTool } from './tools.js';

const folder = new URL('../dashboards/', import.meta.url);
const read = (name: string): Board => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const dashboards = names.map(read);

const written: { exclusions: Record<string, { entries: Omit<Exclusion, 'rule'>[] }> } = parse(
  readFileSync(new URL('dashboard-linter.yml', import.meta.url), 'utf8'),
);
const exclusions = Object.entries(written.exclusions).flatMap(([rule, { entries }]) =>
  entries.map((entry): Exclusion => ({ rule, ...entry })),
);

describe.runIf(requireTool('dashboard-linter'))('dashboard-linter', () => {
  it.each(names)('finds nothing in %s', (name) => {
    expect(lint(read(name), exclusions)).toEqual([]);
  });

  it.each(faults)('finds by %s: %s', (broken, _, make) => {
    const board = read('layers.json');
    make(board);
    expect([...new Set(lint(board).map(({ rule }) => rule))].sort()).toEqual(broken);
  });

  it('has 17 rules, each with a fault that it finds', () => {
    const all = [...rules().values()];
    expect(all).toHaveLength(17);
    expect([...new Set(faults.flatMap(([broken]) => broken))].sort()).toEqual(all.sort());
  });

  it('comes to no verdict on what is no classic dashboard', () => {
    expect(() => lint([])).toThrow('failed to parse dashboard');
    expect(() => lint({ apiVersion: 'dashboard.grafana.app/v3', spec: {} })).toThrow(
      'unsupported apiVersion',
    );
  });
});

describe('exclusions from dashboard-linter', () => {
  it('name a panel that there is, and a reason', () => {
    for (const { rule, dashboard, panel, targetidx, reason, ...rest } of exclusions) {
      const title = `${rule}: ${dashboard}, ${panel}`;
      const panels = dashboards.filter((board) => board.title === dashboard).flatMap((board) => board.panels);
      const queries = panels.find((each) => each.title === panel)?.targets ?? [];
      expect(queries.length, title).toBeGreaterThan(targetidx ?? 0);
      expect(reason, title).toMatch(/.{20,}/);
      expect(rest, `${title}: the linter ignores what it does not know`).toEqual({});
    }
  });

  describe.runIf(requireTool('dashboard-linter'))('as the linter takes them', () => {
    it('are all needed', () => {
      expect(unneeded(exclusions, dashboards)).toEqual([]);
    });

    it('hide what they name and nothing else, and show when it is not there any more', () => {
      const faulty = read('layers.json');
      const panel = faulty.panels.find(({ targets }) => targets?.length === 2);
      for (const target of panel?.targets ?? []) target.expr = 'vector(time()';
      const place = { dashboard: faulty.title, panel: panel?.title ?? '', reason: 'made up for this test' };
      const [first, second] = [0, 1].map((targetidx) => ({
        rule: 'target-promql-rule',
        ...place,
        targetidx,
      }));
      const other = { rule: 'panel-units-rule', ...place };
      if (!first || !second) throw new Error('there are two');

      expect(lint(faulty)).toHaveLength(2);
      expect(lint(faulty, [first])).toEqual([expect.objectContaining({ rule: 'target-promql-rule' })]);
      expect(lint(faulty, [first, second, other])).toEqual([]);
      expect(unneeded([first, second, other], [faulty])).toEqual([other]);
    });
  });
});
