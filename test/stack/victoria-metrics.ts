import { join } from 'node:path';
import { ask, type Questions } from './prometheus.js';
import { type Server, scratchFolder, serve } from './server.js';

export interface VictoriaMetrics extends Server, Questions {
  /** Where a Prometheus writes to. */
  readonly writeUrl: string;
  /** Makes all that was written visible to questions, which it is by itself only after some seconds. */
  settle(): Promise<void>;
}

/** Starts Debian's VictoriaMetrics on a free loopback port. */
export async function startVictoriaMetrics(): Promise<VictoriaMetrics> {
  const folder = await scratchFolder('victoria-metrics');
  const server = await serve(
    'victoria-metrics',
    (port) => [
      `-storageDataPath=${join(folder, 'data')}`,
      `-httpListenAddr=127.0.0.1:${port}`,
      // Else it does not answer for the last 30 s.
      '-search.latencyOffset=0s',
    ],
    '/health',
  );
  return {
    ...server,
    // Neither from its cache nor with a start and an end that it moves to what it has cached.
    ...ask(server.url, { nocache: '1' }),
    writeUrl: `${server.url}/api/v1/write`,
    settle: async () => {
      const response = await fetch(`${server.url}/internal/force_flush`);
      if (!response.ok) throw new Error(`flushing VictoriaMetrics: ${response.status}`);
    },
  };
}
