import { createExporterServer } from '../../exporter/http.js';
import { LivePages, TELL_EVERY } from '../../exporter/live.js';
import { Exposition } from '../../exporter/registry.js';
import { report } from '../../exporter/report.js';
import { DEFAULT_PORT } from '../../options.js';
import { catalogue } from '../../symptoms/catalogue.js';
import { configured, type SymptomSettings } from '../../symptoms/limits.js';
import { argumentsOf } from '../arguments.js';
import { Interrupt } from '../interrupt.js';
import { movedLimits } from '../moved-limits.js';
import { diagnosis } from './diagnosis.js';
import { play, type Replayed } from './play.js';

export const usage = `trainvitals replay FILE [options]
  Tells what happened to a run that was recorded with the option record of watch(), also one that crashed.
  --set SYMPTOM.LIMIT=NUMBER  decides with another limit, for example dead-relu.limit=0.6 (repeatable)
  --disable SYMPTOM           leaves a symptom out (repeatable)
  --json                      prints the events as JSON, a line each
  --serve                     serves the page and /metrics of the run as it was at its end, until Ctrl-C
  --port N                    port to serve on (default ${DEFAULT_PORT}; 0 = any free one)`;

interface Options {
  readonly file: string;
  readonly symptoms: SymptomSettings;
  readonly json: boolean;
  /** Where to serve, if at all. */
  readonly port: number | undefined;
}

/** Replays a recording: 2 where a flag is wrong, 1 where the file is no recording or the port is taken. */
export async function run(args: string[]): Promise<number> {
  let options: Options;
  try {
    options = read(args);
  } catch (error) {
    return refuse(error, 2);
  }
  try {
    const replayed = play(options.file, options.symptoms);
    if (options.json)
      for (const { time, event } of replayed.events) console.log(JSON.stringify({ time, ...event }));
    else console.log(diagnosis(replayed));
    if (options.port !== undefined) await serve(replayed, options.port);
    return 0;
  } catch (error) {
    return refuse(error, 1);
  }
}

function refuse(error: unknown, code: number): number {
  console.error(`trainvitals replay: ${error instanceof Error ? error.message : String(error)}`);
  return code;
}

function read(args: string[]): Options {
  const { values, positionals } = argumentsOf({
    args,
    allowPositionals: true,
    options: {
      set: { type: 'string', multiple: true, default: [] },
      disable: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      serve: { type: 'boolean', default: false },
      port: { type: 'string', default: String(DEFAULT_PORT) },
    },
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0)
    throw new Error(`expected one recording, got ${positionals.length}; see trainvitals replay --help`);
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535)
    throw new Error(`--port must be a whole number, 0 to 65535, got "${values.port}"`);
  return {
    file,
    symptoms: settings(values.set, values.disable),
    json: values.json,
    port: values.serve ? port : undefined,
  };
}

/** As `watch()` takes them; throws one line for what there is not. */
function settings(set: readonly string[], disabled: readonly string[]): SymptomSettings {
  const found = { ...movedLimits(set), ...Object.fromEntries(disabled.map((id) => [id, false])) };
  configured(catalogue, found);
  return found;
}

async function serve({ run }: Replayed, port: number): Promise<void> {
  const exposition = new Exposition();
  const pages = new LivePages();
  const { server } = createExporterServer({
    metrics: async () => ({
      serial: 0,
      text: await exposition.render([run]),
      contentType: exposition.contentType,
    }),
    scraped: () => {},
    disconnected: () => {},
    isReady: () => true,
    run: (name) => (name === undefined || name === run.facts.run ? report(run) : undefined),
    runs: () => [report(run)],
    live: (response, name, id) => {
      if (name !== undefined && name !== run.facts.run) return 'unknown';
      return pages.open(response, run, id) ? 'open' : 'busy';
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  console.log(`\nServing http://127.0.0.1:${bound}/ until Ctrl-C.`);
  // Nothing is ever new, but a page that hears nothing takes its connection for one that hangs.
  const telling = setInterval(() => pages.tellAll(), TELL_EVERY);
  const interrupt = new Interrupt();
  await interrupt.happened;
  interrupt.dispose();
  clearInterval(telling);
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
