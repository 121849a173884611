import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { recordingRules } from '../../dist/generate/recording.js';
import { metricsOf, sumOf } from './metrics.mjs';

const FLEET = fileURLToPath(new URL('fleet.mjs', import.meta.url));

/** Starts the processes of all runs; `live()` is fulfilled when Prometheus has their past. */
export async function startFleet({ runs, layers, start }) {
  const count = Math.min(runs, availableParallelism());
  const bounds = Array.from({ length: count + 1 }, (_, part) => Math.round((part * runs) / count));
  const parts = await Promise.all(
    bounds.slice(1).map((end, part) => startPart([bounds[part], end - 1, layers, start])),
  );
  return {
    addresses: parts.flatMap(({ addresses }) => addresses),
    live: () => Promise.all(parts.map(({ live }) => live)),
    stop: () => parts.map(({ stop }) => stop()),
  };
}

async function startPart(args) {
  const child = fork(FLEET, args.map(String), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`bench: a process of the runs ended with code ${code}`);
  });
  const next = async () => (await Promise.race([once(child, 'message'), ended]))[0];
  const { addresses } = await next();
  const live = next();
  // Whoever waits for it is told; a measurement that ended waits no more.
  live.catch(() => {});
  return { addresses, live, stop: () => child.connected && child.disconnect() };
}

/** Alerts have no past, so that nothing was recorded of them. */
const rulesOfPast = recordingRules.filter(({ expr }) => !expr.includes('ALERTS'));

/** Evaluates the recording rules over the past: those of a running Prometheus see the present only. */
export async function recordPast({ url, data }, start) {
  const file = join(dirname(data), 'recording.yml');
  // promtool would take alerts for recorded series.
  const group = { name: 'recording', interval: '15s', rules: rulesOfPast };
  await writeFile(file, JSON.stringify({ groups: [group] }));
  const [from, to] = [start, Date.now() / 1000].map((time) => String(Math.floor(time)));
  execFileSync(
    'promtool',
    ['tsdb', 'create-blocks-from', 'rules', '--url', url, '--start', from, '--end', to]
      .concat(['--output-dir', data, '--eval-interval', '15s', '--quiet'])
      .concat(file),
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
}

/** Waits until Prometheus has looked for new blocks, as it does once a minute. */
export async function pastIsLoaded(url) {
  while (sumOf(await metricsOf(url), 'prometheus_tsdb_blocks_loaded') === 0) await pause(1000);
}
