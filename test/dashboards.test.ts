import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { panelUrl } from '../src/generate/links.js';
import { RAISED, recordingRules } from '../src/generate/recording.js';
import { type Series, series, seriesKeys, seriesOf } from '../src/series.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import type { Symptom } from '../src/symptoms/symptom.js';
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
    defaults: { unit: string; links?: { url: string }[] };
    overrides?: {
      matcher: { id: string; options: string };
      properties: { id: string; value: { steps?: { value: number | null; color: string }[] } }[];
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
  annotations: {
    list: {
      name: string;
      expr: string;
      enable: boolean;
      step?: string;
      useValueForTime?: boolean;
      placement?: string;
    }[];
  };
  templating: {
    list: {
      name: string;
      type: string;
      query: string;
      multi?: boolean;
      allValue?: string;
      includeAll?: boolean;
      refresh?: number;
    }[];
  };
}

const folder = fileURLToPath(new URL('../dashboards/', import.meta.url));
const dashboards = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): [string, Dashboard] => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]);

const hasAllRuns = ({ templating }: Dashboard) =>
  templating.list.some(({ name, includeAll }) => name === 'run' && includeAll);
const dataPanels = ({ panels }: Dashboard) => panels.filter(({ type }) => type !== 'row');
const targets = (dashboard: Dashboard) => dataPanels(dashboard).flatMap((panel) => panel.targets ?? []);

/** A query as Grafana sends it, for everything and any range. */
const sent = (expr: string): string =>
  expr
    .replaceAll('$__rate_interval', '1m')
    .replaceAll('$__range', '1h')
    .replaceAll('$compare', 'optimizer')
    .replaceAll(/\$(datasource|job|instance|run|layer)\b/g, '.+');

/** Metrics of NVIDIA's exporter, another job than the agent's. */
const GPU = /DCGM_FI_\w+/;

const byName = new Map<string, Series>(
  seriesKeys
    .map(seriesOf)
    .flatMap((each) => [
      [each.name, each] as const,
      ...['bucket', 'sum', 'count'].map((part) => [`${each.name}_${part}`, each] as const),
    ]),
);
const recordedNames = new Set(recordingRules.map(({ record }) => record));

/** What Prometheus and the exporter's own process say; they know no run. */
const ofProcess = new Set([
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'process_resident_memory_bytes',
  'process_cpu_seconds_total',
  'nodejs_eventloop_lag_p99_seconds',
]);

/** Names of series in a query. */
const namesIn = (expr: string): string[] => expr.match(/(?<![\w:])[a-zA-Z_][\w:]*(?=\{)/g) ?? [];

/** Labels of the samples that a query brings: those it groups by, or those of its series. */
function labelsOf(expr: string): ReadonlySet<string> {
  if (/^(sum|count)\(/.test(expr)) return new Set();
  const grouped = /^(?:\w+\()*\w+ by \(([^)]*)\)/.exec(expr)?.[1];
  if (grouped !== undefined) return new Set(grouped.split(', '));
  const names = namesIn(expr).filter((name) => name !== 'training_run_info');
  const own = names.flatMap((name): readonly string[] => {
    if (name === RAISED) return series.symptomActive.labels;
    // What is recorded of a rank has the labels of the series that it is made of.
    const source = /^rank:(\w+):/.exec(name)?.[1] ?? name;
    return byName.get(source)?.labels ?? ['severity'];
  });
  const places = names.some((name) => ofProcess.has(name)) ? [] : ['run', 'rank'];
  return new Set([...places, 'job', 'instance', ...own]);
}

/** What is drawn for symptoms of several comparisons: those that raise it, none of those that accompany them. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  'inputs-not-normalized': ['inputScale: sick, from 0.002 well, from 5 sick'],
  'poor-initialization': [
    'initialUnitSpread: sick, from 0.01 well',
    'initialScale: sick, from 0.06 well',
    'initialGain: well, from 5 sick',
    'initialLoss: well, from 4 sick',
    'initialError: well, from 30 sick',
  ],
  'loss-diverging': ['lossDivergence: well, from 2 sick'],
  'loss-not-improving': [
    'lossImprovement: sick, from 0.03 well',
    'reportedImprovement: sick, from 0.03 well',
  ],
  'loss-stalled': ['lossRise: well, from -0.03 sick'],
  'loss-oscillating': ['lossSwing: well, from 0.12 sick'],
  'learning-rate-too-high': ['updateRatioPeak: well, from 0.15 sick'],
  'learning-rate-too-low': ['updateRatio: sick, from 0.0003 well'],
  'variable-not-training': ['unchangedSteps: well, from 50 sick'],
  'vanishing-gradient': ['gradientFlow: sick, from 0.05 well'],
  'saturated-activation': [
    'layerSaturatedUnits: well, from 0.5 sick',
    'layerActivationRailRatio: well, from 0.66 sick',
  ],
  'regularization-dominates': ['regularizationDominance: well, from 2 sick'],
  // How many evaluations it takes is not shown: of each way in which it is raised the next comparison is.
  overfitting: [
    'validationLossRise: well, from 0.3 sick',
    'accuracyGap: well, from 0.2 sick',
    'generalizationGap: well, from 0.6 sick',
  ],
  'class-collapse': ['classPredictionExcess: well, from 0.9 sick'],
  'run-stalled': ['lastActivity: well, from 60 sick'],
  straggler: ['stepOwnTimeTypical: well, from 0.3 sick'],
};

/** What is drawn for a symptom of one comparison; what vanished has no healthy side. */
function linesOf({ id, condition, limits }: Symptom): readonly string[] {
  if (condition.kind !== 'compare') throw new Error(`LINES: expected the lines of ${id}, found none`);
  const { term, op, limit } = condition;
  if (term.kind === 'vanished') return [];
  const [first, then] = op.startsWith('<') ? ['sick', 'well'] : ['well', 'sick'];
  return [`${term.key}: ${first}, from ${limits[limit]?.value} ${then}`];
}

const asLine = ({ value, color }: { value: number | null; color: string }): string => {
  const state = color === 'green' ? 'well' : 'sick';
  return value === null ? `: ${state}` : `, from ${value} ${state}`;
};

describe('dashboards', () => {
  it('are Agent, Fleet, Layers, Run and Symptoms', () => {
    expect(dashboards.map(([name, { title }]) => [name, title])).toEqual([
      ['agent.json', 'Training: Agent'],
      ['fleet.json', 'Training: Fleet'],
      ['layers.json', 'Training: Layers'],
      ['run.json', 'Training: Run'],
      ['symptoms.json', 'Training: Symptoms'],
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
      for (const variable of rest.filter(({ type }) => type === 'query')) {
        const isOne = variable.name === 'run' && /: (Run|Layers)$/.test(dashboard.title);
        expect(variable).toMatchObject({ multi: true, refresh: 2, includeAll: !isOne });
        expect(variable.allValue).toBe(isOne ? undefined : '.+');
      }
    });

    it('gives every panel an id of its own, a title, a description and a unit', () => {
      const ids = dashboard.panels.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(Math.min(...ids)).toBe(1);
      for (const { type, title, description, fieldConfig } of dataPanels(dashboard)) {
        expect(title).toMatch(/^[A-Z]/);
        expect(description, title).toMatch(/^[A-Z0-9].{20,}\.$/s);
        if (type !== 'text') expect(fieldConfig.defaults.unit, title).toMatch(/./);
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
        if (type === 'text') continue;
        expect(queries.length, title).toBeGreaterThan(0);
        expect(new Set(queries.map(({ refId }) => refId)).size, title).toBe(queries.length);
        for (const { refId, datasource, expr, legendFormat } of queries) {
          expect(refId, title).toMatch(/^[A-Z]$/);
          expect(datasource.uid, title).toBe('$datasource');
          if (type === 'table') continue;
          expect(legendFormat, title).toMatch(labelsOf(expr).has('run') ? /\{\{run\}\}/ : /./);
        }
        if (['timeseries', 'state-timeline', 'status-history'].includes(type))
          expect(options?.legend?.showLegend, title).toBe(true);
      }
    });

    it('asks only for series that are exported or recorded, narrowed to what was chosen', () => {
      for (const { expr } of [...targets(dashboard), ...dashboard.annotations.list]) {
        const names = namesIn(expr);
        expect(names.length, expr).toBeGreaterThan(0);
        expect(names.length, `every selector has matchers: ${expr}`).toBe(
          expr.match(
            /(?<![\w:])(?:training_|run:|rank:|process_|nodejs_|scrape_)[\w:]+|ALERTS|\bup\b|DCGM\w+(?=\{)/g,
          )?.length,
        );
        for (const name of names) {
          const known = byName.has(name) || recordedNames.has(name) || ofProcess.has(name);
          expect(known || name === 'ALERTS' || GPU.test(name), name).toBe(true);
        }
        const chosen = names.some((name) => ofProcess.has(name))
          ? ['job', 'instance']
          : ['job', 'instance', 'run'];
        for (const label of chosen)
          expect(expr.split(`${label}=~"$${label}"`).length - 1, `${label} in ${expr}`).toBe(
            names.filter((name) => !GPU.test(name)).length,
          );
      }
    });

    it('labels legends with labels that the series has', () => {
      for (const { expr, legendFormat } of targets(dashboard)) {
        const known = labelsOf(expr);
        for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
          expect(known, `${legendFormat} of ${expr}`).toContain(label);
      }
    });

    it('shows counters as growth, over an interval that fits the scrapes', () => {
      const overTime = dataPanels(dashboard).filter(({ type }) => type === 'timeseries');
      for (const { expr } of overTime.flatMap(({ targets: queries = [] }) => queries)) {
        const counters = expr.match(/(?<!run:)\btraining_\w+(?:_total|_bucket)\b/g) ?? [];
        const grown = expr.match(/(?:rate|increase)\(training_\w+\{[^}]*\}\[\$__rate_interval\]\)/g) ?? [];
        expect(grown.length, expr).toBe(counters.length);
      }
    });

    it('links to the other dashboards with the same time, and the same runs where they can be chosen, in sight', () => {
      const others = dashboards.filter(([, { uid }]) => uid !== dashboard.uid);
      expect(dashboard.links).toHaveLength(others.length);
      for (const [, other] of others) {
        const link = dashboard.links.find(({ url }) => url.startsWith(`/d/${other.uid}/`));
        const keepsRuns = hasAllRuns(other) || !hasAllRuns(dashboard);
        expect(link, other.title).toMatchObject({ includeVars: keepsRuns, keepTime: true });
        const places = ['datasource', 'job', 'instance'].map((name) => `\${${name}:queryparam}`).join('&');
        expect(link?.url.split('?')[1], other.title).toBe(keepsRuns ? undefined : places);
      }
      for (const link of dashboard.links) expect(link.placement).toBeUndefined();
    });

    it('marks raised symptoms, alerts of Prometheus alone and ends of epochs in time, in sight', () => {
      const isFleet = dashboard.title.endsWith('Fleet');
      expect(dashboard.annotations.list).toMatchObject([
        { name: 'Raised symptoms', enable: true },
        { name: 'Alerts of Prometheus alone', enable: true },
        { name: 'Ends of epochs', enable: !isFleet, useValueForTime: true },
      ]);
      for (const each of dashboard.annotations.list) {
        expect(each.placement).toBeUndefined();
        expect(each.step, 'newer versions of Grafana take it literally').toBeUndefined();
      }
    });

    it('opens a layer only where there is one', () => {
      const states = dashboard.panels.filter(({ type }) => type === 'state-timeline');
      for (const { title, targets: queries = [], fieldConfig } of states) {
        const isLayer = ({ url }: { url: string }) => url.startsWith('/d/trainvitals-layers/');
        for (const { refId, expr } of queries) {
          const own = (fieldConfig.overrides ?? [])
            .filter(({ matcher }) => matcher.id === 'byFrameRefID' && matcher.options === refId)
            .flatMap(({ properties }) => properties)
            .find(({ id }) => id === 'links')?.value as unknown as { url: string }[] | undefined;
          const links = own ?? fieldConfig.defaults.links ?? [];
          expect(links.some(isLayer), `${title}: ${expr}`).toBe(expr.includes('layer!=""'));
        }
      }
    });

    it('counts a run once, on however many ranks', () => {
      const perInstance = [...recordedNames].filter((name) =>
        /^run:.*:(?:level|rate2m|ratio|p95_5m)$/.test(name),
      );
      for (const { expr } of targets(dashboard))
        for (const name of perInstance) {
          const merged = new RegExp(`(max|sum) by \\(job, run\\) \\((last_over_time\\()?${name}{`, 'g');
          expect(expr.match(merged)?.length ?? 0, expr).toBe(expr.split(`${name}{`).length - 1);
        }
    });
  });

  it.each(
    catalogue.map((symptom) => [symptom.id, symptom] as const),
  )('have the panel that the alert of %s opens', (_, symptom) => {
    const { pathname, searchParams } = new URL(panelUrl(symptom));
    const opened = dashboards.find(([, { uid }]) => pathname.startsWith(`/d/${uid}/`))?.[1].panels;
    const panel = opened?.filter(({ id }) => String(id) === searchParams.get('viewPanel'));
    expect(panel?.map(({ title }) => title)).toEqual([symptom.panel.title]);
  });

  it.each(
    dashboards.filter(([name]) => !/^(run|layers)\.json$/.test(name)),
  )('%s, of many runs, asks for no series of layers', (_, dashboard) => {
    const all = [...targets(dashboard), ...dashboard.annotations.list].map(({ expr }) => expr).join('\n');
    expect(all).not.toMatch(/training_layer_/);
  });

  it('lead from the fleet to a run, from a run to a layer, from a symptom to its runbook', () => {
    const links = dashboards.flatMap(([name, dashboard]) =>
      dataPanels(dashboard).flatMap(({ title, fieldConfig }) =>
        [
          ...(fieldConfig?.defaults.links ?? []),
          ...(fieldConfig?.overrides ?? [])
            .flatMap(({ properties }) => properties)
            .flatMap(({ id, value }) => (id === 'links' ? (value as unknown as { url: string }[]) : [])),
        ].map(({ url }) => ({ from: `${name}, ${title}`, url })),
      ),
    );
    const to = (place: string) => links.filter(({ url }) => url.includes(place)).map(({ from }) => from);
    expect(to('/d/trainvitals-run/')).toContain('fleet.json, All runs');
    expect(to('/d/trainvitals-layers/')).toContain('run.json, Symptoms over time');
    expect(to('README.md')).toContain('symptoms.json, What is wrong, and what to try');
    for (const { from, url } of links.filter((link) => link.url.startsWith('/d/'))) {
      expect(
        dashboards.some(([, { uid }]) => url.startsWith(`/d/${uid}/`)),
        `${from}: ${url}`,
      ).toBe(true);
      expect(url, from).toMatch(
        /\$\{job:queryparam\}.*&var-run=\$\{__(field\.labels|data\.fields)\.run:percentencode\}/,
      );
    }
  });

  it.each(
    catalogue.map((symptom) => [symptom.id, symptom] as const),
  )('show %s with its runbook, and draw exactly the limits that raise it', (id, symptom) => {
    const panels = dashboards
      .flatMap(([, dashboard]) => dataPanels(dashboard))
      .filter(({ links }) => links?.some(({ url }) => url.includes(`/${id}/`)));
    expect(panels.map(({ title }) => title)).toEqual([symptom.panel.title]);
    expect(panels[0]?.targets).toHaveLength(symptom.panel.series.length);
    const drawn = (panels[0]?.fieldConfig.overrides ?? []).flatMap(({ matcher, properties }) => {
      const key = symptom.panel.series['ABCDEF'.indexOf(matcher.options)];
      return properties
        .filter((property) => property.id === 'thresholds')
        .map(({ value: { steps = [] } }) => `${key}${steps.map(asLine).join('')}`);
    });
    expect(drawn).toEqual(LINES[id] ?? linesOf(symptom));
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
