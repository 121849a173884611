/** Runs a benchmark, or without a name those that need nothing installed: `npm run bench:overhead -- --backend wasm`. */
import { dashboards } from './dashboards/dashboards.mjs';
import { overhead } from './overhead/overhead.mjs';
import { renderPage } from './page.mjs';
import { peers } from './peers/peers.mjs';
import { preflight } from './preflight/preflight.mjs';
import { reliability } from './reliability.mjs';
import { scrape } from './scrape/scrape.mjs';
import { soak } from './soak/soak.mjs';
import { verdicts } from './verdicts.mjs';

const own = { overhead, scrape, soak, verdicts };
/** The same of more runs, with a few minutes of the past: what one Prometheus takes. */
const CAPACITY = '--runs 500 --minutes 6 --evaluations 4 --rounds 1 --out bench/results/capacity.json'.split(
  ' ',
);
const capacity = (args) => dashboards([...CAPACITY, ...args]);
const benchmarks = { ...own, dashboards, capacity, peers, preflight, reliability, page: () => undefined };
const [name, ...args] = process.argv.slice(2);

if (name !== undefined && !benchmarks[name]) {
  console.error(`bench: expected one of ${Object.keys(benchmarks).join(', ')}, got ${name}`);
  process.exit(1);
}
try {
  for (const benchmark of name === undefined ? Object.values(own) : [benchmarks[name]]) await benchmark(args);
  await renderPage();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
