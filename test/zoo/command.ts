import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { judge } from './judge.js';
import { play } from './play.js';
import { type Replayed, replay } from './replay.js';
import { describeEvents, line, type Row, summary } from './report.js';
import type { ZooRun } from './run.js';
import { loadTape, saveTape, settingOf } from './tapes.js';
import { zoo } from './zoo.js';

const HELP = `Plays real training runs of known health, watched, and compares what is raised with what is true.

  node test/zoo/main.mjs [options]

  --filter RE        runs whose name or expected symptom matches (default: all)
  --held-out yes|no  only the held-out half, or only the half that limits are chosen from
  --seeds 1,2        default 1
  --every N          every statistic each N steps; default: by budget
  --budget SHARE     default: the agent's own
  --replay           decide the runs recorded with that setting again with the present build, without training
  --samples          also print the decisive vitals each 25 steps
  --brief            one line a run
  --out FILE         results as JSON (default .cache/zoo-results.json)
`;

export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      filter: { type: 'string', default: '' },
      'held-out': { type: 'string' },
      seeds: { type: 'string', default: '1' },
      every: { type: 'string' },
      budget: { type: 'string' },
      replay: { type: 'boolean', default: false },
      samples: { type: 'boolean', default: false },
      brief: { type: 'boolean', default: false },
      out: { type: 'string', default: '.cache/zoo-results.json' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const pattern = new RegExp(values.filter);
  const runs = zoo.filter(
    (run) =>
      (pattern.test(run.name) || (run.kind === 'sick' && pattern.test(run.expects.symptom))) &&
      (values['held-out'] === undefined || run.heldOut === (values['held-out'] === 'yes')),
  );
  const options = {
    ...(values.every !== undefined && { every: Number(values.every) }),
    ...(values.budget !== undefined && { budget: Number(values.budget) }),
  };
  const rows: Row[] = [];
  for (const seed of values.seeds.split(',').map(Number)) {
    for (const run of runs) {
      const row = await (values.replay ? again(run, seed, options) : once(run, seed, options)).catch(
        (error) => failed(run, seed, error),
      );
      rows.push(row);
      process.stdout.write(`${line(row, values.brief)}\n`);
      if (values.samples) for (const sample of row.samples) process.stdout.write(`      ${shown(sample)}\n`);
    }
  }
  await writeFile(values.out, JSON.stringify(rows, null, 1));
  process.stdout.write(`${summary(rows)}\nwritten: ${values.out}\n`);
  return rows.some((row) => row.error !== undefined) ? 1 : 0;
}

/** Trains the run, keeps its tape, and checks that the tape says the same as the exporter thread did. */
async function once(run: ZooRun, seed: number, options: { every?: number; budget?: number }): Promise<Row> {
  const { raised, tape, msPerStep } = await play(run, seed, options);
  await saveTape({ run: run.name, seed, setting: settingOf(options) }, tape);
  const replayed = replay(tape);
  const row = rowOf(run, seed, replayed, msPerStep);
  const [live, taped] = [describeEvents(raised), row.raised.join(' ')];
  return live === taped ? row : { ...row, note: `live: ${live || '-'}` };
}

async function again(run: ZooRun, seed: number, options: { every?: number; budget?: number }): Promise<Row> {
  return rowOf(run, seed, replay(await loadTape({ run: run.name, seed, setting: settingOf(options) })));
}

function rowOf(run: ZooRun, seed: number, { events, vitals, samples, steps }: Replayed, msPerStep = 0): Row {
  const raised = events.filter(({ state }) => state === 'raised');
  const { found, placed, misplaced, wrong } = judge(run, raised);
  return {
    name: run.name,
    seed,
    kind: run.kind,
    heldOut: run.heldOut,
    expected: run.kind === 'sick' ? run.expects.symptom : '',
    layers: run.kind === 'sick' ? (run.expects.layers ?? []) : [],
    raised: raised.map((event) => describeEvents([event])),
    cleared: events.filter(({ state }) => state === 'cleared').map((event) => describeEvents([event])),
    missed: run.kind === 'sick' && (!found || placed === false),
    wrong: [...wrong, ...misplaced].map((event) => describeEvents([event])),
    steps,
    msPerStep,
    vitals,
    samples,
  };
}

function failed(run: ZooRun, seed: number, error: unknown): Row {
  const empty = { events: [], vitals: {}, samples: [], steps: 0 };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { ...rowOf(run, seed, empty), error: text.split('\n').slice(0, 6).join(' | ') };
}

const shown = (sample: Readonly<Record<string, number>>) =>
  Object.entries(sample)
    .map(([name, value]) => `${name}=${Number(value.toPrecision(3))}`)
    .join(' ');
