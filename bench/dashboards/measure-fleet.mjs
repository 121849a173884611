import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pastIsLoaded, recordPast, startFleet } from './fill.mjs';
import { measure } from './measure.mjs';
import { metricsOf, sumOf } from './metrics.mjs';
import { ruleTimes } from './rules.mjs';
import { rowOf, slowestOf } from './summary.mjs';
import { nameOf } from './synthetic-run.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const RULES = `${root}alerts/trainvitals.rules.yml`;
const compiled = (file) => import(new URL(`../../.cache/${file}`, import.meta.url).href);

/** Fills a Prometheus with the past of a fleet, goes on scraping it, times its rules, and then opens every dashboard. */
export async function measureFleet(asked) {
  const { startPrometheus } = await compiled('stack/prometheus.js');
  const { scratchFolder, stopAll } = await compiled('stack/server.js');
  const start = Date.now() / 1000 - 60 * asked.minutes;
  const fleet = await startFleet({ ...asked, start });
  try {
    const rules = join(await scratchFolder('rules'), 'rules.yml');
    // What is an hour old would look stalled to rules that are evaluated now.
    await writeFile(rules, 'groups: []');
    const every = { scrapeInterval: '15s', evaluationInterval: '15s' };
    const prometheus = await startPrometheus({ targets: fleet.addresses, rules: [rules], ...every });
    const { url, pid } = prometheus;
    const fillSeconds = await seconds('filling Prometheus', fleet.live);
    await seconds('recording the past', () => recordPast(prometheus, start));
    const filled = await stateOf(url);
    await copyFile(RULES, rules);
    process.kill(pid, 'SIGHUP');
    const evaluated = [];
    await seconds('timing the rules', async () => {
      evaluated.push(...(await ruleTimes(url, asked.evaluations)));
      await pastIsLoaded(url);
    });
    const measured = await openAll(url, nameOf(asked.runs >> 1), asked.rounds);
    const { residentBytes } = await stateOf(url);
    return {
      fillSeconds,
      filled: { ...filled, residentBytesAfterQueries: residentBytes },
      rules: evaluated,
      ...measured,
    };
  } finally {
    fleet.stop();
    await stopAll();
  }
}

/** Every dashboard for all runs where they can be chosen, and for one where it can be narrowed to one. */
async function openAll(url, oneRun, rounds) {
  const { panelsOf, questionsOf } = await compiled('load/questions.js');
  const rows = [];
  const queries = [];
  for (const board of boards()) {
    const runs = board.templating.list.find(({ name }) => name === 'run');
    const scopes = [
      ...(runs ? [['one run', { run: oneRun }]] : []),
      ...(runs && !runs.includeAll ? [] : [['all runs', {}]]),
    ];
    for (const [scope, chosen] of scopes) {
      const place = { dashboard: board.title, scope };
      await seconds(`${board.title}, ${scope}`, async () => {
        const measured = await measure(url, questionsOf(board, chosen), rounds);
        rows.push({ ...place, panels: panelsOf(board).length, ...rowOf(measured) });
        queries.push(...measured.queries.map((query) => ({ ...place, ...query })));
      });
    }
  }
  return { rows, slowest: slowestOf(queries) };
}

const boards = () =>
  readdirSync(`${root}dashboards`)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(`${root}dashboards/${file}`, 'utf8')));

async function stateOf(url) {
  const samples = await metricsOf(url);
  return {
    series: sumOf(samples, 'prometheus_tsdb_head_series'),
    samples: sumOf(samples, 'prometheus_tsdb_head_samples_appended_total'),
    residentBytes: sumOf(samples, 'process_resident_memory_bytes'),
  };
}

/** Does it, says how long it took, and returns that. */
async function seconds(what, done) {
  const before = performance.now();
  await done();
  const taken = Math.round((performance.now() - before) / 1000);
  console.log(`${what}: ${taken} s`);
  return taken;
}
