import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine, printTable, readResults, writeResults } from '../report.mjs';
import { pageOf } from './page.mjs';

const RESULTS = 'bench/results/preflight.json';
const PART = '.cache/preflight.json';
const root = new URL('../../', import.meta.url);
/** Less than a user has, whose model is one and not hundreds: what takes longer is undecided, and so told. */
const TIMES = {
  'overfit-small-batch': { seconds: 6 },
  'learning-rate-search': { seconds: 6 },
  'gradient-check': { seconds: 4 },
};

/** Preflights of the demo's network, for the time, and of every run of the zoo that hands its data to `fit`, for the verdicts. */
export async function preflight(args) {
  const { values } = parseArgs({
    args,
    options: {
      filter: { type: 'string' },
      every: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '3' },
      page: { type: 'boolean' },
    },
  });
  if (values.page) return render(await readResults(RESULTS));
  const results = {
    date: new Date().toISOString().slice(0, 10),
    machine: await machine(),
    demo: await demo(Number(values.rounds)),
    every: Number(values.every),
    runs: await zoo(new RegExp(values.filter ?? '.'), Number(values.every)),
  };
  results.machine.loadAverageAfter = (await machine()).loadAverage;
  const path = values.filter === undefined ? RESULTS : PART;
  await writeResults(path, results);
  if (values.filter === undefined) await render(results);
  console.log(`written to ${path}`);
}

async function render(results) {
  await writeFile(fileURLToPath(new URL('docs/preflight-results.md', root)), pageOf(results));
}

/** Seconds of each check on the digits, on wasm as a user has it. */
async function demo(rounds) {
  const script = fileURLToPath(new URL('demo.mjs', import.meta.url));
  const all = Array.from({ length: rounds }, () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`bench: the preflight of the demo ended with ${status}: ${stderr}`);
    return JSON.parse(stdout);
  });
  const checks = all[0].checks.map(({ id, verdict }, index) => ({
    check: id,
    verdict,
    seconds: Math.max(...all.map((report) => report.checks[index].seconds)),
    cutShort: all.some((report) => report.checks[index].cutShort),
  }));
  printTable(checks);
  return { checks, seconds: Math.max(...all.map(({ seconds }) => seconds)), rounds };
}

async function zoo(filter, every) {
  const compiled = spawnSync('node_modules/.bin/tsc', ['-p', 'test/zoo/tsconfig.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (compiled.status !== 0) throw new Error('bench: the zoo does not compile');
  const tf = await import('@tensorflow/tfjs');
  const at = (name) => import(new URL(`.cache/zoo/${name}.js`, root).href);
  const [{ zoo: runs }, { handedToFit }, { partOf }, { seedMathRandom }] = await Promise.all(
    ['zoo', 'handed-to-fit', 'run', 'play'].map(at),
  );
  const { examine } = await import('../../dist/preflight/examine.js');
  await tf.setBackend('cpu');
  const results = [];
  for (const run of runs.filter(({ name }, index) => filter.test(name) && index % every === 0)) {
    const restore = seedMathRandom(1);
    tf.engine().startScope();
    try {
      const subject = await handedToFit(run, 1);
      if (!subject) continue;
      const { model, ...data } = subject;
      const { report } = await examine(model, { ...data, checks: TIMES });
      results.push({
        name: run.name,
        kind: run.kind,
        ...(run.kind === 'sick' && { symptom: run.expects.symptom, mistake: run.mistake }),
        part: partOf(run),
        ok: report.ok,
        seconds: report.seconds,
        failed: report.checks.flatMap(({ id, verdict, findings }) =>
          verdict === 'fail'
            ? findings.map(({ severity, message }) => ({ check: id, severity, message }))
            : [],
        ),
        undecided: report.checks.filter(({ cutShort }) => cutShort).map(({ id }) => id),
      });
      const { ok, failed } = results.at(-1);
      const wrong = failed.filter(({ severity }) => severity !== 'info').map(({ check }) => check);
      console.log(
        `${ok ? 'ok  ' : 'FAIL'} ${run.kind === 'sick' ? run.expects.symptom : 'healthy'} ${run.name} ${[...new Set(wrong)].join(', ')}`,
      );
    } finally {
      restore();
      tf.engine().endScope();
      tf.disposeVariables();
    }
  }
  return results;
}
