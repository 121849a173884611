import { counted, table } from '../detection/markdown.js';
import { count, digits, machineLines, mebibytes } from './figures.js';
import type { Dashboards } from './results.js';

/** What the dashboards ask of a Prometheus with a fleet, and how long that takes. */
export function renderDashboards(dashboards: Dashboards): string[] {
  const { asked, filled, fillSeconds, rules, rows, slowest } = dashboards;
  return [
    ...machineLines([dashboards]),
    `${counted(asked.runs, 'run')} of ${counted(asked.layers, 'layer')}, ${counted(Math.round((filled.samples / filled.series) * (15 / 60)), 'minute')} of samples every 15 s: ${count(filled.series)} series, ${count(filled.samples)} samples, for which Prometheus held ${mebibytes(filled.residentBytes)} MiB, and ${mebibytes(filled.residentBytesAfterQueries)} MiB after the queries; filled in ${fillSeconds} s. All runs go on being scraped, and the rules evaluated, while the dashboards are opened.`,
    `Each query shows the last hour and is asked alone, the median of its rounds; below are the median and the slowest of these. _Whole_ is the dashboard with its queries six at a time. _Slow_ are queries of more than a second.`,
    table(
      [
        'dashboard',
        'of',
        'panels:',
        'queries:',
        'most series:',
        'MiB:',
        'median ms:',
        'slowest ms:',
        'slow:',
        'rounds:',
        'whole ms:',
        'slowest query',
      ],
      rows.map((row) => [
        row.dashboard,
        row.scope,
        row.panels,
        row.queries,
        row.mostSeries,
        mebibytes(row.bytes),
        digits(row.medianMs),
        digits(row.slowestMs),
        row.slow,
        row.rounds,
        digits(row.wholeMs),
        row.slowestPlace,
      ]),
    ),
    'The slowest queries:',
    table(
      ['of', 'dashboard', 'panel', 'series:', 'ms:', 'query'],
      slowest.map(({ scope, dashboard, place, series, ms, expr }) => [
        scope,
        dashboard,
        place,
        series,
        digits(ms),
        `\`${expr}\``,
      ]),
    ),
    'The rules, every 15 s, while nobody asks anything:',
    table(
      ['group', 'rules:', 'evaluations:', 'median ms:', 'slowest ms:'],
      rules.map(({ group, rules: number, evaluations, medianMs, slowestMs }) => [
        `\`${group}\``,
        number,
        evaluations,
        digits(medianMs),
        digits(slowestMs),
      ]),
    ),
  ];
}
