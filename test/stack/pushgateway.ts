import { type Server, serve } from './server.js';

export interface Pushgateway extends Server {
  /** Labels of the groups that it holds now. */
  groups(): Promise<Readonly<Record<string, string>>[]>;
}

/** Starts Debian's Pushgateway on a free loopback port, under a path and behind a web configuration where given. */
export async function startPushgateway({
  prefix = '',
  webConfig,
  headers = {},
}: {
  prefix?: string;
  webConfig?: string;
  /** What the lock asks for. */
  headers?: Record<string, string>;
} = {}): Promise<Pushgateway> {
  const server = await serve(
    'prometheus-pushgateway',
    (port) => [
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.route-prefix=${prefix}`,
      // Debian's would keep its groups in a file of the machine, for the next one.
      '--persistence.file=',
      ...(webConfig === undefined ? [] : [`--web.config.file=${webConfig}`]),
    ],
    `${prefix}/-/ready`,
    headers,
  );
  const url = server.url + prefix;
  return {
    ...server,
    url,
    groups: async () => {
      const answer = await (await fetch(`${url}/api/v1/metrics`, { headers })).json();
      return (answer as { data: { labels: Record<string, string> }[] }).data.map(({ labels }) => labels);
    },
  };
}
