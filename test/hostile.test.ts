import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { Vitals } from 'trainvitals';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BEAT_SECONDS } from '../src/page/contract.js';
import { figures } from './figures.js';
import { parse } from './scrape.js';
import { until } from './stack/until.js';
import { ask as askOf } from './web/client.js';
import { connected as connectedRaw, type Raw } from './web/raw.js';
import { watchedLoop } from './web/watched-loop.js';

/** What strangers can send to a run, while an honest scrape must be answered and the run must go on. */
let vitals: Vitals;
let step: () => Promise<void>;
beforeAll(async () => {
  ({ vitals, step } = await watchedLoop({ run: 'besieged' }, afterAll));
});

/** What a test has done to the run: requests that it sent or began, and connections that it opened and kept. */
let sent = 0;
let held = 0;
beforeEach(() => {
  sent = 0;
  held = 0;
});
afterEach((context) => figures(context, { 'requests sent': sent, 'connections held': held }));
const ask: typeof askOf = (...asked) => {
  sent++;
  return askOf(...asked);
};
const connected: typeof connectedRaw = (...to) => {
  held++;
  if (to[1] !== undefined) sent++;
  return connectedRaw(...to);
};

/** A scrape as Prometheus makes one, on a connection of its own; the steps that it shows. */
async function scraped(): Promise<number> {
  const headers = { 'X-Prometheus-Scrape-Timeout-Seconds': '10' };
  const { status, body } = await ask(vitals.url, '/metrics', { headers });
  expect(status).toBe(200);
  const found = parse(body).find(({ name }) => name === 'training_steps_total');
  return found?.value ?? Number.NaN;
}
/** The run takes a step, and a scrape sees it. */
async function goesOn(): Promise<void> {
  const before = await scraped();
  await step();
  expect(await scraped()).toBe(before + 1);
}
const head = (text: string) => text.split('\r\n', 1)[0];
const GET = 'GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n';
const many = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

describe('connections', () => {
  test('400 that send a byte a second are closed, and keep nobody out', async () => {
    const slow = await many(400, () => connected(vitals.url, 'GET / HTTP/1.1\r\n'));
    const drip = setInterval(() => {
      for (const { socket, isClosed } of slow) if (!isClosed()) socket.write('X');
    }, 1000);
    try {
      await goesOn();
      await until('all of them to be closed', () => slow.every(({ isClosed }) => isClosed()));
      await goesOn();
    } finally {
      clearInterval(drip);
    }
    // None got an answer but that it took too long.
    expect(new Set(slow.map(({ text }) => head(text())))).toEqual(
      new Set(['', 'HTTP/1.1 408 Request Timeout']),
    );
  });

  test('that say nothing, half a request, or only that they are at their end, are closed', async () => {
    const silent = await connected(vitals.url);
    const half = await connected(vitals.url, 'GET /metrics HTTP/1.1\r\nHost: a\r\nX-');
    const ended = await connected(vitals.url);
    ended.socket.end();
    await goesOn();
    await Promise.all([silent.closed, half.closed, ended.closed]);
    await goesOn();
  });

  test('400 that asked once and stay keep nobody out', async () => {
    const idle = await many(400, () => connected(vitals.url, GET));
    await until('most to be answered', () => idle.filter(({ text }) => text() !== '').length >= 256);
    await goesOn();
  });

  test('that do not read their answers are closed, and keep nobody out', async () => {
    const deaf = await many(100, () => connected(vitals.url));
    for (const { socket } of deaf) {
      socket.pause();
      socket.write('GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2000));
      // How many of them the network took before it was full, nobody knows.
      sent++;
    }
    await until('a scrape', async () => (await scraped()) > 0);
    // Who does not read only notices when it writes.
    const isGone = ({ socket }: Raw) => {
      if (!socket.destroyed) socket.write('X');
      return socket.destroyed;
    };
    await until('all of them to be closed', () => deaf.filter((one) => !isGone(one)).length === 0);
    await goesOn();
  });

  test('of 64 pages and more that stay open the run tells those that it can, and refuses the rest', async () => {
    const pages = await many(80, () => connected(vitals.url, 'GET /api/live HTTP/1.1\r\nHost: a\r\n\r\n'));
    await until('all of them to be answered', () => pages.every(({ text }) => text() !== ''));
    const answers = pages.map(({ text }) => head(text()));
    expect(answers.filter((line) => line === 'HTTP/1.1 200 OK')).toHaveLength(64);
    expect(answers.filter((line) => line === 'HTTP/1.1 503 Service Unavailable')).toHaveLength(16);
    await goesOn();
    await until('a beat', () => pages.some(({ text }) => text().includes('event: beat')), {
      timeout: 3000 * BEAT_SECONDS,
    });
  });
});

describe('requests', () => {
  test('10,000 are answered, and leave nothing behind', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 50 });
    const statusOf = () =>
      new Promise<number>((resolve, reject) => {
        sent++;
        request(`${vitals.url}/metrics`, { agent }, (response) => {
          response.resume().once('end', () => resolve(response.statusCode ?? 0));
        })
          .once('error', reject)
          .end();
      });
    const round = async () => new Set(await many(2500, statusOf));
    try {
      const statuses = new Set<number>(await round());
      const before = memory();
      for (let rest = 0; rest < 3; rest++) for (const status of await round()) statuses.add(status);
      // 50 at once are fewer than what is answered at once.
      expect([...statuses]).toEqual([200]);
      // What 7,500 answers of some ten thousand bytes would take, were they kept.
      const answer = (await ask(vitals.url, '/metrics')).body.length;
      expect(memory() - before).toBeLessThan((7500 * answer) / 2);
    } finally {
      agent.destroy();
    }
    await goesOn();
  });

  test('1,000 on one connection at once are answered or refused, in their order', async () => {
    const { text, socket } = await connected(vitals.url, GET.repeat(1000));
    sent += 999;
    const answers = () => text().match(/HTTP\/1\.1 \d+/g) ?? [];
    await until('all answers', () => answers().length === 1000);
    expect(answers().every((line) => / (200|503)$/.test(line))).toBe(true);
    expect(answers()[0]).toBe('HTTP/1.1 200');
    socket.destroy();
    await goesOn();
  });

  test.each<{ name: string; sent: string | Buffer; status: number }>([
    {
      name: 'huge headers',
      sent: `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
      status: 431,
    },
    {
      name: 'many headers',
      sent: `GET / HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(10_000)}\r\n`,
      status: 431,
    },
    { name: 'a huge URL', sent: `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, status: 431 },
    { name: 'no HTTP', sent: 'HELO me\r\n\r\n', status: 400 },
    {
      name: 'noise',
      sent: Buffer.from(Array.from({ length: 999 }, (_, at) => (at * 7919) % 256)),
      status: 400,
    },
    { name: 'a line without a version', sent: 'GET /\r\n\r\n', status: 400 },
    { name: 'another version', sent: 'GET / HTTP/3.7\r\nHost: a\r\n\r\n', status: 400 },
    { name: 'no host', sent: 'GET / HTTP/1.1\r\n\r\n', status: 400 },
    { name: 'a NUL in the path', sent: 'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n', status: 400 },
    { name: 'a NUL in a header', sent: 'GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n', status: 400 },
    { name: 'a header without a name', sent: 'GET / HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n', status: 400 },
    {
      name: 'two lengths',
      sent: 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
      status: 400,
    },
    {
      name: 'a length and chunks',
      sent: 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      status: 400,
    },
    { name: 'a body', sent: 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody', status: 413 },
    {
      name: 'a body that never comes',
      sent: 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999\r\n\r\n',
      status: 413,
    },
    {
      name: 'a body in chunks',
      sent: 'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n',
      status: 413,
    },
    {
      name: 'the question whether to send a body',
      sent: 'GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n',
      status: 413,
    },
    ...['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'].map((method) => ({
      name: method,
      sent: `${method} /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc`,
      status: 405,
    })),
  ])('$name: $status, and the connection is closed', async ({ sent, status }) => {
    const { closed } = await connected(vitals.url, sent);
    const answer = await closed;
    expect(head(answer)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    const [, body = ''] = answer.split('\r\n\r\n');
    expect(answer).not.toMatch(/HPE_|\bat .+:\d+:\d+|node_modules|Error:|x-powered-by/i);
    expect(body.split('\n')).toHaveLength(2);
    if (status === 405) expect(answer).toContain('Allow: GET, HEAD');
    await goesOn();
  });

  test('CONNECT and an upgrade open nothing', async () => {
    expect(
      await (await connected(vitals.url, 'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n')).closed,
    ).not.toContain('200');
    const upgrade = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n';
    expect(await (await connected(vitals.url, upgrade)).closed).not.toContain('101');
    await goesOn();
  });

  test.each([
    '/page/../../package.json',
    '/page/..%2f..%2fpackage.json',
    '/page/%2e%2e/%2e%2e/package.json',
    '/page/..\\..\\package.json',
    '/page/..%5c..%5cpackage.json',
    '/page/%252e%252e%252fpackage.json',
    '/page//etc/passwd',
    '/page/%00',
    '/page/main.js%00.css',
    '/page/main.d.ts',
    '/page/.',
    '/page/__proto__',
    '/page/%E0%A4%A',
    '/../../../../etc/passwd',
    '//etc/passwd',
    '/%2e%2e/package.json',
    'http://other.example/page/../package.json',
    '/api/run?run=../../etc/passwd',
    '/api/run?run=constructor',
  ])('the path %s finds nothing', async (path) => {
    const { closed } = await connected(
      vitals.url,
      `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );
    const answer = await closed;
    expect(head(answer)).toMatch(/^HTTP\/1\.1 (400|404) /);
    expect(answer).not.toMatch(/root:|"name"|prom-client|export /);
  });

  test('every answer has the headers that make it harmless', async () => {
    for (const path of [
      '/',
      '/metrics',
      '/api/runs',
      '/api/run?run=none',
      '/page/main.js',
      '/page/uplot.css',
      '/gone',
      '/-/healthy',
    ]) {
      const { headers } = await ask(vitals.url, path);
      expect(headers, path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'deny',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': path === '/' || path.startsWith('/page/') ? 'no-cache' : 'no-store',
      });
      expect(headers['content-security-policy'], path).toMatch(
        /^default-src 'none'; .*frame-ancestors 'none'$/,
      );
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers.server).toBeUndefined();
      // Nobody else's page may read it.
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

test('a scrape that is late is told so while Prometheus still listens', async () => {
  const late = { 'X-Prometheus-Scrape-Timeout-Seconds': '0.000001' };
  const { status, body } = await ask(vitals.url, '/metrics', { headers: late });
  expect([status, body]).toEqual([503, 'not ready within the timeout of the scrape\n']);
  await goesOn();
});

/** Bytes that this process, exporter thread and all, holds in memory. */
function memory(): number {
  const [, pages = '0'] = readFileSync('/proc/self/statm', 'utf8').split(' ');
  return Number(pages) * 4096;
}
