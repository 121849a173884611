import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runFacts } from '../../test/run-facts.js';
import { BEAT_SECONDS, type Update } from '../page/contract.js';
import { layoutOf } from '../vitals/feed.js';
import { EventLog } from './event-log.js';
import { LivePages } from './live.js';
import { WatchedRun } from './watched-run.js';

const layout = layoutOf(1, ['a', 'b']);

function watched(): WatchedRun {
  const facts = runFacts();
  const run = new WatchedRun(facts, () => {});
  run.handle({ type: 'layout', run: 'digits', layout });
  return run;
}
const step = (run: WatchedRun, at: number, norm = 1 / at) =>
  run.observe({
    kind: 'step',
    layout: 1,
    step: at,
    time: 1000 + at,
    sampled: true,
    values: Float64Array.from(layout.slots, ({ key }) =>
      key === 'steps' ? at : key === 'layerGradientNorm' ? norm : 1 / at,
    ),
  });

/** A page: reads messages of the stream, as an EventSource does. */
async function page(run: WatchedRun, pages: LivePages, id?: string) {
  const server = createServer((_request, response) => void pages.open(response, run, id));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  onTestFinished(async () => {
    await reader.cancel();
    server.close();
  });
  let text = '';
  /** Reads on to what the pattern finds. */
  const find = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(text);
      if (found) {
        text = text.slice(found.index + found[0].length);
        return found;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error('the stream ended');
      text += Buffer.from(value).toString();
    }
  };
  return {
    response,
    /** The next message, whatever its kind. */
    message: async () => (await find(/(?:.+\n)+\n/))[0],
    async next(): Promise<{ id: string; update: Update }> {
      const [, id = '', data = ''] = await find(/event: update\nid: (.*)\ndata: (.*)\n\n/);
      return { id, update: JSON.parse(data) as Update };
    },
  };
}

test('a page is told everything at first, then what is new, and after a reconnect what it missed', async () => {
  const [run, pages] = [watched(), new LivePages()];
  step(run, 1);
  const { response, next } = await page(run, pages);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const first = await next();
  expect(first.update).toMatchObject({ reset: true, layers: ['a', 'b'], started: 1000 });
  expect(first.update.columns.map((column) => column.step)).toEqual([1]);
  expect(first.update.report).toMatchObject({ run: 'digits', step: 1, state: 'running' });

  step(run, 2);
  pages.tellAll();
  const second = await next();
  expect(second.update.reset).toBe(false);
  expect(second.update.columns.map((column) => column.step)).toEqual([2]);

  step(run, 3);
  const later = await page(run, pages, second.id);
  const missed = await later.next();
  expect(missed.update.reset).toBe(false);
  expect(missed.update.columns.map((column) => column.step)).toEqual([3]);

  // A page of another process.
  const foreign = await page(run, pages, '1001@3.77@5');
  expect((await foreign.next()).update.columns.map((column) => column.step)).toEqual([1, 2, 3]);
});

test('a symptom is told with its time, once', async () => {
  const [run, pages] = [watched(), new LivePages()];
  const { next } = await page(run, pages);
  await next();
  for (let at = 1; at <= 40; at++) step(run, at);
  run.vitals.store.set('layerDeadUnits', 0.9, { layer: 'a' });
  for (let at = 41; at <= 140; at++) {
    run.vitals.store.step = at;
    run.tick(1000 + at);
  }
  pages.tellAll();
  const { update, id } = await next();
  const told = update.events.filter(({ symptom }) => symptom === 'dead-relu');
  const texts = { value: '90 %', limit: '50 %' };
  expect(told).toMatchObject([{ state: 'raised', layer: 'a', time: expect.any(Number), written: texts }]);
  const active = update.report.symptoms.filter(({ symptom }) => symptom === 'dead-relu');
  expect(active).toMatchObject([{ value: 0.9, limit: 0.5, written: texts }]);
  expect(told[0]?.time).toBeGreaterThan(1040);
  const again = await (await page(run, pages, id)).next().catch(() => undefined);
  expect(again?.update.events ?? []).toEqual([]);
}, 20_000);

test('a page to which nothing is new hears a beat now and then, which is no message to come back to', async () => {
  const [run, pages] = [watched(), new LivePages()];
  const { next, message } = await page(run, pages);
  await next();
  for (let second = 1; second <= 2 * BEAT_SECONDS; second++) pages.tellAll();
  step(run, 1);
  pages.tellAll();
  const beat = 'event: beat\ndata: nothing new\n\n';
  expect([await message(), await message()]).toEqual([beat, beat]);
  expect((await next()).update.columns).toHaveLength(1);
});

test.each([
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
])('a norm of %d is told by its name', async (norm, name) => {
  const [run, pages] = [watched(), new LivePages()];
  step(run, 1, norm);
  const { next } = await page(run, pages);
  expect((await next()).update.columns[0]?.gradientNorm).toEqual([name, name]);
});

test('the pages of a run that is no longer watched are told the last of it, and end', async () => {
  const [run, pages] = [watched(), new LivePages()];
  const { next } = await page(run, pages);
  await next();
  step(run, 1);
  pages.close(run);
  expect((await next()).update.columns.map((column) => column.step)).toEqual([1]);
  await expect(next()).rejects.toThrow('the stream ended');
});

test('only so many pages are open at once', async () => {
  const [run, pages] = [watched(), new LivePages()];
  const refused: boolean[] = [];
  const response = () => ({
    writeHead() {},
    write() {},
    once() {},
    req: { once() {} },
    writableNeedDrain: false,
  });
  for (let number = 0; number < 65; number++) refused.push(!pages.open(response() as never, run, undefined));
  expect(refused.filter(Boolean)).toHaveLength(1);
  expect(refused.at(-1)).toBe(true);
});

test('of very many events the first and the last are kept', () => {
  const log = new EventLog();
  for (let number = 1; number <= 5000; number++) log.add({ step: number } as never);
  const steps = log.since(0).map((event) => event.step);
  expect(steps).toHaveLength(1000);
  expect([steps[0], steps[499], steps[500], steps.at(-1)]).toEqual([1, 500, 4501, 5000]);
  expect(log.since(4999).map((event) => event.step)).toEqual([5000]);
  expect(log.since(5000)).toEqual([]);
});
