import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { FromExporter, ToExporter, WorkerData } from '../channel/messages.js';
import { SIGNS } from '../channel/signs.js';
import { bidFarewell } from './farewell.js';
import { createExporterServer } from './http.js';
import { LivePages, TELL_EVERY } from './live.js';
import { PushedGroup } from './pushgateway.js';
import { Exposition, own } from './registry.js';
import { report } from './report.js';
import { Runs } from './runs.js';
import { Scrapes } from './scrapes.js';
import { WatchedRun } from './watched-run.js';
import { insecurity } from './web-config/insecurity.js';
import { reload } from './web-config/reloading.js';
import { WatchedFile } from './web-config/watched-file.js';

/** Rings are looked at so often, in milliseconds; a scrape looks too. */
const DRAIN_EVERY = 20;

const { port, host, webConfig, signs, channel } = workerData as WorkerData;
const tell = (message: FromExporter) => channel.postMessage(message);

/** The web configuration, if there is one; without a right one nothing is served. */
const web = webConfig === undefined ? undefined : await WatchedFile.open(webConfig).catch(refused);

function refused(error: unknown): undefined {
  tell({
    type: 'refused',
    code: 'WEB_CONFIG',
    message: error instanceof Error ? error.message : String(error),
  });
}

let isDraining = false;
/** Reads the rings; where that takes long, who asks is answered in between. */
function drain(): void {
  if (isDraining || runs.drain()) return;
  isDraining = true;
  setImmediate(() => {
    isDraining = false;
    drain();
  });
}

/** Times that the web configuration became wrong. */
let complaints = 0;

const exposition = new Exposition();
const runs = new Runs(exposition);
const pages = new LivePages();
const scrapes = new Scrapes();
/** Runs whose last values a scrape has seen. */
const seen = new WeakSet<WatchedRun>();
/** Runs whose name had left something in a Pushgateway, until that is gone. */
const unpushed = new WeakMap<WatchedRun, Promise<void>>();

setInterval(() => {
  Atomics.add(signs, SIGNS.beats, 1);
  drain();
}, DRAIN_EVERY);
// What time alone decides is looked at when pages are told.
setInterval(() => {
  runs.tick();
  pages.tellAll();
}, TELL_EVERY);

const webServer = createExporterServer(
  {
    async metrics() {
      runs.drain();
      const serial = scrapes.begin();
      return { serial, text: await exposition.render(runs.all), contentType: exposition.contentType };
    },
    scraped(serial, connection) {
      Atomics.store(signs, SIGNS.scraped, 1);
      scrapes.end(serial, connection);
    },
    disconnected: (connection) => scrapes.close(connection),
    isReady: () => runs.all.length > 0,
    run(name) {
      runs.drain();
      const found = runs.find(name);
      return found && report(found);
    },
    runs() {
      runs.drain();
      return runs.all.map(report);
    },
    live(response, name, id) {
      runs.drain();
      const found = runs.find(name);
      if (!found) return 'unknown';
      return pages.open(response, found, id) ? 'open' : 'busy';
    },
  },
  web?.config,
);
const { server } = webServer;
server.on('error', (error: NodeJS.ErrnoException) => {
  if (!server.listening) tell({ type: 'refused', code: error.code ?? 'UNKNOWN', message: error.message });
  // A connection that could not be taken, as without file descriptors, is no reason to serve nobody.
  else for (const run of runs.all) run.exporterFailed(`a connection was lost: ${error.message}`);
});
if (webConfig === undefined || web)
  server.listen(port, host, () => {
    const address = server.address();
    const warning = webConfig !== undefined && web && insecurity(webConfig, web.config);
    tell({
      type: 'listening',
      port: typeof address === 'object' && address ? address.port : port,
      isSecure: web?.config.tls !== undefined,
      ...(warning && { warning }),
    });
    listen();
    if (webConfig !== undefined && web)
      reload(webConfig, web, webServer, {
        // A stream was let in under what held before.
        changed: () => pages.closeAll(),
        wrong: (message) => {
          for (const run of runs.all) run.exporterFailed(message);
          // Of a stage only the first error is told where it is counted.
          if (complaints++ > 0) tell({ type: 'warning', message });
        },
        warning: (message) => tell({ type: 'warning', message }),
      });
  });

/** Hears what runs tell: only a thread that serves, as it reads what another could still read. Before any scrape is answered. */
function listen(): void {
  for (let got = receiveMessageOnPort(channel); got; got = receiveMessageOnPort(channel)) hear(got.message);
  channel.on('message', hear);
}

function hear(message: ToExporter): void {
  if (message.type === 'attach') runs.attach(new WatchedRun(message.facts, tell, message.resumed));
  const run = runs.find(message.type === 'attach' ? message.facts.run : message.run);
  run?.handle(message);
  if (message.type === 'detach' && run) {
    runs.detach(run);
    pages.close(run);
  }
  if (message.type === 'flush') answer(message.request, run);
  if (message.type === 'unpush' && run) unpushed.set(run, unpush(message.gateway, run));
  if (message.type === 'linger') linger(message, run);
  if (message.type === 'push') void push(message, run);
}

function answer(request: number, run: WatchedRun | undefined): void {
  tell({ type: 'answer', request, active: run?.watcher.active ?? [] });
}

function linger(message: ToExporter & { type: 'linger' }, run: WatchedRun | undefined): void {
  const { request, seconds, onlyIfScraped } = message;
  if (seconds === 0 || (onlyIfScraped && !scrapes.any && Atomics.load(signs, SIGNS.scraped) === 0)) {
    answer(request, run);
    return;
  }
  let answered = false;
  const once = () => {
    if (!answered) answer(request, run);
    answered = true;
  };
  scrapes.wait(() => {
    if (run) seen.add(run);
    once();
  });
  setTimeout(once, Math.min(seconds * 1000, 2 ** 31 - 1));
}

/** Where the Pushgateway is away, the push at the end says so. */
const unpush = (gateway: string, run: WatchedRun): Promise<void> =>
  new PushedGroup(gateway, own(run)).remove().catch(() => {});

/** Whatever becomes of it, the training thread gets its answer. */
async function push(message: ToExporter & { type: 'push' }, run: WatchedRun | undefined): Promise<void> {
  const { request, gateway, seconds } = message;
  try {
    // What was left must not be deleted after what is pushed now.
    if (run) await unpushed.get(run);
    const address = server.address();
    const listening = typeof address === 'object' && address ? address.port : port;
    if (run)
      await bidFarewell(exposition, run, { gateway, seconds, port: listening, isScraped: seen.has(run) });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    tell({ type: 'error', run: message.run, stage: 'push', message: text });
  }
  answer(request, run);
}
