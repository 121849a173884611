import { createServer } from 'node:http';
import { connect } from 'node:tls';
import { registrations, removeOld } from '../registration.js';
import { argumentsOf } from './arguments.js';
import { Interrupt } from './interrupt.js';

export const usage = `trainvitals targets DIR [--sweep SECONDS | --port N [--host ADDRESS]]
  Prints the exporters that have registered in a folder (watch's option register, TRAINVITALS_REGISTER), as file_sd reads
  them. Ctrl-C or SIGTERM ends what serves.
  --sweep SECONDS  removes those that do not answer and are at least so old: killed jobs cannot do it themselves
  --port N         serves them for a Prometheus that cannot read the folder, with http_sd_configs; 0 takes any free port
  --host ADDRESS   where they are served (default 127.0.0.1)`;

/** An exporter that takes longer is gone, or as good as gone. */
const ANSWER_MS = 5000;

interface Asked {
  readonly folder: string;
  readonly sweep: number | undefined;
  readonly port: number | undefined;
  readonly host: string;
}

/** What a folder of file_sd holds: shown, swept or served. */
export async function run(args: string[]): Promise<number> {
  const asked = parsed(args);
  if (typeof asked === 'string') {
    console.error(`trainvitals targets: ${asked}`);
    return 2;
  }
  try {
    if (asked.sweep !== undefined) await sweep(asked.folder, asked.sweep);
    else if (asked.port !== undefined) await serve(asked.folder, asked.port, asked.host);
    else console.log(text(asked.folder));
    return 0;
  } catch (error) {
    console.error(
      `trainvitals targets: expected a folder that can be read and a free port, got ${asked.folder}: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 1;
  }
}

function parsed(args: string[]): Asked | string {
  try {
    const { values, positionals } = argumentsOf({
      args,
      allowPositionals: true,
      options: {
        sweep: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
      },
    });
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0)
      return `expected one folder, got ${positionals.length}: name the one that the agents register in`;
    if (values.sweep !== undefined && values.port !== undefined)
      return 'expected --sweep or --port, got both: one sweeps and ends, the other serves until it is ended';
    const sweep = count('--sweep', values.sweep, 2 ** 31);
    const port = count('--port', values.port, 65_535);
    return { folder, sweep, port, host: values.host };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function count(option: string, value: string | undefined, max: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value) && Number(value) <= max) return Number(value);
  throw new Error(`${option} must be a whole number from 0 to ${max}, got "${value}"`);
}

/** Labels for relabelling begin with `__meta_`: file_sd and http_sd take them alike. */
const text = (folder: string): string => JSON.stringify([...registrations(folder).values()], undefined, 2);

async function sweep(folder: string, seconds: number): Promise<void> {
  for (const [file, { targets, labels }] of registrations(folder)) {
    const isAlive = labels.__scheme__ === 'https' ? shakesHands : answersAt;
    const answers = await Promise.all(targets.map(isAlive));
    if (!answers.includes(true) && removeOld(file, seconds)) console.log(`removed ${file}`);
  }
}

/** Who asks for a name and password is there. */
const answersAt = (address: string): Promise<boolean> =>
  fetch(`http://${address}/-/healthy`, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
    ({ ok, status }) => ok || status === 401,
    () => false,
  );

/** Whether somebody speaks TLS there. Nothing is told to it, so that it does not matter who it is. */
function shakesHands(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`https://${address}`);
  const socket = connect({
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: Number(port || 443),
    rejectUnauthorized: false,
    timeout: ANSWER_MS,
  });
  return new Promise<boolean>((resolve) => {
    socket.once('secureConnect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('timeout', () => resolve(false));
  }).finally(() => socket.destroy());
}

async function serve(folder: string, port: number, host: string): Promise<void> {
  text(folder); // a folder that is not there is told now
  const server = createServer((request, response) => {
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD') response.writeHead(405).end();
      else response.setHeader('Content-Type', 'application/json').end(text(folder));
    } catch {
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  console.log(`http://${host}:${typeof address === 'object' && address ? address.port : port}/ until Ctrl-C`);
  const interrupt = new Interrupt();
  await interrupt.happened;
  interrupt.dispose();
  server.closeAllConnections();
  server.close();
}
