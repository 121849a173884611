import { createServer } from 'node:http';
import type { Alert } from './prometheus.js';
import { type NotYet, until } from './until.js';

/** The body that Alertmanager posts to a webhook. */
export interface Notification {
  readonly status: 'firing' | 'resolved';
  readonly receiver: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly commonAnnotations: Readonly<Record<string, string>>;
  readonly externalURL: string;
  readonly alerts: readonly (Omit<Alert, 'state'> & { status: 'firing' | 'resolved' })[];
}

/** One page as a person would get it: an alert that fires, and the request it came in. */
export interface Page {
  readonly alert: Notification['alerts'][number];
  readonly path: string;
}

export interface Webhook {
  readonly url: string;
  /** Every request so far: its path and its body. */
  readonly received: readonly { readonly path: string; readonly body: Notification }[];
  /** Asks `probe` with the pages so far until it answers. */
  waitFor<T>(label: string, probe: (pages: Page[]) => T | NotYet, timeout?: number): Promise<T>;
  stop(): Promise<void>;
}

/** Starts a receiver of Alertmanager's notifications on a free loopback port. */
export async function startWebhook(): Promise<Webhook> {
  const received: { path: string; body: Notification }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', body: JSON.parse(text) as Notification });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the webhook got no port');

  const pages = (): Page[] =>
    received.flatMap(({ path, body }) =>
      body.alerts.filter(({ status }) => status === 'firing').map((alert) => ({ path, alert })),
    );
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    waitFor: (label, probe, timeout = 60_000) =>
      until(`webhook: ${label}`, () => probe(pages()), {
        timeout,
        state: () => `received: ${JSON.stringify(pages(), undefined, 1)}`,
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
