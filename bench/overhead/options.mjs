import { parseArgs } from 'node:util';
import { backends } from '../backend.mjs';
import { subjects } from '../subjects.mjs';

const HELP = `Measures what a step costs with the agent, on each backend that is here.

  npm run bench:overhead -- [options]

  --backend a,b   of ${backends.join(', ')}; default all
  --subject a,b   of ${Object.keys(subjects).join(', ')}; default all
  --seconds N     time for the rounds of a subject; default 60, less where all together would take over 25 minutes
  --out FILE      what was measured replaces the same backend, GPU and subject there; default
                  bench/results/overhead.json for everything with its default time, else .cache/overhead.json
`;

/** Reads the command line; undefined where help was asked for. Throws one line for what it cannot read. */
export function readOptions(args) {
  const text = { type: 'string' };
  const { values } = parseArgs({
    args,
    options: { backend: text, subject: text, seconds: text, out: text, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return undefined;
  }
  const isPart = [values.backend, values.subject, values.seconds].some((value) => value !== undefined);
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (seconds !== undefined && !(seconds > 0))
    throw new Error(`bench: --seconds must be a number above 0, got "${values.seconds}"`);
  return {
    backends: chosen('backend', values.backend, backends),
    subjects: chosen('subject', values.subject, Object.keys(subjects)),
    seconds,
    out: values.out ?? (isPart ? '.cache/overhead.json' : 'bench/results/overhead.json'),
  };
}

function chosen(option, text, known) {
  const names = text?.split(',') ?? known;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new Error(`bench: --${option} must be of ${known.join(', ')}, got "${unknown}"`);
}
