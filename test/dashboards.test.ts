import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { recordingRules } from '../src/generate/recording.js';
import { type Series, seriesKeys, seriesOf } from '../src/series.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { requireTool, runTool } from './tools.js';

interface Panel {
  id: number;
  type: string;
  title: string;
  description: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { refId: string; expr: string; legendFormat: string; datasource: { uid: string } }[];
  links?: { url: string }[];
  options?: { legend?: { showLegend: boolean } };
  fieldConfig: {
    defaults: { unit: string };
    overrides?: {
      matcher: { id: string; options: string };
      properties: { id: string; value: { steps?: { value: number | null }[] } }[];
    }[];
  };
}
interface Dashboard {
  uid: string;
  title: string;
  editable: boolean;
  refresh: string;
  panels: Panel[];
  links: { url: string; includeVars: boolean; keepTime: boolean; placement?: string }[];
  annotations: { list: { name: string; expr: string; placement?: string }[] };
  templating: {
    list: {
      name: string;
      type: string;
      query: string;
      multi?: boolean;
      allValue?: string;
      refresh?: number;
    }[];
  };
}

const folder = fileURLToPath(new URL('../dashboards/', import.meta.url));
const dashboards = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): [string, Dashboard] => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]);

const dataPanels = ({ panels }: Dashboard) => panels.filter(({ type }) => type !== 'row');
const targets = (dashboard: Dashboard) => dataPanels(dashboard).flatMap((panel) => panel.targets ?? []);

/** A query as Grafana sends it, for everything and any range. */
const sent = (expr: string): string =>
  expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(datasource|job|instance|run|layer)\b/g, '.+');

const byName = new Map<string, Series>(
  seriesKeys
    .map(seriesOf)
    .flatMap((each) => [
      [each.name, each] as const,
      ...['bucket', 'sum', 'count'].map((part) => [`${each.name}_${part}`, each] as const),
    ]),
);
const recordedNames = new Set(recordingRules.map(({ record }) => record));

/** Names of series in a query. */
const namesIn = (expr: string): string[] => expr.match(/\b(?:training_\w+|run:[\w:]+|ALERTS)(?=\{)/g) ?? [];

describe('dashboards', () => {
  it('are Run and Layers', () => {
    expect(dashboards.map(([name, { title }]) => [name, title])).toEqual([
      ['layers.json', 'Training: Layers'],
      ['run.json', 'Training: Run'],
    ]);
  });

  describe.each(dashboards)('%s', (_, dashboard) => {
    it('cannot be edited in place and refreshes by itself', () => {
      expect(dashboard).toMatchObject({ editable: false, refresh: '15s' });
    });

    it('is narrowed by data source, job, instance and run', () => {
      const [datasource, ...rest] = dashboard.templating.list;
      expect(datasource).toMatchObject({ name: 'datasource', type: 'datasource', query: 'prometheus' });
      expect(rest.map(({ name }) => name).slice(0, 3)).toEqual(['job', 'instance', 'run']);
      for (const variable of rest)
        expect(variable).toMatchObject({ multi: true, allValue: '.+', refresh: 2 });
    });

    it('gives every panel an id of its own, a title, a description and a unit', () => {
      const ids = dashboard.panels.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(Math.min(...ids)).toBe(1);
      for (const { title, description, fieldConfig } of dataPanels(dashboard)) {
        expect(title).toMatch(/^[A-Z]/);
        expect(description, title).toMatch(/^[A-Z].{20,}\.$/s);
        expect(fieldConfig.defaults.unit, title).toMatch(/./);
      }
    });

    it('places panels inside the grid, none over another', () => {
      const taken = new Map<string, string>();
      for (const { title, gridPos } of dashboard.panels) {
        expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            expect(taken.get(`${x},${y}`), `under ${title}`).toBeUndefined();
            taken.set(`${x},${y}`, title);
          }
      }
    });

    it('names every query, asks the chosen data source and shows a legend', () => {
      for (const { title, type, options, targets: queries = [] } of dataPanels(dashboard)) {
        expect(queries.length, title).toBeGreaterThan(0);
        expect(new Set(queries.map(({ refId }) => refId)).size, title).toBe(queries.length);
        for (const { refId, datasource, legendFormat } of queries) {
          expect(refId, title).toMatch(/^[A-Z]$/);
          expect(datasource.uid, title).toBe('$datasource');
          expect(legendFormat, title).toContain('{{run}}');
        }
        if (type === 'timeseries') expect(options?.legend?.showLegend, title).toBe(true);
      }
    });

    it('asks only for series that are exported or recorded, narrowed to what was chosen', () => {
      for (const { expr } of [...targets(dashboard), ...dashboard.annotations.list]) {
        const names = namesIn(expr);
        expect(names.length, expr).toBeGreaterThan(0);
        expect(names.length, `every selector has matchers: ${expr}`).toBe(
          expr.match(/(?<![\w:])(?:training_|run:)\w+|ALERTS/g)?.length,
        );
        for (const name of names)
          expect(byName.has(name) || recordedNames.has(name) || name === 'ALERTS', name).toBe(true);
        for (const label of ['job', 'instance', 'run']) expect(expr).toContain(`${label}=~"$${label}"`);
      }
    });

    it('labels legends with labels that the series has', () => {
      for (const { expr, legendFormat } of targets(dashboard)) {
        const own = namesIn(expr).flatMap(
          (name): readonly string[] => byName.get(name)?.labels ?? ['severity'],
        );
        const known = new Set(['run', 'rank', 'job', 'instance', ...own]);
        for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
          expect(known, `${legendFormat} of ${expr}`).toContain(label);
      }
    });

    it('shows counters as growth, over an interval that fits the scrapes', () => {
      for (const { expr } of targets(dashboard)) {
        const counters = expr.match(/(?<!run:)\btraining_\w+(?:_total|_bucket)\b/g) ?? [];
        const grown = expr.match(/(?:rate|increase)\(training_\w+\{[^}]*\}\[\$__rate_interval\]\)/g) ?? [];
        expect(grown.length, expr).toBe(counters.length);
      }
    });

    it('links to the other dashboard with the same runs and time, in sight', () => {
      const others = dashboards.filter(([, { uid }]) => uid !== dashboard.uid);
      expect(dashboard.links).toHaveLength(others.length);
      for (const [, { uid }] of others)
        expect(dashboard.links).toContainEqual(
          expect.objectContaining({
            url: expect.stringContaining(`/d/${uid}/`),
            includeVars: true,
            keepTime: true,
          }),
        );
      for (const link of dashboard.links) expect(link.placement).toBeUndefined();
    });

    it('marks raised symptoms in time, in sight', () => {
      expect(dashboard.annotations.list.map(({ name }) => name)).toContain('Raised symptoms');
      for (const each of dashboard.annotations.list) expect(each.placement).toBeUndefined();
    });
  });

  it.each(
    catalogue.map((symptom) => [symptom.id, symptom] as const),
  )('show %s with its runbook, and draw a line at each of its limits that they show', (id, symptom) => {
    const panels = dashboards
      .flatMap(([, dashboard]) => dataPanels(dashboard))
      .filter(({ links }) => links?.some(({ url }) => url.includes(`/${id}/`)));
    expect(panels.map(({ title }) => title)).toEqual([symptom.panel.title]);
    expect(panels[0]?.targets).toHaveLength(symptom.panel.series.length);
    const drawn = (panels[0]?.fieldConfig.overrides ?? [])
      .flatMap(({ properties }) => properties)
      .filter((property) => property.id === 'thresholds')
      .flatMap(({ value }) => value.steps ?? [])
      .flatMap(({ value }) => value ?? []);
    const limits = Object.values(symptom.limits).map(({ value }) => value);
    for (const value of drawn) expect(limits).toContain(value);
    if (symptom.decidedBy === 'both') expect(drawn.length).toBeGreaterThan(0);
  });

  it.runIf(requireTool('promtool'))('hold queries that Prometheus can type', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'trainvitals-dashboards-'));
    const expressions = dashboards.flatMap(([, dashboard]) => [
      ...targets(dashboard).map(({ expr }) => expr),
      ...dashboard.annotations.list.map(({ expr }) => expr),
    ]);
    const group = {
      name: 'queries',
      rules: expressions.map((expr, index) => ({ record: `query:${index}`, expr: sent(expr) })),
    };
    writeFileSync(join(scratch, 'queries.yml'), stringify({ groups: [group] }));
    const { status, output } = runTool('promtool', ['check', 'rules', 'queries.yml'], { cwd: scratch });
    rmSync(scratch, { recursive: true });
    expect(status, output).toBe(0);
    expect(output).toContain(`${expressions.length} rules found`);
  });
});
