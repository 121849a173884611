import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { quantile } from './numbers.mjs';

const SECONDS = 20;
const PAUSE_MS = 20;

/** Latency of /metrics from this process, of the agent's exporter and of a server on the training thread. */
export async function scrape() {
  const target = fork(fileURLToPath(new URL('scrape-target.mjs', import.meta.url)), { stdio: 'inherit' });
  const [{ servers, series, blockMs }] = await once(target, 'message');
  const rows = [];
  for (const state of ['idle', 'blocked']) {
    target.send(state);
    const latencies = await Promise.all(Object.values(servers).map((url) => probe(url)));
    for (const [i, server] of Object.keys(servers).entries()) {
      const times = latencies[i];
      rows.push({
        'training thread': state === 'idle' ? 'idle' : `blocked, ${blockMs} ms at a time`,
        server,
        scrapes: times.length,
        'p50 ms': quantile(times, 0.5),
        'p99 ms': quantile(times, 0.99),
        'max ms': Math.max(...times),
      });
    }
  }
  target.send('end');
  await once(target, 'exit');
  return {
    question: 'how long does a scrape take while the training thread is idle, and while it computes?',
    series,
    rows,
  };
}

/** Scrapes one after another for a while; the time of each in milliseconds. */
async function probe(url) {
  const times = [];
  const end = performance.now() + 1000 * SECONDS;
  while (performance.now() < end) {
    const start = performance.now();
    await (await fetch(`${url}/metrics`)).text();
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return times;
}
