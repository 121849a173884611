import { createServer, type Server } from 'node:http';
import compression from 'compression';
import express, { type NextFunction, type Request, type Response } from 'express';

/** What the server serves; each is called per request. */
export interface Content {
  /** `serial` counts the scrapes. */
  metrics(): Promise<{ text: string; contentType: string; serial: number }>;
  /** The whole of that scrape was handed to the network. */
  scraped(serial: number): void;
  isReady(): boolean;
  /** State and symptoms of a run by name, or of the first; undefined where there is none. */
  run(name: string | undefined): object | undefined;
  runs(): readonly object[];
  page(): string;
}

/** The only module that knows Express: routes, and nothing that a client sends is ever executed or stored. */
export function createExporterServer(content: Content): Server {
  const app = express();
  app.disable('x-powered-by');
  // Hashing every response for an ETag costs more than sending it.
  app.set('etag', false);
  app.use(compression({ level: 1, threshold: 1024 }));

  app.get('/metrics', async (_request, response) => {
    const { text, contentType, serial } = await content.metrics();
    response.once('finish', () => content.scraped(serial));
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
  app.get('/', (_request, response) => {
    response
      .set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
      .type('html')
      .send(content.page());
  });
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
