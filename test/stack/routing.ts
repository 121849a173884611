import { readFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';

export interface RoutingForTest {
  /** The text for `startAlertmanager`. */
  readonly config: string;
  /** What differs from the committed file, one line each. */
  readonly changes: readonly string[];
}

interface Route {
  group_wait?: string;
  group_interval?: string;
  routes?: Route[];
}
interface Configuration {
  route: Route;
  receivers: { name: string; webhook_configs?: { url: string }[] }[];
}

/**
 * The committed Alertmanager configuration with its webhooks at `url` (their path becomes the receiver's name), and
 * groups sent after two seconds: cause and consequence are known by then. Routes, grouping and inhibition stay.
 */
export async function routingForTest(path: string, url: string): Promise<RoutingForTest> {
  const configuration = parse(await readFile(path, 'utf8')) as Configuration;
  const changes: string[] = [];
  for (const receiver of configuration.receivers) {
    for (const webhook of receiver.webhook_configs ?? []) {
      const own = `${url}/${receiver.name}`;
      changes.push(`receiver ${receiver.name}: ${webhook.url} → ${own}`);
      webhook.url = own;
    }
  }
  hasten(configuration.route, 'route', changes);
  return { config: stringify(configuration), changes };
}

function hasten(route: Route, place: string, changes: string[]): void {
  changes.push(
    `${place}: group_wait ${route.group_wait ?? 'inherited'} → 2s, group_interval ${route.group_interval ?? 'inherited'} → 1s`,
  );
  route.group_wait = '2s';
  route.group_interval = '1s';
  for (const [index, child] of (route.routes ?? []).entries()) hasten(child, `${place}.${index}`, changes);
}
