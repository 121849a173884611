import { workerData } from 'node:worker_threads';
import type { FromExporter, ToExporter, WorkerData } from '../channel/messages.js';
import { createExporterServer } from './http.js';
import { landingPage } from './landing-page.js';
import { Exposition } from './registry.js';
import { report } from './report.js';
import { WatchedRun } from './watched-run.js';

/** Rings are looked at so often, in milliseconds; a scrape looks too. */
const DRAIN_EVERY = 20;
/** What time alone decides is looked at so often. */
const TICK_EVERY = 1000;

const { port, host, channel } = workerData as WorkerData;
const tell = (message: FromExporter) => channel.postMessage(message);

const runs = new Map<string, WatchedRun>();
const exposition = new Exposition();
/** Scrapes begun, and the newest one that was handed to the network whole. */
let begun = 0;
let scraped = 0;
/** Those who wait for a scrape that begins after the first `since` ones. */
let lingering: { since: number; answer: () => void }[] = [];

const drainAll = () => {
  for (const run of runs.values()) run.drain();
};
setInterval(drainAll, DRAIN_EVERY);
setInterval(() => {
  for (const run of runs.values()) if (run.state === 'running') run.tick(Date.now() / 1000);
}, TICK_EVERY);

const server = createExporterServer({
  async metrics() {
    drainAll();
    const serial = ++begun;
    return { serial, text: await exposition.render(runs.values()), contentType: exposition.contentType };
  },
  scraped(serial) {
    scraped = Math.max(scraped, serial);
    for (const { since, answer } of lingering) if (serial > since) answer();
    lingering = lingering.filter(({ since }) => serial <= since);
  },
  isReady: () => runs.size > 0,
  run(name) {
    drainAll();
    const found = name === undefined ? runs.values().next().value : runs.get(name);
    return found && report(found);
  },
  runs() {
    drainAll();
    return [...runs.values()].map(report);
  },
  page() {
    drainAll();
    return landingPage([...runs.values()].map(report));
  },
});
server.once('error', (error: NodeJS.ErrnoException) => {
  tell({ type: 'refused', code: error.code ?? 'UNKNOWN', message: error.message });
});
server.listen(port, host, () => {
  const address = server.address();
  tell({ type: 'listening', port: typeof address === 'object' && address ? address.port : port });
});

channel.on('message', (message: ToExporter) => {
  if (message.type === 'attach') runs.set(message.facts.run, new WatchedRun(message.facts, tell));
  const run = runs.get(message.type === 'attach' ? message.facts.run : message.run);
  run?.handle(message);
  if (message.type === 'detach' && run) {
    runs.delete(message.run);
    exposition.forget(run);
  }
  if (message.type === 'flush') answer(message.request, run);
  if (message.type === 'linger') linger(message, run);
});

function answer(request: number, run: WatchedRun | undefined): void {
  tell({ type: 'answer', request, active: run?.watcher.active ?? [] });
}

function linger(message: ToExporter & { type: 'linger' }, run: WatchedRun | undefined): void {
  const { request, seconds, onlyIfScraped } = message;
  if (seconds === 0 || (onlyIfScraped && scraped === 0)) {
    answer(request, run);
    return;
  }
  let answered = false;
  const once = () => {
    if (!answered) answer(request, run);
    answered = true;
  };
  lingering.push({ since: begun, answer: once });
  setTimeout(once, Math.min(seconds * 1000, 2 ** 31 - 1));
}
