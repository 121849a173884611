import { bullets, counted } from '../detection/markdown.js';
import { count, digits } from './figures.js';
import { renderDashboards } from './render-dashboards.js';
import type { Dashboards } from './results.js';

/** Seconds between two scrapes. */
const INTERVAL = 15;
const GIBI = 2 ** 30;
/** Jobs of a large site. */
const MANY = 10_000;

/** What one Prometheus takes of a larger fleet, and what that means for one that is larger still. */
export function renderCapacity(capacity: Dashboards): string[] {
  const { asked, filled, rules } = capacity;
  const perRun = filled.series / asked.runs;
  const bytes = filled.residentBytes / filled.series;
  const rulesMs = rules.reduce((sum, { medianMs }) => sum + medianMs, 0);
  const largestMs = Math.max(...rules.map(({ medianMs }) => medianMs));
  const servers = Math.ceil((MANY / asked.runs) * (rulesMs / 1000 / INTERVAL) * 2);
  return [
    ...renderDashboards(capacity),
    `What that means for ${count(MANY)} jobs like these, if each costs as much as one of ${counted(asked.runs, 'run')}:`,
    bullets(
      [
        `${Math.round(perRun)} series a job are ${count(perRun * MANY)} series and ${count((perRun * MANY) / INTERVAL)} samples a second; here they were ${count(filled.series / INTERVAL)}.`,
        `${digits(bytes / 1024)} KiB of memory a series, with the minutes that it held, are ${digits((bytes * perRun * MANY) / GIBI)} GiB; a head of two hours holds some times more. Ranks that leave layers to the first (\`onlyRankZero\`) and \`layers: { include, exclude }\` make that less.`,
        `The rules of ${counted(asked.runs, 'run')} took ${digits(rulesMs / 1000)} s of processor time every ${INTERVAL} s, their largest group alone ${digits(largestMs / 1000)} s: for these two cores, which also scraped and served the runs, ${Math.floor((asked.runs * INTERVAL * 1000) / rulesMs)} such runs are the end. With rules at half of the time, ${MANY / 1000},000 jobs want ${counted(servers, 'Prometheus server')} like this one.`,
        'All ranks of a run must be on one server, because they are compared there, and a run that moves must stay on it: give each server whole namespaces, whole job names, or a folder of registrations of its own. `hashmod` over targets would take runs apart.',
      ],
      '',
    ),
  ];
}
