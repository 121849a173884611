import { processWide } from '../process-wide.js';
import { VERSION } from '../version.js';

/** What serves in this process, of any copy of this package. */
const served = processWide(
  'served-ports',
  () => new Set<{ readonly port: number; readonly version: string }>(),
);

/** The port is served from here; returns what takes that back. */
export function serves(port: number): () => void {
  const entry = { port, version: VERSION };
  served.add(entry);
  return () => void served.delete(entry);
}

/** Who has a port that is taken, as far as it can be known here. */
export function holderOf(port: number): string {
  const found = [...served].find((entry) => entry.port === port);
  if (!found) return 'another process, or another server of this one';
  // Runs of one copy share their exporter, unless they name another host.
  return `trainvitals ${found.version} in this process: another copy of the package, or on another host`;
}
