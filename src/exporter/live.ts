import type { ServerResponse } from 'node:http';
import { BEAT_SECONDS, type Update } from '../page/contract.js';
import { report } from './report.js';
import type { WatchedRun } from './watched-run.js';
import { written } from './written.js';

/** Pages are told what is new so often, in milliseconds. */
export const TELL_EVERY = 1000;
/** Pages that are served at once; more are refused. */
const MOST_PAGES = 64;
/**
 * A sign of life where nothing is new: proxies close what is silent, and a page cannot tell a connection that hangs from
 * a run that is. Named, as a comment would not reach the page, and with data, as events without are dropped.
 */
const BEAT = 'event: beat\ndata: nothing new\n\n';

interface Reader {
  readonly response: ServerResponse;
  readonly run: WatchedRun;
  /** What the page has: the id of its last message. */
  state: string | undefined;
  /** The report that it has, as text. */
  report: string;
  /** Times in a row that nothing was told. */
  silent: number;
}

/** The pages that are open, and what each of them has. All are told at once, and only what is new to them. */
export class LivePages {
  private readonly readers = new Set<Reader>();

  /**
   * Opens a stream of server-sent events; false where there are too many. `state`: the id of the last message that the
   * page got from a stream before this one.
   */
  open(response: ServerResponse, run: WatchedRun, state: string | undefined): boolean {
    if (this.readers.size >= MOST_PAGES) return false;
    const reader: Reader = { response, run, state, report: '', silent: 0 };
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      // No transformation: compression would wait for more.
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    this.readers.add(reader);
    const forget = () => this.readers.delete(reader);
    response.once('close', forget);
    // Of an answer that waits behind another one only the request is closed.
    response.req.once('close', forget);
    this.tell(reader);
    return true;
  }

  /** Tells every page what is new to it; to be called every {@link TELL_EVERY}. */
  tellAll(): void {
    for (const reader of this.readers) this.tell(reader);
  }

  /** A run is no longer watched: its pages are told the last of it, and look for what is there when they come back. */
  close(run: WatchedRun): void {
    for (const reader of this.readers) {
      if (reader.run !== run) continue;
      this.tell(reader);
      reader.response.end();
      this.readers.delete(reader);
    }
  }

  /** Ends all streams: whoever may still see the pages comes back, and goes on where it was. */
  closeAll(): void {
    for (const { response } of this.readers) response.end();
    this.readers.clear();
  }

  private tell(reader: Reader): void {
    const { response, run } = reader;
    // A page that does not read is told later, and then all at once.
    if (response.writableNeedDrain) return;
    const { id, update } = updateOf(run, reader.state);
    const text = JSON.stringify(update.report);
    const isNews =
      update.reset || update.columns.length > 0 || update.events.length > 0 || text !== reader.report;
    if (!isNews && ++reader.silent * TELL_EVERY < 1000 * BEAT_SECONDS) return;
    response.write(isNews ? `event: update\nid: ${id}\ndata: ${JSON.stringify(update)}\n\n` : BEAT);
    Object.assign(reader, { state: id, report: text, silent: 0 });
  }
}

/** What is new of a run since a message with this id; everything where there is none. */
export function updateOf(run: WatchedRun, state?: string): { id: string; update: Update } {
  const { history, log, facts } = run;
  const { model, optimizer, backend, device, frameworkVersion, started } = facts;
  // The run, the state of its course, the events that were told: a page may have been another process's before.
  const [of, from, events] = (state ?? '').split('@');
  const seen = Number(events);
  const isKnown = of === String(started) && Number.isInteger(seen) && seen <= log.count;
  const course = history.since(isKnown ? from : undefined);
  const told = report(run);
  return {
    id: [started, history.state, log.count].join('@'),
    update: {
      ...course,
      report: { ...told, symptoms: told.symptoms.map(written) },
      events: log.since(course.reset ? 0 : seen),
      now: Date.now() / 1000,
      started,
      facts: { model, optimizer, backend, device, frameworkVersion },
    },
  };
}
