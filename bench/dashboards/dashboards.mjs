import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine, printTable, writeResults } from '../report.mjs';
import { measureFleet } from './measure-fleet.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const DEFAULTS = { runs: 100, layers: 50, minutes: 58, evaluations: 6, rounds: 3 };
const HELP = `Opens the dashboards on a Prometheus that holds an hour of a fleet, and says how long their queries take.

  npm run bench:dashboards -- [options]

  --runs N          default ${DEFAULTS.runs}
  --layers N        of each run; default ${DEFAULTS.layers}
  --minutes N       of the past, below 60; default ${DEFAULTS.minutes}
  --evaluations N   of the rules; default ${DEFAULTS.evaluations}
  --rounds N        of every query, at most; default ${DEFAULTS.rounds}
  --out FILE        default bench/results/dashboards.json, with another option .cache/dashboards.json
`;

/** Milliseconds of every query of every dashboard, for one run and for all. */
export async function dashboards(args) {
  const names = Object.keys(DEFAULTS);
  const options = Object.fromEntries([...names, 'out'].map((name) => [name, { type: 'string' }]));
  const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const asked = Object.fromEntries(names.map((name) => [name, wholeNumber(name, values[name])]));
  compile();
  const found = await measureFleet(asked);
  printTable(found.rows);
  printTable(found.slowest.map(({ expr: _, ...row }) => row));
  printTable(found.rules);
  const isPart = names.some((name) => values[name] !== undefined);
  const out = values.out ?? `${isPart ? '.cache' : 'bench/results'}/dashboards.json`;
  await writeResults(out, {
    benchmark: 'dashboards',
    question: 'do the queries of the dashboards stay fast with a fleet?',
    date: new Date().toISOString(),
    machine: { ...(await machine()), prometheus: versionOfPrometheus() },
    asked,
    ...found,
  });
  console.log(`\nWritten to ${out}`);
}

function wholeNumber(name, text) {
  const number = Number(text ?? DEFAULTS[name]);
  const most = name === 'minutes' ? 59 : 1000;
  if (Number.isInteger(number) && number > 0 && number <= most) return number;
  throw new Error(`bench: --${name} must be a whole number from 1 to ${most}, got "${text}"`);
}

/** What is shared with the tests (test/load, test/stack) is TypeScript. */
const compile = () =>
  execFileSync('node_modules/.bin/tsc', ['-p', 'test/load/tsconfig.json'], { cwd: root, stdio: 'inherit' });

const versionOfPrometheus = () =>
  /version (\d[\d.]*)/.exec(execFileSync('prometheus', ['--version'], { encoding: 'utf8' }))?.[1];
