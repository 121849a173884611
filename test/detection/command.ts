import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stopAll } from '../stack/server.js';
import { zoo } from '../zoo/zoo.js';
import { assemble, isPlayed } from './assemble.js';
import { playToPrometheus } from './batches.js';
import { performAll } from './crew.js';
import { factsOf } from './facts.js';
import { HELP, type Options, readOptions } from './options.js';
import { describe, type Outcome } from './outcome.js';
import { progress } from './progress.js';
import { renderDetection } from './render.js';
import { DEFAULT } from './setting.js';
import { written } from './written.js';

/** Measures, writes the results and their page, and returns the exit code: 1 where a training came to nothing. */
export async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (!options) {
    process.stdout.write(HELP);
    return 0;
  }
  process.once('SIGINT', () => stopAll().finally(() => process.exit(130)));
  const runs = zoo.filter(
    (run) =>
      options.filter.test(run.name) || (run.kind === 'sick' && options.filter.test(run.expects.symptom)),
  );
  const start = performance.now();
  const outcomes = await train(
    runs.map(({ name }) => name),
    options,
  );
  const trained = performance.now();
  const played = outcomes.filter((outcome) => isPlayed(outcome, options));
  const told = progress('played to Prometheus', played.length);
  const alerted = await playToPrometheus(played, told).finally(stopAll);
  const { seeds, alerts, replay } = options;
  const seconds = { trainings: (trained - start) / 1000, prometheus: (performance.now() - trained) / 1000 };
  const measured = factsOf(runs, outcomes, { seeds, alerts, replayed: replay, seconds });
  const results = await assemble(runs, outcomes, alerted, measured);

  await mkdir(dirname(options.out), { recursive: true });
  await writeFile(options.out, written(results));
  await writeFile(options.page, renderDetection(results));
  process.stdout.write(`written: ${options.out} and ${options.page}\n`);
  for (const { run, seed, setting, error } of results.failures)
    process.stdout.write(`came to nothing: ${run}, seed ${seed}, ${setting}: ${error}\n`);
  return results.failures.length > 0 ? 1 : 0;
}

/** Trains the runs, or plays their tapes, and returns the outcomes in the order of the zoo. */
async function train(names: readonly string[], options: Options): Promise<readonly Outcome[]> {
  const { seeds, every, replay } = options;
  const jobs = seeds.flatMap((seed) => names.map((run) => ({ run, seed, every, replay })));
  const told = progress(replay ? 'decided' : 'trained', jobs.length);
  let done = 0;
  const outcomes = await performAll(jobs, options.jobs, (some) => {
    const failed = some.find(({ error }) => error !== undefined);
    if (failed) process.stderr.write(`\n${failed.run}, seed ${failed.seed}: ${failed.error}\n`);
    const [last] = some;
    told(++done, last && `, ${last.run}: ${describe(last.raised) || '-'}`);
  });
  const order = ({ run, seed, setting }: Outcome) =>
    (Number(setting !== DEFAULT) * seeds.length + seeds.indexOf(seed)) * names.length + names.indexOf(run);
  return [...outcomes].sort((a, b) => order(a) - order(b));
}
