import { parseArgs } from 'node:util';

export const HELP = `Trains the zoo watched, plays it to a real Prometheus, and measures how well symptoms are detected.

  npm run bench:detection -- [options]

  --seeds 1,2,3   default 1,2,3
  --filter RE     runs whose name or expected symptom matches; the results then go to .cache/detection.json
  --every 1,10    settings beside the default budget: every statistic each N steps (default 1)
  --jobs N        processes that train at once (default 2)
  --alerts 1      of the seeds, those whose trainings are played to Prometheus (default all): half an hour for three
  --replay        decides the recorded tapes again with the present build, without training
  --out FILE      default bench/results/detection.json, and its page docs/detection.md; of another FILE.json the page
                  is FILE.md
`;

export interface Options {
  readonly seeds: readonly number[];
  readonly filter: RegExp;
  readonly every: readonly number[];
  readonly jobs: number;
  /** Seeds whose trainings are played to Prometheus. */
  readonly alerts: readonly number[];
  readonly replay: boolean;
  /** Results and page, relative to the repository. */
  readonly out: string;
  readonly page: string;
}

export const RESULTS = 'bench/results/detection.json';
export const PAGE = 'docs/detection.md';

/** Reads the command line; undefined where help was asked for. Throws one line for what it cannot read. */
export function readOptions(argv: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: 'string', default: '1,2,3' },
      filter: { type: 'string' },
      every: { type: 'string', default: '1' },
      alerts: { type: 'string' },
      jobs: { type: 'string', default: '2' },
      replay: { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const out = values.out ?? (values.filter === undefined ? RESULTS : '.cache/detection.json');
  const [jobs = 1] = numbers('jobs', values.jobs);
  return {
    seeds: numbers('seeds', values.seeds),
    alerts: numbers('alerts', values.alerts ?? values.seeds),
    filter: new RegExp(values.filter ?? ''),
    every: numbers('every', values.every),
    jobs,
    replay: values.replay,
    out,
    page: out === RESULTS ? PAGE : `${out.replace(/\.json$/, '')}.md`,
  };
}

function numbers(name: string, text: string): number[] {
  const found = text.split(',').map(Number);
  if (found.every((number) => Number.isInteger(number) && number >= 1)) return found;
  throw new Error(`bench:detection: --${name} must be whole numbers from 1, got "${text}"`);
}
