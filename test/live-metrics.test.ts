import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createExporterServer } from '../src/exporter/http.js';
import { type SeriesKey, seriesKeys, seriesOf } from '../src/series.js';
import { preflightReport } from './preflight-report.js';
import { everyKind } from './runs/every-kind.js';
import { type Played, play } from './runs/play.js';
import { parse } from './scrape.js';
import { requireTool } from './tools.js';

/** What is served of a real run, as Prometheus and as strangers get it. */
let played: Played;
beforeAll(async () => {
  await tf.setBackend('cpu');
  const { model, train, test: unseen } = everyKind(tf);
  played = await play(
    model,
    { run: 'live "metrics"\\\n', port: 0, every: 1, preflight: preflightReport() },
    async () => {
      const validationData: [tf.Tensor, tf.Tensor] = [unseen.xs, unseen.ys];
      await model.fit(train.xs, train.ys, { epochs: 12, verbose: 0, validationData });
    },
  );
});
afterAll(() => played?.vitals.close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Asks as written: no header is added, nothing is decompressed. */
async function ask(url: string, path: string, headers = {}, method = 'GET'): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const asked = request({ hostname, port, path, headers, method, agent: false }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) };
}

/**
 * Measured only after a minute of training, or two seconds of the agent's own time; of a squared error, where this run
 * has classes; while a condition waits for its hold; of a loop that reports another loss than it minimizes; where something else
 * changes what is minimized.
 */
const ofOtherTimes: readonly SeriesKey[] = [
  'throughput',
  'agentBudget',
  'initialError',
  'symptomPending',
  'reportedImprovement',
  'objectiveMoving',
];

describe('a scrape of a real run', () => {
  test('holds every series of the contract', async () => {
    const { body } = await ask(played.vitals.url, '/metrics');
    const found = new Set(parse(`${body}`).map(({ name }) => name));
    const missing = seriesKeys
      .filter((key) => !ofOtherTimes.includes(key))
      .map(seriesOf)
      // A run alone is not compared with anybody.
      .filter(({ group }) => group !== 'rank')
      .filter(({ name, kind }) => !found.has(kind === 'histogram' ? `${name}_count` : name));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  test('is in the text format, compressed where that is asked for', async () => {
    const plain = await ask(played.vitals.url, '/metrics');
    const packed = await ask(played.vitals.url, '/metrics', { 'Accept-Encoding': 'gzip' });
    for (const { status, headers } of [plain, packed]) {
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
      expect(headers.vary).toBe('Accept-Encoding');
    }
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.body.length).toBeLessThan(plain.body.length / 3);
    expect(named(gunzipSync(packed.body))).toEqual(named(plain.body));
  });

  describe.runIf(requireTool('promtool'))('promtool check metrics', () => {
    const check = (input: Buffer | string, ...flags: string[]) =>
      spawnSync('promtool', ['check', 'metrics', ...flags], { input, encoding: 'utf8' });

    test.each([[[]], [['--extended']]])('finds nothing wrong with it %j', async (flags) => {
      const { body } = await ask(played.vitals.url, '/metrics');
      const { status, stdout, stderr } = check(body, ...flags);
      expect(stderr).toBe('');
      expect(status).toBe(0);
      if (flags.length > 0) expect(stdout).toMatch(/^training_layer_gradient_norm\s+8\s/m);
    });

    test.each([
      {
        flaw: 'a counter without its suffix',
        from: /training_steps_total/g,
        to: 'training_steps',
        says: 'training_steps counter metrics should have "_total" suffix',
      },
      {
        flaw: 'a series without help',
        from: /^# HELP training_loss .*\n/m,
        to: '',
        says: 'training_loss no help text',
      },
      {
        flaw: 'a label that is not closed',
        from: /(training_loss\{[^}]*)"\}/,
        to: '$1}',
        says: 'error while linting: text format parsing error',
      },
    ])('would find $flaw', async ({ from, to, says }) => {
      const { body } = await ask(played.vitals.url, '/metrics');
      const { status, stderr } = check(`${body}`.replace(from, to));
      expect(stderr).toContain(says);
      expect(status).not.toBe(0);
    });
  });
});

/** Names and labels of the samples, without their values. */
const named = (text: Buffer) =>
  parse(`${text}`).map(({ name, labels }) => `${name}${JSON.stringify(labels)}`);

describe('what goes wrong is told without a stack', () => {
  const traces = /\bat .+:\d+:\d+|node_modules|Error:/;

  test.each([
    { method: 'GET', path: '/nothing', status: 404 },
    { method: 'GET', path: '/metrics/..%2f..%2fpackage.json', status: 404 },
    { method: 'GET', path: '/%E0%A4%A', status: 404 },
    { method: 'POST', path: '/metrics', status: 405 },
    { method: 'GET', path: '/api/run?run=nobody', status: 404 },
    { method: 'GET', path: '/api/live?run=nobody', status: 404 },
    { method: 'HEAD', path: '/api/live', status: 200 },
    { method: 'GET', path: '/page/..%2f..%2fpackage.json', status: 404 },
    { method: 'GET', path: '/page/..%2fversion.js', status: 404 },
    { method: 'GET', path: '/page/', status: 404 },
    { method: 'GET', path: '/api/run?run[]=a&run[__proto__]=b', status: 200 },
  ])('$method $path: $status', async ({ method, path, status }) => {
    const answer = await ask(played.vitals.url, path, {}, method);
    expect(answer.status).toBe(status);
    expect(`${answer.body}`).not.toMatch(traces);
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });

  test.each([
    '/metrics',
    '/api/live',
    '/-/ready',
    '/api/runs',
    '/api/run',
  ])('GET %s when the exporter fails: 500', async (path) => {
    const fail = () => {
      throw new Error('the secret path /home/alice/model');
    };
    const { server } = createExporterServer({
      metrics: async () => fail(),
      scraped: fail,
      disconnected: fail,
      isReady: fail,
      run: fail,
      runs: fail,
      live: fail,
    });
    onTestFinished(() => void server.close());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;

    const { status, headers, body } = await ask(`http://127.0.0.1:${port}`, path);
    expect(status).toBe(500);
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(`${body}`).toBe('trainvitals could not answer; training is not affected.\n');
  });
});
