import {
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { TrainvitalsError } from './errors.js';

/** A target as Prometheus' file_sd reads it: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#file_sd_config */
export interface Registration {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Registrations of killed jobs are kept so long that their loss is noticed and told. */
const KEPT_SECONDS = 3600;

const PREFIX = 'trainvitals-';
/** Labels that begin so are gone once Prometheus has relabelled: they are for those who look into the folder. */
const META = '__meta_trainvitals_';

/**
 * Writes a target of file_sd for an exporter into a folder that Prometheus watches, whole or not at all; returns what
 * removes it again, as well as it can. Registrations that killed processes of this host have left are removed on the way.
 * `isSecure`: whether it serves HTTPS. Throws one line where the folder cannot be written.
 */
export function register(folder: string, host: string, port: number, isSecure = false): () => void {
  const address = `${advertised(host)}:${port}`;
  // With the host's name: on a shared folder several hosts may have the same port of their loopback.
  const name = [...new Set([hostname(), advertised(host)]), port].join('-');
  const file = join(resolve(folder), `${PREFIX}${name.replaceAll(/[^\w.-]/g, '_')}.json`);
  // Takes the place of `scheme` in the configuration of the scrape.
  const scheme = isSecure ? { __scheme__: 'https' } : {};
  const entry: Registration = { targets: [address], labels: { ...scheme, ...own() } };
  // Its name ends otherwise: a pattern of file_sd does not match it.
  const half = `${file}.${process.pid}.half`;
  try {
    writeFileSync(half, `${JSON.stringify([entry])}\n`);
    renameSync(half, file);
  } catch (error) {
    attempt(() => rmSync(half, { force: true }));
    const reason = error instanceof Error ? error.message : String(error);
    throw new TrainvitalsError(
      'OPTION',
      `watch(): option "register" must be a folder that can be written, got ${JSON.stringify(folder)}: ${reason}`,
    );
  }
  attempt(() => sweepOwn(folder));
  const remove = () => {
    process.off('exit', remove);
    attempt(() => {
      if (isOwn(file)) rmSync(file, { force: true });
    });
  };
  process.once('exit', remove);
  return remove;
}

/** Registrations in a folder by file; what is none is left out. */
export function registrations(folder: string): ReadonlyMap<string, Registration> {
  const files = readdirSync(folder).filter((name) => name.startsWith(PREFIX) && name.endsWith('.json'));
  return new Map(
    files.flatMap((name) =>
      read(join(folder, name)).map((entry): [string, Registration] => [join(folder, name), entry]),
    ),
  );
}

/** Removes a registration that is at least so old, in seconds; whether it did. Somebody else may have been quicker. */
export function removeOld(file: string, seconds: number): boolean {
  return attempt(() => {
    if ((Date.now() - statSync(file).mtimeMs) / 1000 < seconds) return false;
    rmSync(file);
    return true;
  });
}

/** A process that is gone cannot remove what it registered; of others, on other hosts or in other containers, nobody here knows. */
function sweepOwn(folder: string): void {
  const { [`${META}pid`]: _, ...here } = own();
  for (const [file, { labels }] of registrations(folder)) {
    const isFromHere = Object.entries(here).every(([name, value]) => labels[name] === value);
    if (isFromHere && !isAlive(Number(labels[`${META}pid`]))) removeOld(file, KEPT_SECONDS);
  }
}

/** Where this process is, and its number there: containers of a host may share its name, and not its numbers. */
const own = (): Readonly<Record<string, string>> => ({
  [`${META}host`]: hostname(),
  [`${META}pids`]: pidNamespace(),
  [`${META}pid`]: String(process.pid),
});

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return 'unknown'; // not Linux
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Another process may have taken the address since. */
const isOwn = (file: string): boolean =>
  read(file).some(({ labels }) => Object.entries(own()).every(([name, value]) => labels[name] === value));

function read(file: string): readonly Registration[] {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(found) ? found.filter(isRegistration) : [];
  } catch {
    return [];
  }
}

const isRegistration = (found: unknown): found is Registration =>
  typeof found === 'object' &&
  found !== null &&
  'targets' in found &&
  Array.isArray(found.targets) &&
  found.targets.every((target) => typeof target === 'string') &&
  'labels' in found &&
  typeof found.labels === 'object' &&
  found.labels !== null;

/** Who listens everywhere is reached by the host's name. */
function advertised(host: string): string {
  if (host === '0.0.0.0' || host === '::') return hostname();
  return host.includes(':') ? `[${host}]` : host;
}

/** Tidying up is worth no failure: a run must neither fail to begin nor to end because of it. */
function attempt(tidy: () => unknown): boolean {
  try {
    return tidy() === true;
  } catch {
    return false;
  }
}
