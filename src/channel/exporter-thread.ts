import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { FromExporter, ToExporter, WorkerData } from './messages.js';
import type { Place } from './place.js';
import { SIGNS } from './signs.js';

/** What a thread tells whoever started it. */
export interface Told {
  heard(message: FromExporter): void;
  /**
   * It is over, once. `isGone`: it runs no more; else it was told to end and has not, as where it waits for a disk, and
   * may still touch what it shares.
   */
  ended(reason: string, isGone: boolean): void;
}

/** MiB of JavaScript objects; a run of 1,000 layers takes 57 (measured). A thread that needs more is replaced. */
const HEAP = 1024;
/** Looks in a row without a sign of life, after which a thread is stuck. */
const STUCK = 30;
/** Looks in a row for which the end of a thread is waited for that was told to end. */
const ENDING = 10;
/** `close` waits for so long, in milliseconds: a thread that waits for a disk may never end. */
const CLOSING = 5000;

/**
 * The exporter: from the package's build, also when the sources themselves are run (a worker cannot load TypeScript).
 */
const entry = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/exporter/worker.js' : '../exporter/worker.js',
  import.meta.url,
);

/** One exporter thread and the line to it, from its start to its end. */
export class ExporterThread {
  private readonly worker: Worker;
  private readonly line: MessagePort;
  private readonly signs = new Int32Array(new SharedArrayBuffer(8));
  private seen = 0;
  /** Looks in a row that found nothing new. */
  private silent = 0;
  private reason: string | undefined;
  private isStopped = false;
  private isOver = false;

  constructor(
    place: Place,
    private readonly told: Told,
    /** Whether the thread before it ever answered a scrape. */
    wasScraped = false,
  ) {
    this.signs[SIGNS.scraped] = Number(wasScraped);
    const { port1, port2: channel } = new MessageChannel();
    this.line = port1;
    const workerData: WorkerData = { ...place, channel, signs: this.signs };
    this.worker = new Worker(entry, {
      name: 'trainvitals',
      workerData,
      transferList: [channel],
      resourceLimits: { maxOldGenerationSizeMb: HEAP },
      // The program's own flags (--import, --input-type, …) are not the exporter's.
      execArgv: [],
    });
    this.line.on('message', (message: FromExporter) => told.heard(message));
    this.worker.on('error', (error) => {
      this.reason ??= error instanceof Error ? error.message : String(error);
    });
    this.worker.on('exit', (code) => this.over(this.reason ?? `it ended with code ${code}`, true));
  }

  post(message: ToExporter): void {
    this.line.postMessage(message);
  }

  /** Hears what has arrived, without returning to the event loop. */
  poll(): void {
    for (let got = receiveMessageOnPort(this.line); got; got = receiveMessageOnPort(this.line))
      this.told.heard(got.message);
  }

  /** Whether a process that has nothing else to do waits for its messages. */
  keepProcess(isKept: boolean): void {
    if (isKept) this.line.ref();
    else this.line.unref();
  }

  /** The process may end without it from now on. */
  release(): void {
    this.worker.unref();
    this.keepProcess(false);
  }

  /**
   * Looks whether it is alive. Looks are counted, not seconds: where the whole process stood still, as on a machine that
   * slept, none was made.
   */
  look(): void {
    if (this.isStopped) {
      if (++this.silent > ENDING) this.over(this.reason ?? 'it does not end', false);
      return;
    }
    const beats = Atomics.load(this.signs, SIGNS.beats);
    this.silent = beats === this.seen ? this.silent + 1 : 0;
    this.seen = beats;
    if (this.silent >= STUCK) this.stop('it gives no sign of life');
  }

  /** Tells it to end; `ended` follows. */
  stop(reason: string): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.silent = 0;
    this.reason = reason;
    void this.terminate();
  }

  /** Ends it where nobody has to hear of that; resolves when it has, or takes too long. */
  async close(): Promise<void> {
    this.isOver = true;
    this.line.close();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSING);
    });
    await Promise.race([this.terminate(), late]);
    clearTimeout(timer);
  }

  get wasScraped(): boolean {
    return Atomics.load(this.signs, SIGNS.scraped) !== 0;
  }

  private async terminate(): Promise<void> {
    const ended = this.worker.terminate();
    // Ending it holds the process again, for ever where it does not end.
    this.worker.unref();
    await ended;
  }

  private over(reason: string, isGone: boolean): void {
    if (this.isOver) return;
    this.isOver = true;
    // What it said before its end counts.
    this.poll();
    this.line.close();
    this.told.ended(reason, isGone);
  }
}
