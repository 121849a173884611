import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Content } from '../../src/exporter/http.js';
import { figures } from '../figures.js';
import { connected } from '../web/raw.js';
import { nothing, served } from '../web/served.js';
import { headerName, headerValue, oddPath, piece, timeout, word } from './odd-requests.js';

/** Inputs in CI; `RUNS` tries more, `SEED` the same ones again. */
const RUNS = Number(process.env.RUNS ?? 1000);
const SEED = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

const METRICS = `# HELP up One.\n${'up{run="a"} 1\n'.repeat(200)}`;
const content: Content = {
  ...nothing,
  metrics: async () => ({ text: METRICS, contentType: 'text/plain; version=0.0.4', serial: 1 }),
  run: (name) => (name === undefined || name === 'digits' ? { run: 'digits' } : undefined),
  live: () => 'unknown',
};

let url: string;
let agent: Agent;
beforeEach(async () => {
  ({ url } = await served(content));
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
});
afterEach(() => agent.destroy());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const ask = (path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path, headers, method, agent }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
    })
      .once('error', reject)
      .end();
  });

const decoders: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};
const decoded = ({ headers, body }: Answer): string =>
  (decoders[headers['content-encoding'] ?? '']?.(body) ?? body).toString();

/** Nothing of the inside, and all that makes an answer harmless. */
function expectHarmless({ status, headers, body }: Answer, allowed: readonly number[]): void {
  expect(allowed).toContain(status);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'deny',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
  expect(headers['x-powered-by']).toBeUndefined();
  expect(body.toString('latin1')).not.toMatch(/\bat .+:\d+:\d+|node_modules|[A-Za-z]+Error:/);
}

test('any timeout of a scrape gets the whole scrape, or is told that it is late', async (context) => {
  const seen = { tried: 0, late: 0 };
  await fc.assert(
    fc.asyncProperty(timeout, fc.boolean(), async (seconds, isSmall) => {
      seen.tried++;
      const answer = await ask('/metrics', {
        'X-Prometheus-Scrape-Timeout-Seconds': seconds,
        'Accept-Encoding': isSmall ? 'gzip' : 'identity',
      });
      expectHarmless(answer, [200, 503]);
      if (answer.status === 503) seen.late++;
      else expect(decoded(answer)).toBe(METRICS);
      // What asks for no time at all, or for what is none, waits as anybody.
      if (!(Number(seconds) > 0)) expect(answer.status).toBe(200);
      if (Number(seconds) >= 10) expect(answer.status).toBe(200);
    }),
    { numRuns: RUNS, ...SEED },
  );
  expect(seen.late).toBeGreaterThan(0);
  figures(context, { 'requests sent': seen.tried });
});

test('any Accept-Encoding gets a scrape in a form that it takes, or as it is', async (context) => {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { maxLength: 6 }),
      fc.constantFrom('GET', 'HEAD'),
      async (words, method) => {
        tried++;
        const accepted = words.join('');
        const answer = await ask('/metrics', { 'Accept-Encoding': accepted }, method);
        expectHarmless(answer, [200]);
        const coding = answer.headers['content-encoding'];
        if (coding !== undefined) expect(accepted.toLowerCase()).toMatch(/gzip|\*|br|deflate/);
        expect(answer.headers.vary).toMatch(/Accept-Encoding/i);
        if (method === 'HEAD') expect(answer.body).toHaveLength(0);
        else expect(decoded(answer)).toBe(METRICS);
      },
    ),
    { numRuns: RUNS, ...SEED },
  );
  figures(context, { 'requests sent': tried });
});

test('any path and any headers are answered as ever: never with 500, always harmless', async (context) => {
  const seen = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(
      oddPath,
      fc.dictionary(headerName, headerValue, { maxKeys: 5 }),
      fc.constantFrom('GET', 'GET', 'HEAD'),
      async (path, headers, method) => {
        const answer = await ask(path, headers, method);
        seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
        expectHarmless(answer, [200, 206, 304, 400, 404, 412, 416]);
      },
    ),
    { numRuns: RUNS, ...SEED },
  );
  // The test sees both what is there and what is not.
  for (const status of [200, 404]) expect(seen.get(status)).toBeGreaterThan(0);
  figures(context, { 'requests sent': [...seen.values()].reduce((a, b) => a + b) });
});

describe('bytes that are hardly HTTP', () => {
  test('are answered with a status that says so, or not at all; the next request as ever', async (context) => {
    const statuses = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
        // The end of what is sent ends the waiting, too.
        const { socket, closed } = await connected(url, `${pieces.join('')}`);
        socket.end();
        const text = await closed;
        const [, status = 'none'] = /^HTTP\/1\.1 (\d+) /.exec(text) ?? [];
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect(['none', '200', '400', '404', '405', '408', '413', '431', '503']).toContain(status);
        expect(text).not.toMatch(/HPE_|\bat .+:\d+:\d+|node_modules|Error:|x-powered-by/i);
        if (status !== 'none') expect(text.toLowerCase()).toContain('x-content-type-options: nosniff');
        const { status: next } = await ask('/-/healthy', {});
        expect(next).toBe(200);
      }),
      { numRuns: Math.ceil(RUNS / 4), ...SEED },
    );
    expect(statuses.get('400')).toBeGreaterThan(0);
    figures(context, { 'requests sent': 2 * [...statuses.values()].reduce((a, b) => a + b) });
  });
});
