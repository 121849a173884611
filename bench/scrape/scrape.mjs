import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { quantile } from '../numbers.mjs';
import { machine, printTable, writeResults } from '../report.mjs';
import { probe } from './probe.mjs';

const TARGET = fileURLToPath(new URL('target.mjs', import.meta.url));
/** Watched models and the layers of each: about 500, 2 k and 10 k series; a run has at most 2,000 of its layers. */
const SIZES = [
  { runs: 1, layers: 12 },
  { runs: 1, layers: 63 },
  { runs: 5, layers: 66 },
];
const HELP = `Measures how long a scrape takes while the training thread is idle, and while it computes.

  npm run bench:scrape -- [options]

  --seconds N   for each server and state; default 10
  --out FILE    default bench/results/scrape.json, with --seconds .cache/scrape.json
`;

/** Latency and size of /metrics: the agent's exporter, and a server on the training thread. */
export async function scrape(args) {
  const text = { type: 'string' };
  const { values } = parseArgs({ args, options: { seconds: text, out: text, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const seconds = Number(values.seconds ?? 10);
  if (!(seconds > 0)) throw new Error(`bench: --seconds must be a number above 0, got "${values.seconds}"`);
  const rows = [];
  let blockMs;
  for (const size of SIZES) {
    const measured = await measure(size, seconds);
    blockMs = measured.blockMs;
    rows.push(...measured.rows);
  }
  printTable(rows);
  const out =
    values.out ?? (values.seconds === undefined ? 'bench/results' : '.cache').concat('/scrape.json');
  await writeResults(out, {
    benchmark: 'scrape',
    question: 'how long does a scrape take while the training thread is idle, and while it computes?',
    date: new Date().toISOString(),
    machine: await machine(),
    seconds,
    blockMs,
    rows,
  });
  console.log(`\nWritten to ${out}`);
}

/** One server after another, so that none waits for another's scrape. */
async function measure({ runs, layers }, seconds) {
  const target = fork(TARGET, [String(runs), String(layers)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(target, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`bench: the scraped process ended with code ${code}`);
  });
  const [{ servers, series, blockMs }] = await Promise.race([once(target, 'message'), exited]);
  const rows = [];
  for (const state of ['idle', 'blocked']) {
    target.send(state);
    for (const { server, url, encoding } of servers) {
      const found = await probe(url, encoding, seconds);
      const times = found.map(({ ms }) => ms);
      rows.push({
        series,
        runs,
        layers,
        state,
        server,
        bytes: quantile(
          found.map(({ bytes }) => bytes),
          0.5,
        ),
        scrapes: times.length,
        p50: quantile(times, 0.5),
        p99: quantile(times, 0.99),
        max: Math.max(...times),
      });
    }
  }
  target.send('end');
  await exited;
  return { rows, blockMs };
}
