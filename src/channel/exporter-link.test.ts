import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ExporterLink, type Listener } from './exporter-link.js';
import type { Told } from './exporter-thread.js';
import type { FromExporter, ToExporter } from './messages.js';
import type { Place } from './place.js';
import { PortTaken } from './refusals.js';
import { LOOK_EVERY } from './succession.js';

/** A thread that does what a test says. */
class Actor {
  static all: Actor[] = [];
  readonly posted: ToExporter[] = [];
  isClosed = false;
  wasScraped = false;
  stopped: string | undefined;

  constructor(
    readonly place: Place,
    private readonly told: Told,
    readonly wasScrapedBefore: boolean,
  ) {
    Actor.all.push(this);
  }
  says(message: FromExporter): void {
    this.told.heard(message);
  }
  serves(port = 9790): void {
    this.says({ type: 'listening', port, isSecure: false });
  }
  dies(reason = 'it died', isGone = true): void {
    this.told.ended(reason, isGone);
  }
  post(message: ToExporter): void {
    this.posted.push(message);
  }
  stop(reason: string): void {
    this.stopped = reason;
  }
  async close(): Promise<void> {
    this.isClosed = true;
  }
  poll(): void {}
  look(): void {}
  keepProcess(): void {}
  release(): void {}
}

const place: Place = { host: '127.0.0.1', port: 9790, webConfig: undefined };
const linkTo = () => new ExporterLink(place, over, (at, told, wasScraped) => new Actor(at, told, wasScraped));
const last = (): Actor => {
  const actor = Actor.all.at(-1);
  if (!actor) throw new Error('no thread was started');
  return actor;
};
const heard = { failed: vi.fn(), rejoin: vi.fn(), lost: vi.fn(), symptom: vi.fn() } satisfies Listener;
const over = vi.fn();
let link: ExporterLink;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  Actor.all = [];
  link = linkTo();
  const opened = link.open();
  last().serves();
  await opened;
  link.join('run', heard);
});
afterEach(async () => {
  await link.leave('run');
  vi.useRealTimers();
});
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);
const flush = (request: number): ToExporter => ({ type: 'flush', run: 'run', request });

test('the death of the thread is told, and another one is told of the run', () => {
  last().dies('it died', true);
  expect(heard.failed).toHaveBeenCalledExactlyOnceWith(
    'the exporter thread is gone: it died; another takes its place',
  );
  expect(Actor.all).toHaveLength(2);
  // At once: it waits for it, while the training may be long in its step.
  expect(heard.rejoin).toHaveBeenCalledExactlyOnceWith('gone');
  last().serves();
  expect(heard.rejoin).toHaveBeenCalledTimes(1);
  expect(last().place).toEqual(place);
});

test('the run hears once what became of its reader, however many tries it took since', () => {
  last().dies('it is stuck', false);
  last().says({ type: 'refused', code: 'EADDRINUSE', message: '' });
  pass(2);
  last().serves();
  expect(heard.rejoin.mock.calls).toEqual([['left'], ['none']]);
  last().dies();
  pass(2);
  last().serves();
  expect(heard.rejoin).toHaveBeenLastCalledWith('gone');
});

test('the next thread knows whether there ever was a scrape', () => {
  last().wasScraped = true;
  last().dies();
  expect(last().wasScrapedBefore).toBe(true);
});

test('a thread that cannot serve after it did is told once, and does not count as serving', () => {
  last().dies();
  heard.failed.mockClear();
  for (let refusal = 0; refusal < 3; refusal++) {
    last().says({ type: 'refused', code: 'EADDRINUSE', message: 'listen EADDRINUSE' });
    pass(6);
  }
  expect(link.isServing).toBe(false);
  expect(heard.failed).toHaveBeenCalledExactlyOnceWith(
    'another exporter thread cannot serve on 127.0.0.1:9790: listen EADDRINUSE; it is tried again, at least once a minute',
  );
});

test('a question waits for the next thread, which may be long in coming', async () => {
  last().dies();
  last().dies();
  link.post({ type: 'detach', run: 'run' });
  const answered = link.ask(flush);
  expect(last().posted).toEqual([]);
  pass(2);
  expect(last().posted).toEqual([flush(1)]);
  last().serves();
  last().says({ type: 'answer', request: 1, active: [] });
  expect(await answered).toEqual([]);
});

test('a question that is open when the thread dies is asked again', async () => {
  const answered = link.ask(flush);
  last().dies();
  last().serves();
  expect(last().posted).toEqual([flush(1)]);
  last().says({ type: 'answer', request: 1, active: [] });
  await answered;
});

test('a thread that does not answer is stopped, and whoever asked goes on', async () => {
  const answered = link.ask(flush, 5);
  await vi.advanceTimersByTimeAsync(34_000);
  expect(last().stopped).toBeUndefined();
  await vi.advanceTimersByTimeAsync(2000);
  expect(await answered).toBeUndefined();
  expect(last().stopped).toBe('it does not answer');
});

test('where none serves for long a question is answered at once', async () => {
  for (let death = 0; death < 4; death++) {
    last().dies();
    pass(10);
  }
  // The next is due in 30 s.
  expect(await link.ask(flush)).toBeUndefined();
});

test('a port that is taken meanwhile is tried again until it is free', () => {
  last().dies();
  for (let refusal = 0; refusal < 3; refusal++) {
    last().says({ type: 'refused', code: 'EADDRINUSE', message: '' });
    expect(last().isClosed).toBe(true);
    pass(6);
  }
  expect(Actor.all).toHaveLength(5);
  last().serves();
  expect(heard.rejoin.mock.calls).toEqual([['gone'], ['none'], ['none'], ['none']]);
});

test('threads that die again and again are not replaced for ever', async () => {
  for (let death = 0; death < 6; death++) {
    last().serves();
    last().dies();
    pass(61);
  }
  expect(Actor.all).toHaveLength(6);
  expect(heard.failed).toHaveBeenCalledTimes(6);
  expect(heard.lost).toHaveBeenCalledExactlyOnceWith(
    'exporter threads died again and again, the last one: it died; none takes its place, and nothing is exported any more',
  );
  await link.ended;
  expect(over).toHaveBeenCalledTimes(1);
  pass(3600);
  expect(Actor.all).toHaveLength(6);
  expect(await link.ask(flush)).toBeUndefined();
});

test('a loop that never returns to the event loop starts the next one by its looks', () => {
  last().dies();
  last().dies();
  expect(Actor.all).toHaveLength(2);
  // No timer fires there.
  const now = performance.now();
  link.look(now + LOOK_EVERY / 2);
  expect(Actor.all).toHaveLength(2);
  link.look(now + 2 * LOOK_EVERY);
  expect(Actor.all).toHaveLength(3);
});

test('the end of the last run ends all of it', async () => {
  await link.leave('run');
  expect(last().isClosed).toBe(true);
  expect(over).toHaveBeenCalledTimes(1);
  pass(3600);
  expect(Actor.all).toHaveLength(1);
});

test('the first thread must serve', async () => {
  const refused = linkTo().open();
  last().says({ type: 'refused', code: 'EADDRINUSE', message: 'listen EADDRINUSE' });
  await expect(refused).rejects.toThrow(PortTaken);
  const died = linkTo().open();
  last().dies('no such module');
  await expect(died).rejects.toThrow('watch(): starting the exporter thread: no such module');
});
