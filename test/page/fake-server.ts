import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Update } from '../../src/page/contract.js';

const built = fileURLToPath(new URL('../../dist/page/', import.meta.url));
const uplot = dirname(createRequire(import.meta.url).resolve('uplot/dist/uPlot.esm.js'));
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const types: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html; charset=utf-8',
};

/** Serves the built page, and what a test says of its run: the exporter's routes without an exporter. */
export class FakeServer {
  private server: Server | undefined;
  private port = 0;
  private readonly streams = new Set<ServerResponse>();
  private sent = 0;
  private beats: ReturnType<typeof setInterval> | undefined;
  /** Nothing is sent or answered any more, and nothing closed: as when the network is gone, or the process stopped. */
  isSilent = false;
  /** Paths that were asked for meanwhile. */
  readonly ignored: string[] = [];
  /** Beats so far, one a second. */
  beaten = 0;
  /** `Last-Event-ID` of each stream that was opened. */
  readonly resumed: (string | undefined)[] = [];
  /** Runs that `/api/runs` lists. */
  runs: Update['report'][] = [];
  /** What a stream begins with; undefined: nothing. Gets the id of the last message that the page has. */
  first: (lastId: string | undefined, run: string | undefined) => Update | undefined = () => undefined;

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Listens, on the port of before if it was stopped. */
  start(): Promise<void> {
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
      if (this.isSilent) {
        this.ignored.push(pathname);
        return;
      }
      const lastId = request.headers['last-event-id'];
      if (pathname === '/api/live')
        this.open(response, Array.isArray(lastId) ? lastId[0] : lastId, searchParams.get('run') ?? undefined);
      else if (pathname === '/api/runs')
        response.setHeader('content-type', 'application/json').end(JSON.stringify(this.runs));
      else this.file(pathname, response);
    });
    this.server = server;
    this.beats = setInterval(() => this.beat(), 1000);
    return new Promise((resolve) => {
      server.listen(this.port, '127.0.0.1', () => {
        this.port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.beats);
    this.streams.clear();
    await new Promise((resolve) => {
      this.server?.close(resolve);
      this.server?.closeAllConnections();
    });
  }

  private beat(): void {
    if (this.isSilent) return;
    this.beaten++;
    for (const stream of this.streams) stream.write('event: beat\ndata: nothing new\n\n');
  }

  /** Tells every page. */
  send(update: Update): void {
    for (const stream of this.streams) this.write(stream, update);
  }

  private open(response: ServerResponse, lastId: string | undefined, run: string | undefined): void {
    this.resumed.push(lastId);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.write('retry: 200\n\n');
    this.streams.add(response);
    response.once('close', () => this.streams.delete(response));
    const update = this.first(lastId, run);
    if (update) this.write(response, update);
  }

  private write(stream: ServerResponse, update: Update): void {
    stream.write(`event: update\nid: ${++this.sent}\ndata: ${JSON.stringify(update)}\n\n`);
  }

  private file(pathname: string, response: ServerResponse): void {
    const path = fileOf(pathname);
    if (path === undefined || !existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    const type = types[basename(path).split('.').at(-1) ?? ''] ?? 'text/plain';
    response.setHeader('content-type', type).setHeader('content-security-policy', policy);
    response.end(readFileSync(path));
  }
}

function fileOf(pathname: string): string | undefined {
  if (pathname === '/') return join(built, 'index.html');
  if (pathname === '/page/uplot.js') return join(uplot, 'uPlot.esm.js');
  if (pathname === '/page/uplot.css') return join(uplot, 'uPlot.min.css');
  return pathname.startsWith('/page/') ? join(built, pathname.slice('/page/'.length)) : undefined;
}
