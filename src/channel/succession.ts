import { TrainvitalsError } from '../errors.js';
import type { ExporterThread, Told } from './exporter-thread.js';
import type { FromExporter } from './messages.js';
import { addressOf, type Place, type Served } from './place.js';
import { refusal } from './refusals.js';
import { Restarts } from './restarts.js';

/** The thread is looked at so often, in milliseconds. */
export const LOOK_EVERY = 1000;

/**
 * What became of the thread that read the rings: it is gone, it was left and may still read, or there was none since a
 * run was last told.
 */
export type Reader = 'gone' | 'left' | 'none';

/** What is heard of the threads, one after the other. */
export interface Heard {
  message(message: FromExporter): void;
  /** Another thread is started, and knows nothing of the runs. */
  started(reader: Reader): void;
  failed(message: string): void;
  /** None will serve any more. */
  lost(message: string): void;
}

type Thread = Pick<ExporterThread, keyof ExporterThread>;

/** How a thread is started. */
export type NewThread = (place: Place, told: Told, wasScraped: boolean) => Thread;

/** The exporter threads of one place: one at a time, and another in the place of one that died. */
export class Succession {
  private thread: Thread | undefined;
  private isUp = false;
  private isSecure = false;
  private isOver = false;
  private reader: Reader = 'none';
  private wasScraped = false;
  /** Whether it was told that another thread cannot serve. */
  private isRefusalTold = false;
  private readonly restarts = new Restarts();
  /** When another thread may be started, where there is none; compared with `performance.now()`. */
  private startAt = Number.POSITIVE_INFINITY;
  private looked = 0;
  private timer: NodeJS.Timeout | undefined;
  /** Whoever waits for the first thread. */
  private first: { up(): void; failed(error: Error): void } | undefined;

  constructor(
    private own: Place,
    private readonly heard: Heard,
    private readonly newThread: NewThread,
  ) {}

  /** Starts the first thread; throws one line where it cannot serve. */
  async open(): Promise<void> {
    const isUp = new Promise<void>((up, failed) => {
      this.first = { up, failed };
    });
    this.start();
    await isUp.finally(() => {
      this.first = undefined;
    });
    this.timer = setInterval(() => this.look(), LOOK_EVERY).unref();
  }

  /** Ends the thread, and starts none any more; resolves when it has ended, or takes too long. */
  async end(): Promise<void> {
    this.isOver = true;
    this.isUp = false;
    clearInterval(this.timer);
    await this.thread?.close();
  }

  get place(): Served {
    return { ...this.own, isSecure: this.isSecure };
  }

  /** Whether a thread serves now. */
  get isServing(): boolean {
    return this.isUp;
  }

  /** The thread of now, if there is one: it may still be starting. */
  get present(): Thread | undefined {
    return this.thread;
  }

  /** Whether there is a thread, or is one within so many seconds. */
  isNear(seconds: number): boolean {
    if (this.isOver) return false;
    return this.thread !== undefined || this.startAt - performance.now() < seconds * 1000;
  }

  /**
   * Looks after the thread: called by a timer, and with each frame, as there are loops that never return to the event
   * loop.
   */
  look(now = performance.now()): void {
    if (this.isOver || now - this.looked < 0.9 * LOOK_EVERY) return;
    this.looked = now;
    if (!this.thread) {
      if (now >= this.startAt) this.start();
      return;
    }
    this.thread.look();
    if (!this.isUp) this.thread?.poll();
  }

  private start(): void {
    this.startAt = Number.POSITIVE_INFINITY;
    try {
      this.thread = this.newThread(
        this.own,
        {
          heard: (message) => this.hear(message),
          ended: (reason, isGone) => this.died(reason, isGone),
        },
        this.wasScraped,
      );
      // The first is waited for; a later one must not hold a process that is done.
      if (this.first) return;
      this.thread.release();
      // At once, as they wait for it: the training thread may be long in hearing that it serves.
      this.heard.started(this.reader);
      this.reader = 'none';
    } catch (error) {
      this.died(error instanceof Error ? error.message : String(error), true);
    }
  }

  private hear(message: FromExporter): void {
    if (message.type === 'listening') this.served(message);
    else if (message.type === 'refused') this.refused(message);
    else this.heard.message(message);
  }

  private served({ port, isSecure, warning }: FromExporter & { type: 'listening' }): void {
    this.isUp = true;
    this.isRefusalTold = false;
    this.own = { ...this.own, port };
    this.isSecure = isSecure;
    this.restarts.served(performance.now());
    if (warning !== undefined) this.heard.message({ type: 'warning', message: warning });
    if (!this.first) return;
    this.thread?.release();
    this.first.up();
    this.first = undefined;
  }

  private refused(refused: FromExporter & { type: 'refused' }): void {
    void this.thread?.close();
    this.thread = undefined;
    this.isUp = false;
    if (this.first) {
      this.first.failed(refusal(this.own, refused));
      return;
    }
    this.startAt = performance.now() + this.restarts.refused();
    if (this.isRefusalTold) return;
    this.isRefusalTold = true;
    this.heard.failed(
      `another exporter thread cannot serve on ${addressOf(this.own)}: ${refused.message}; it is tried again, at least once a minute`,
    );
  }

  private died(reason: string, isGone: boolean): void {
    this.wasScraped ||= this.thread?.wasScraped === true;
    if (this.isUp) this.reader = isGone ? 'gone' : 'left';
    this.thread = undefined;
    this.isUp = false;
    if (this.first) {
      this.first.failed(new TrainvitalsError('EXPORTER', `watch(): starting the exporter thread: ${reason}`));
      return;
    }
    const now = performance.now();
    const wait = this.restarts.died(now);
    this.heard.failed(
      `the exporter thread is gone: ${reason}${wait === undefined ? '' : '; another takes its place'}`,
    );
    if (wait === undefined)
      this.heard.lost(
        `exporter threads died again and again, the last one: ${reason}; none takes its place, and nothing is exported any more`,
      );
    else if (wait === 0) this.start();
    else this.startAt = now + wait;
  }
}
