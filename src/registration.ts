import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
 * removes it again. Registrations that killed processes of this host have left are removed on the way. Throws one line
 * where the folder cannot be written.
 */
export function register(folder: string, host: string, port: number): () => void {
  const address = `${advertised(host)}:${port}`;
  const file = join(resolve(folder), `${PREFIX}${address.replaceAll(/[^\w.-]/g, '_')}.json`);
  const entry: Registration = {
    targets: [address],
    labels: { [`${META}host`]: hostname(), [`${META}pid`]: String(process.pid) },
  };
  // Its name ends otherwise: a pattern of file_sd does not match it.
  const half = `${file}.${process.pid}.half`;
  try {
    sweepOwn(folder);
    writeFileSync(half, `${JSON.stringify([entry])}\n`);
    renameSync(half, file);
  } catch (error) {
    rmSync(half, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new TrainvitalsError(
      'OPTION',
      `watch(): option "register" must be a folder that can be written, got ${JSON.stringify(folder)}: ${reason}`,
    );
  }
  const remove = () => {
    process.off('exit', remove);
    if (isOwn(file)) rmSync(file, { force: true });
  };
  process.once('exit', remove);
  return remove;
}

/** Registrations in a folder by file; what is none is left out. */
export function registrations(folder: string): ReadonlyMap<string, Registration> {
  const files = readdirSync(folder).filter((name) => name.startsWith(PREFIX) && name.endsWith('.json'));
  return new Map(
    files.flatMap((name) => read(join(folder, name)).map((entry) => [join(folder, name), entry])),
  );
}

/** Removes a registration that is at least so old, in seconds; whether it did. */
export function removeOld(file: string, seconds: number): boolean {
  const age = (Date.now() - statSync(file).mtimeMs) / 1000;
  if (age < seconds) return false;
  rmSync(file, { force: true });
  return true;
}

/** A process of this host that is gone cannot remove what it registered; others' may be in another PID namespace. */
function sweepOwn(folder: string): void {
  for (const [file, { labels }] of registrations(folder))
    if (labels[`${META}host`] === hostname() && !isAlive(Number(labels[`${META}pid`])))
      removeOld(file, KEPT_SECONDS);
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
  read(file).some(
    ({ labels }) => labels[`${META}pid`] === String(process.pid) && labels[`${META}host`] === hostname(),
  );

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
