import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Content, createExporterServer } from '../../src/exporter/http.js';
import type { WebServer } from '../../src/exporter/web/web-server.js';
import { readWebConfig } from '../../src/exporter/web-config/web-config.js';

/** Pages with nothing on them. */
export const nothing: Content = {
  metrics: async () => ({ text: 'up 1\n', contentType: 'text/plain; version=0.0.4', serial: 1 }),
  scraped: () => {},
  disconnected: () => {},
  isReady: () => true,
  run: () => ({}),
  runs: () => [],
  live: () => 'busy',
};

let files = 0;

/** Writes a web configuration file into a folder. */
export function webConfig(folder: string, text: string): string {
  const file = join(folder, `web-${++files}.yml`);
  writeFileSync(file, text);
  return file;
}

/** Serves pages under a web configuration until the test ends. */
export async function served(content: Content, file?: string): Promise<{ url: string; web: WebServer }> {
  const config = file === undefined ? undefined : await readWebConfig(file);
  const web = createExporterServer(content, config);
  const { server } = web;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `${config?.tls ? 'https' : 'http'}://127.0.0.1:${port}`, web };
}
