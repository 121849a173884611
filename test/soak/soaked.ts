import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse, type Sample, sampleOf } from '../scrape.js';

/** Steps in which the same was wrong, or nothing. */
export interface Phase {
  readonly wrong?: 'dead' | 'nonfinite' | 'diverging';
  readonly from: number;
  readonly to: number;
}
export interface Heard {
  readonly symptom: string;
  readonly state: 'raised' | 'cleared';
  readonly layer?: string;
  readonly step: number;
}
/** What the program tells of itself. */
interface Told {
  readonly written: number;
  readonly seconds: number;
  readonly slots: number;
  readonly layouts: number;
  readonly phases: readonly Phase[];
  readonly events: readonly Heard[];
  readonly errors: readonly string[];
}
/** The exporter at a scrape. */
export interface Point {
  readonly step: number;
  /** Objects of the exporter thread, and all of the process, in bytes. */
  readonly heap: number;
  readonly rss: number;
}
export interface Soaked extends Told {
  readonly run: string;
  readonly points: readonly Point[];
  /** The scrape when everything was read. */
  readonly last: readonly Sample[];
  /** Messages of the page's stream. */
  readonly updates: number;
}

/** Milliseconds between a scrape and the next. */
const SCRAPE_AFTER = 50;

/** Runs the program of this folder, scraped all the time, and with a page open. */
export async function soaked(steps: number, record?: string): Promise<Soaked> {
  const program = fileURLToPath(new URL('program.mjs', import.meta.url));
  const child = fork(program, [String(steps), ...(record === undefined ? [] : [record])]);
  const exited = once(child, 'exit');
  try {
    const [{ url, run }] = (await once(child, 'message')) as [{ url: string; run: string }];
    const over = once(child, 'message') as Promise<[Told]>;
    child.send('go');
    let isOver = false;
    const done = over.finally(() => {
      isOver = true;
    });
    const page = follow(`${url}/api/live`);
    const points: Point[] = [];
    while (!isOver) {
      points.push(pointOf(await scraped(url)));
      await Promise.race([done, pause(SCRAPE_AFTER)]);
    }
    const [told] = await done;
    const last = await scraped(url);
    child.send('end');
    // The end of the run ends the stream.
    return { ...told, run, points, last, updates: await page };
  } finally {
    if (child.connected) child.send('end');
    await exited;
  }
}

async function scraped(url: string): Promise<Sample[]> {
  const response = await fetch(`${url}/metrics`);
  if (response.status !== 200) throw new Error(`a scrape was answered with ${response.status}`);
  return parse(await response.text());
}

const pointOf = (samples: readonly Sample[]): Point => {
  const of = (name: string) => sampleOf(samples, name) ?? Number.NaN;
  return {
    step: of('training_steps_total'),
    heap: of('nodejs_heap_size_used_bytes'),
    rss: of('process_resident_memory_bytes'),
  };
};

/** Reads a stream to its end; how many updates came. */
async function follow(url: string): Promise<number> {
  let updates = 0;
  let rest = '';
  const { body } = await fetch(url);
  for await (const text of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split('\n\n');
    rest = parts.pop() ?? '';
    updates += parts.filter((part) => part.startsWith('event: update')).length;
  }
  return updates;
}

/** Ten points of a curve by the step: the least of each tenth, which is what outlives a collection. */
export function tenths(points: readonly Point[], of: (point: Point) => number, steps: number): number[] {
  const least = Array<number>(10).fill(Number.POSITIVE_INFINITY);
  for (const point of points) {
    const tenth = Math.min(9, Math.floor((10 * point.step) / steps));
    least[tenth] = Math.min(least[tenth] ?? 0, of(point));
  }
  return least;
}
