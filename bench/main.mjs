/** Runs the benchmarks named on the command line, or all: `npm run bench -- overhead`. */
import { overhead } from './overhead.mjs';
import { report } from './report.mjs';
import { scrape } from './scrape.mjs';
import { verdicts } from './verdicts.mjs';

const benchmarks = { overhead, scrape, verdicts };
const names = process.argv.slice(2);

for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
  const benchmark = benchmarks[name];
  if (!benchmark) {
    console.error(`bench: expected one of ${Object.keys(benchmarks).join(', ')}, got ${name}`);
    process.exit(1);
  }
  await report(name, await benchmark());
}
