import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Server, scratchFolder, serve } from './server.js';
import { type NotYet, until } from './until.js';

/** An alert as Alertmanager keeps it. */
export interface ReceivedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  readonly status: {
    readonly state: 'active' | 'suppressed' | 'unprocessed';
    /** Fingerprints of the alerts that inhibit it. */
    readonly inhibitedBy: readonly string[];
    readonly silencedBy: readonly string[];
  };
}

export interface Alertmanager extends Server {
  alerts(): Promise<ReceivedAlert[]>;
  /** Asks `probe` with the alerts until it answers; the alerts are in the error. */
  waitFor<T>(label: string, probe: (alerts: ReceivedAlert[]) => T | NotYet, timeout?: number): Promise<T>;
}

/** Starts Debian's Alertmanager on a free loopback port with a configuration file or the text of one. */
export async function startAlertmanager(setup: { config: string } | { file: string }): Promise<Alertmanager> {
  const folder = await scratchFolder('alertmanager');
  const file = 'file' in setup ? setup.file : join(folder, 'alertmanager.yml');
  if ('config' in setup) await writeFile(file, setup.config);

  const server = await serve(
    'prometheus-alertmanager',
    (port) => [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    '/-/ready',
  );
  const alerts = async () => (await (await fetch(`${server.url}/api/v2/alerts`)).json()) as ReceivedAlert[];
  const waitFor: Alertmanager['waitFor'] = (label, probe, timeout = 60_000) =>
    until(`Alertmanager: ${label}`, async () => probe(await alerts()), {
      timeout,
      state: async () => JSON.stringify(await alerts(), undefined, 1),
    });
  return { ...server, alerts, waitFor };
}
