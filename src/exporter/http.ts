import { createServer, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import compression from 'compression';
import express, { type NextFunction, type Request, type Response } from 'express';

/** The page: its own files, from here alone. */
const page = fileURLToPath(new URL('../page/', import.meta.url));
const uplot = dirname(createRequire(import.meta.url).resolve('uplot/dist/uPlot.esm.js'));
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What the server serves; each is called per request. */
export interface Content {
  /** `serial` counts the scrapes. */
  metrics(): Promise<{ text: string; contentType: string; serial: number }>;
  /** The whole of that scrape was handed to the network; with the connection of a Prometheus, which keeps it. */
  scraped(serial: number, connection?: object): void;
  disconnected(connection: object): void;
  isReady(): boolean;
  /** State and symptoms of a run by name, or of the first; undefined where there is none. */
  run(name: string | undefined): object | undefined;
  runs(): readonly object[];
  /** Opens a stream of what is new of a run, from the message with that id on; says why where it does not. */
  live(
    response: ServerResponse,
    run: string | undefined,
    id: string | undefined,
  ): 'open' | 'unknown' | 'busy';
}

/** The only module that knows Express: routes, and nothing that a client sends is ever executed or stored. */
export function createExporterServer(content: Content): Server {
  const app = express();
  /** Connections of those who scrape. */
  const known = new WeakSet<object>();
  app.disable('x-powered-by');
  // Hashing every response for an ETag costs more than sending it.
  app.set('etag', false);
  app.use(compression({ level: 1, threshold: 1024 }));

  app.get('/metrics', async (request, response) => {
    const { socket } = request;
    const isPrometheus = request.get('X-Prometheus-Scrape-Timeout-Seconds') !== undefined;
    if (isPrometheus && !known.has(socket)) {
      known.add(socket);
      socket.once('close', () => content.disconnected(socket));
    }
    const { text, contentType, serial } = await content.metrics();
    response.once('finish', () => content.scraped(serial, isPrometheus ? socket : undefined));
    response.set('Content-Type', contentType).send(text);
  });
  app.get('/-/healthy', (_request, response) => {
    response.type('text').send('trainvitals is healthy.\n');
  });
  app.get('/-/ready', (_request, response) => {
    if (content.isReady()) response.type('text').send('trainvitals is ready.\n');
    else response.status(503).type('text').send('trainvitals watches no run yet.\n');
  });
  app.get('/api/runs', (_request, response) => {
    response.json(content.runs());
  });
  app.get('/api/run', (request, response) => {
    const { run } = request.query;
    const found = content.run(typeof run === 'string' ? run : undefined);
    if (found) response.json(found);
    else response.status(404).json({ error: 'no such run; GET /api/runs lists them' });
  });
  app.get('/api/live', (request, response) => {
    // A stream has no end, and the answer to HEAD no body.
    if (request.method === 'HEAD') {
      response.type('text/event-stream').end();
      return;
    }
    const { run } = request.query;
    const opened = content.live(
      response,
      typeof run === 'string' ? run : undefined,
      request.get('Last-Event-ID'),
    );
    if (opened === 'unknown') response.status(404).json({ error: 'no such run; GET /api/runs lists them' });
    else if (opened === 'busy') response.status(503).json({ error: 'too many pages are open' });
  });
  app.get('/', (_request, response) => {
    response.set('Content-Security-Policy', PAGE_POLICY).sendFile('index.html', { root: page });
  });
  app.get('/page/uplot.js', (_request, response) => response.sendFile('uPlot.esm.js', { root: uplot }));
  app.get('/page/uplot.css', (_request, response) => response.sendFile('uPlot.min.css', { root: uplot }));
  app.use('/page', express.static(page, { index: false, redirect: false }));
  app.use((_request: Request, response: Response) => {
    response.status(404).type('text').send('not found; try /metrics\n');
  });
  // Four parameters make it an error handler; a stack trace is nobody's business outside.
  app.use((_error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    response.status(500).type('text').send('trainvitals could not answer; training is not affected.\n');
  });
  const server = createServer(app);
  // Longer than usual scrape intervals: a connection is reused, and none is closed as a scrape begins.
  server.keepAliveTimeout = 75_000;
  return server;
}
