import type { RequestListener, ServerResponse } from 'node:http';
import { basename, dirname } from 'node:path';
import compression from 'compression';
import express, { type NextFunction, type Request, type Response } from 'express';
import { indexFile, pageFiles } from './page-files.js';
import { type Rendered, Renderings } from './renderings.js';
import { inTime, timeoutOf } from './scrape-timeout.js';
import { Answers } from './web/answers.js';
import { refusals, refuse } from './web/refusal.js';
import { WebServer } from './web/web-server.js';
import type { WebConfig } from './web-config/web-config.js';

/** What the server serves; each is called per request, but `metrics` once for all who ask meanwhile. */
export interface Content {
  metrics(): Promise<Rendered>;
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

const SCRAPE_TIMEOUT = 'X-Prometheus-Scrape-Timeout-Seconds';
const NO_SUCH_RUN = { error: 'no such run; GET /api/runs lists them' };

/** The exporter's server, with its pages behind all that a web configuration asks for. */
export function createExporterServer(content: Content, config?: WebConfig): WebServer {
  const answers = new Answers();
  return new WebServer(answers, pagesOf(content, answers), config);
}

/** The only function that knows Express: routes, and nothing that a client sends is ever executed or stored. */
function pagesOf(content: Content, answers: Answers): RequestListener {
  const app = express();
  const renderings = new Renderings(() => content.metrics());
  /** Connections of those who scrape. */
  const known = new WeakSet<object>();
  app.disable('x-powered-by');
  // Hashing every response for an ETag costs more than sending it.
  app.set('etag', false);
  // `?run[a]=b` is no run.
  app.set('query parser', 'simple');
  app.use(compression({ level: 1, threshold: 1024 }));

  app.get('/metrics', async (request, response) => {
    const { socket } = request;
    const timeout = request.get(SCRAPE_TIMEOUT);
    const isPrometheus = timeout !== undefined;
    if (isPrometheus && !known.has(socket)) {
      known.add(socket);
      socket.once('close', () => content.disconnected(socket));
    }
    const isSmall = request.acceptsEncodings('gzip') !== false;
    const answer = await inTime(rendered(renderings, isSmall), timeoutOf(timeout), answers.age(response));
    if (!answer) return refuse(response, refusals.late);
    // The answer to HEAD has shown nobody anything.
    if (request.method === 'GET')
      response.once('finish', () => content.scraped(answer.serial, isPrometheus ? socket : undefined));
    if (isSmall) response.set('Content-Encoding', 'gzip');
    response.vary('Accept-Encoding').set('Content-Type', answer.contentType).send(answer.body);
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
    const found = content.run(nameIn(request));
    if (found) response.json(found);
    else response.status(404).json(NO_SUCH_RUN);
  });
  app.get('/api/live', (request, response) => {
    // A stream has no end, and the answer to HEAD no body.
    if (request.method === 'HEAD') {
      response.type('text/event-stream').end();
      return;
    }
    const opened = content.live(response, nameIn(request), request.get('Last-Event-ID'));
    if (opened === 'open') answers.release(response);
    else if (opened === 'unknown') response.status(404).json(NO_SUCH_RUN);
    else response.status(503).json({ error: 'too many pages are open' });
  });
  app.get('/', (_request, response) => sendFile(response, indexFile));
  app.get('/page/*file', (request, response, next) => {
    const file = pageFiles.get(request.path);
    if (file === undefined) next();
    else sendFile(response, file);
  });
  app.use((_request: Request, response: Response) => {
    response.status(404).type('text').send('not found; try /metrics\n');
  });
  // Four parameters make it an error handler; a stack trace is nobody's business outside.
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    if (response.headersSent) response.destroy();
    else if (isClients(error)) response.status(400).type('text').send('bad request\n');
    else response.status(500).type('text').send('trainvitals could not answer; training is not affected.\n');
  });
  return app;
}

/** What a scrape gets, in the form that it takes. */
async function rendered(renderings: Renderings, isSmall: boolean) {
  const rendering = await renderings.next();
  const { contentType, serial, plain } = rendering;
  return { contentType, serial, body: isSmall ? rendering.gzipped : plain };
}

const nameIn = ({ query: { run } }: Request): string | undefined =>
  typeof run === 'string' ? run : undefined;

/** A file of the page: kept by the browser, and asked for again. */
function sendFile(response: Response, file: string): void {
  response.set('Cache-Control', 'no-cache').sendFile(basename(file), { root: dirname(file) });
}

/** What Express says of a path that it cannot decode. */
const isClients = (error: unknown): boolean =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500;
