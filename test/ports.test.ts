import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import * as tf from '@tensorflow/tfjs';
import { type Vitals, type WatchOptions, watch } from 'trainvitals';
import { afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { ExporterLink } from '../dist/channel/exporter-link.js';
import { figures } from './figures.js';

/** Ports that somebody else has. */
const servers: Server[] = [];
const open: Vitals[] = [];
beforeAll(() => tf.setBackend('cpu'));
afterEach(async () => {
  for (const vitals of open.splice(0)) await vitals.close();
  for (const server of servers.splice(0)) server.close();
});

async function take(port: number): Promise<number | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  const isTaken = await Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]);
  if (!isTaken) return undefined;
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

/** The first of so many taken ports, after which one is free. */
async function taken(count: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = (await take(0)) ?? 0;
    let found = first;
    while (found < first + count && found === ((await take(found + 1)) ?? -1) - 1) found++;
    // The last of them was only looked at.
    const last = servers.pop();
    last?.close();
    if (last) await once(last, 'close');
    if (found === first + count) return first;
    for (const server of servers.splice(0)) server.close();
  }
  throw new Error(`no ${count + 1} free ports in a row`);
}

async function watched(options: WatchOptions): Promise<Vitals> {
  const optimizer = tf.train.sgd(0.1);
  const vitals = await watch(optimizer, { linger: 0, variables: [tf.variable(tf.zeros([1]))], ...options });
  open.push(vitals);
  return vitals;
}

test('a port that is taken is one clear line', async (context) => {
  const port = await taken(1);
  await expect(watched({ port })).rejects.toThrow(
    `watch(): port ${port} on 127.0.0.1 is taken by another process, or another server of this one; pass another \`port\`, \`nextFreePort: true\`, or 0 for any free one`,
  );
  figures(context, { 'faults survived': 1 });
});

test('with nextFreePort the next one is taken, and shared with the next run of the process', async (context) => {
  const port = await taken(2);
  const first = await watched({ port, nextFreePort: true, run: 'first' });
  expect(first.port).toBe(port + 2);
  const second = await watched({ port, nextFreePort: true, run: 'second' });
  expect(second.url).toBe(first.url);
  const metrics = await fetch(`${first.url}/metrics`).then((response) => response.text());
  for (const run of ['first', 'second']) expect(metrics).toContain(`training_steps_total{run="${run}"} 0`);
  figures(context, { 'faults survived': 1 });
});

test('with nextFreePort a free port is taken as it is', async () => {
  const port = await taken(0);
  expect((await watched({ port, nextFreePort: true })).port).toBe(port);
});

test('after twenty that are taken nothing more is tried', async () => {
  const port = await taken(20);
  await expect(watched({ port, nextFreePort: true })).rejects.toThrow(
    `watch(): ports ${port} to ${port + 19} on 127.0.0.1 are taken; pass another \`port\`, or 0 for any free one`,
  );
});

test('a run that begins while the last one on its port ends is served all the same', async (context) => {
  const { port } = await watched({ port: 0, run: 'first' });
  // The moment that matters: after it was seen that the other has not ended, before this one has joined it.
  const ended = vi.spyOn(ExporterLink.prototype, 'ended', 'get');
  onTestFinished(() => ended.mockRestore());
  ended.mockImplementationOnce(function (this: ExporterLink) {
    queueMicrotask(() => void this.leave('first'));
    return undefined;
  });
  const second = await watched({ port, run: 'second' });
  expect(second.port).toBe(port);
  const metrics = await fetch(`${second.url}/metrics`).then((response) => response.text());
  expect(metrics).toContain('training_steps_total{run="second"} 0');
  figures(context, { 'faults survived': 1 });
});
