import { createServer } from 'node:http';
import { Gauge, Registry } from 'prom-client';

/** The usual way: the registry and the server share the thread with the training loop. */
export async function serveInThread(samples) {
  const registry = new Registry();
  const labelNames = new Map();
  for (const { name, labels } of samples)
    labelNames.set(name, new Set([...(labelNames.get(name) ?? []), ...Object.keys(labels)]));
  const gauges = new Map(
    [...labelNames].map(([name, labels]) => [
      name,
      new Gauge({ name, help: name, labelNames: [...labels], registers: [registry] }),
    ]),
  );
  for (const { name, labels, value } of samples) gauges.get(name).set(labels, value);
  const server = createServer(async (_, response) => {
    response.setHeader('content-type', registry.contentType);
    response.end(await registry.metrics());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The samples of a text exposition. */
export function samplesOf(metrics) {
  return metrics
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, list = '', value] = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const pairs = [...list.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, text]) => [label, text]);
      return { name, labels: Object.fromEntries(pairs), value: Number(value) };
    });
}
