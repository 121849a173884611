import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { PushedGroup } from './pushgateway.js';
import { type Exposition, own } from './registry.js';
import type { WatchedRun } from './watched-run.js';

/** Where a run that ends is pushed to, and for how long. */
export interface Farewell {
  readonly gateway: string;
  /** How long the values of a run that ended well stay there, to be scraped; 0 = until somebody deletes them. */
  readonly seconds: number;
  /** Port of the exporter, for the label `instance`. */
  readonly port: number;
  /** Whether Prometheus has the last values from a scrape. */
  readonly isScraped: boolean;
}

/**
 * Leaves the last values of a run in a Pushgateway where no scrape has seen them. Its group there says how the newest
 * run of that name ended: one that was scraped needs none, one that failed keeps it, so that its alerts can be seen.
 */
export async function bidFarewell(
  exposition: Exposition,
  run: WatchedRun,
  { gateway, seconds, port, isScraped }: Farewell,
): Promise<void> {
  const group = new PushedGroup(gateway, own(run));
  if (!isScraped) {
    // Dashboards choose by instance, and a Pushgateway adds none: the name under which it would have been scraped.
    const text = await exposition.renderOne(run, { instance: `${hostname()}:${port}` });
    await group.put(text, exposition.contentType);
    if (run.state === 'failed' || seconds === 0) return;
    // Nobody tells when it was scraped.
    await pause(Math.min(seconds * 1000, 2 ** 31 - 1));
  }
  await group.remove();
}
