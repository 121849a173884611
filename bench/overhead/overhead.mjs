import { child } from '../child.mjs';
import { machine, printTable, readResults, writeResults } from '../report.mjs';
import { subjects } from '../subjects.mjs';
import { readOptions } from './options.mjs';

const CHILD = new URL('child.mjs', import.meta.url);
const LONGEST_S = 60;
/** The whole takes no longer: what one subject takes too much, those after it have less. */
const ALL_S = 25 * 60;
/** The share of a subject's time that its rounds take; the rest is its start and the opening allowance. */
const SHARE = 0.65;

/** Step time with the agent over step time without, in alternating blocks of one process for each subject. */
export async function overhead(args) {
  const options = readOptions(args);
  if (!options) return;
  const { jobs, leftOut } = await plan(options);
  const end = performance.now() + 1000 * ALL_S;
  const measurements = [];
  for (const [i, { backend, subject }] of jobs.entries()) {
    const left = (end - performance.now()) / 1000 / (jobs.length - i);
    const seconds = options.seconds ?? Math.max(1, Math.min(LONGEST_S, SHARE * left));
    const { tooSlow, error, ...found } = await child(CHILD, [backend, subject, seconds]);
    if (error || tooSlow) {
      const why =
        error ?? `takes ${(tooSlow / 1000).toFixed(1)} s a step, too long for ${seconds.toFixed(0)} s`;
      console.log(`\n${subject} on ${backend}: ${why}`);
      leftOut.push({ backend, subject, why });
      if (error) process.exitCode = 1;
      continue;
    }
    const { batch } = subjects[subject];
    const facts = { date: new Date().toISOString(), machine: await machine() };
    measurements.push({ backend, subject, batch, ...found, seconds, ...facts });
    console.log(
      `\n${subject} on ${backend}, ${found.rounds} rounds, a bare step ${found.bareMs.toFixed(2)} ms\n`,
    );
    printTable(found.variants.map(row));
    if (jobs.length > 1) await write(options.out, measurements, leftOut);
  }
  await write(options.out, measurements, leftOut);
  console.log(`\nWritten to ${options.out}`);
}

/** What will be measured; a backend that is not here is named in one line. */
async function plan(options) {
  const [jobs, leftOut] = [[], []];
  for (const backend of options.backends) {
    const { absent, error } = await child(CHILD, [backend]);
    if (absent || error) {
      console.log(`bench: ${absent ?? error}`);
      continue;
    }
    for (const subject of options.subjects) {
      const why = subjects[subject].leftOut?.[backend];
      if (why) leftOut.push({ backend, subject, why });
      else jobs.push({ backend, subject });
    }
  }
  return { jobs, leftOut };
}

/** A measurement stays until the same is measured again; one on a GPU until it is on the same, as each has its own place. */
async function write(out, measurements, leftOut) {
  const known = await readResults(out);
  const key = ({ backend, subject, isOnGpu, device }) => `${backend} ${subject} ${isOnGpu ? device : ''}`;
  const again = new Set([...measurements, ...leftOut].map(key));
  const kept = (all = []) => all.filter((each) => !again.has(key(each)));
  await writeResults(out, {
    benchmark: 'overhead',
    question: 'what does a step cost with the agent, as a multiple of the bare step?',
    measurements: [...kept(known?.measurements), ...measurements],
    leftOut: [...kept(known?.leftOut), ...leftOut],
  });
}

const row = ({ variant, wall, cpu, agentSays, intervalSteps, isOpeningSpent }) => ({
  variant: isOpeningSpent === false ? `${variant} (opening not over)` : variant,
  'step ×': wall.ratio,
  'from (95 %)': wall.from,
  'to (95 %)': wall.to,
  'all together ×': wall.total,
  'processor ×': cpu?.total ?? '–',
  'processor ms added': cpu?.addedMs ?? '–',
  'agent says': agentSays ?? '–',
  'interval steps': intervalSteps ?? '–',
});
