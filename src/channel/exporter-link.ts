import { resolve } from 'node:path';
import { TrainvitalsError } from '../errors.js';
import type { SymptomEvent } from '../handle.js';
import { register } from '../registration.js';
import { ExporterThread, type Place, type Told } from './exporter-thread.js';
import type { FromExporter, ToExporter } from './messages.js';
import { Restarts } from './restarts.js';
import { holderOf, serves } from './served-ports.js';
import type { Stage } from './stages.js';

/**
 * What became of the thread that read the rings: it is gone, it was left and may still read, or there was none since a
 * run was last told.
 */
export type Reader = 'gone' | 'left' | 'none';

/** What a run wants to hear from the exporter thread. */
export interface Listener {
  symptom(event: SymptomEvent): void;
  failed(message: string, stage?: Stage): void;
  /** Another thread is started and knows nothing of the run. */
  rejoin(reader: Reader): void;
  /** None will serve any more. */
  lost(message: string): void;
}

/** An exporter that takes longer to answer than this is stuck: nothing may wait for it any more. */
const ANSWER_SECONDS = 30;
/** The thread is looked at so often, in milliseconds. */
export const LOOK_EVERY = 1000;

/** A question that has no answer yet. */
interface Waiting {
  readonly message: ToExporter;
  readonly answer: (active: readonly SymptomEvent[] | undefined) => void;
}

type Thread = Pick<ExporterThread, keyof ExporterThread>;

/**
 * The training thread's line to the exporter thread. The death of that one is told to the runs and touches nothing else;
 * another takes its place on the same port.
 */
export class ExporterLink {
  private readonly listeners = new Map<string, Listener>();
  private readonly waiting = new Map<number, Waiting>();
  private requests = 0;
  private thread: Thread | undefined;
  private isUp = false;
  private isSecure = false;
  private reader: Reader = 'none';
  private wasScraped = false;
  /** Whether it was told that another thread cannot serve. */
  private isRefusalTold = false;
  private readonly restarts = new Restarts();
  /** When another thread may be started, where there is none; compared with `performance.now()`. */
  private startAt = Number.POSITIVE_INFINITY;
  private looked = 0;
  private timer: NodeJS.Timeout | undefined;
  /** Nothing comes any more; resolves when the thread has ended, or takes too long. */
  private over: Promise<void> | undefined;
  /** Undoes that the port is known to be served from here. */
  private withdraw = () => {};
  private removeRegistration: (() => void) | undefined;
  /** Whoever waits for the first thread. */
  private first: { up(): void; failed(error: Error): void } | undefined;

  constructor(
    private place: Place,
    /** Nothing will come of it any more: who asks for its address needs another. */
    private readonly onOver: () => void,
    private readonly newThread: (place: Place, told: Told, wasScraped: boolean) => Thread = (
      at,
      told,
      wasScraped,
    ) => new ExporterThread(at, told, wasScraped),
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

  /** Who joins must mean the same: a run that asks for a lock is not served without one, nor the other way round. */
  checkShared({ webConfig }: Place): void {
    const [own, asked] = [this.place.webConfig, webConfig];
    if (own === asked || (own !== undefined && asked !== undefined && resolve(own) === resolve(asked)))
      return;
    throw new TrainvitalsError(
      'OPTION',
      `watch(): option "webConfig" must be that of the other runs on ${addressOf(this.place)} (${own ?? 'none'}), got ${asked ?? 'none'}; or pass another \`port\``,
    );
  }

  get host(): string {
    return this.place.host;
  }

  get port(): number {
    return this.place.port;
  }

  get url(): string {
    const { host, port } = this.place;
    const reached = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host;
    return `${this.isSecure ? 'https' : 'http'}://${reached}:${port}`;
  }

  /** Resolves when the port is free, or the thread does not end, where this link is at its end; else undefined. */
  get ended(): Promise<void> | undefined {
    return this.over;
  }

  /** Whether a thread serves now. */
  get isServing(): boolean {
    return this.isUp;
  }

  has(run: string): boolean {
    return this.listeners.has(run);
  }

  /** Makes the exporter known to a Prometheus that watches the folder, once. */
  register(folder: string): void {
    this.removeRegistration ??= register(folder, this.place.host, this.port, this.isSecure);
  }

  unregister(): void {
    this.removeRegistration?.();
  }

  join(run: string, listener: Listener): void {
    this.listeners.set(run, listener);
  }

  /** Ends a run; the last one to leave stops the thread. */
  async leave(run: string): Promise<void> {
    this.listeners.delete(run);
    if (this.listeners.size > 0) return;
    this.unregister();
    const { thread } = this;
    await this.end(async () => thread?.close());
  }

  /** What is said while there is no thread is lost: a run tells the next one all of it. */
  post(message: ToExporter): void {
    this.thread?.post(message);
  }

  /** Hears what has arrived, without returning to the event loop. */
  poll(): void {
    this.thread?.poll();
  }

  /**
   * Looks after the thread: called by a timer, and with each frame, as there are loops that never return to the event
   * loop.
   */
  look(now = performance.now()): void {
    if (this.over || now - this.looked < 0.9 * LOOK_EVERY) return;
    this.looked = now;
    if (!this.thread) {
      if (now >= this.startAt) this.start();
      return;
    }
    this.thread.look();
    if (!this.isUp) this.thread?.poll();
  }

  /** Asks and waits for the answer: what is active. Undefined where nobody answers; at once, where none serves in time. */
  async ask(
    make: (request: number) => ToExporter,
    seconds = 0,
  ): Promise<readonly SymptomEvent[] | undefined> {
    const isNear = this.thread || this.startAt - performance.now() < (ANSWER_SECONDS * 1000) / 2;
    if (this.over || !isNear) return undefined;
    const asked = this.thread;
    const request = ++this.requests;
    const message = make(request);
    const answered = new Promise<readonly SymptomEvent[] | undefined>((answer) =>
      this.waiting.set(request, { message, answer }),
    );
    // A process that has nothing else to do must not end before the answer.
    this.thread?.keepProcess(true);
    this.post(message);
    const giveUp = () => {
      // After a long blocking step the timer comes before the answer that lies there.
      this.poll();
      if (!this.answer(request, undefined)) return;
      // One that took over was asked later.
      if (this.isUp && this.thread === asked) asked?.stop('it does not answer');
    };
    const timer = setTimeout(giveUp, Math.min((seconds + ANSWER_SECONDS) * 1000, 2 ** 31 - 1));
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
      if (this.waiting.size === 0) this.thread?.keepProcess(false);
    }
  }

  private start(): void {
    this.startAt = Number.POSITIVE_INFINITY;
    try {
      this.thread = this.newThread(
        this.place,
        {
          heard: (message) => this.hear(message),
          ended: (reason, isGone) => this.died(reason, isGone),
        },
        this.wasScraped,
      );
      // The first is waited for; a later one must not hold a process that is done.
      if (this.first) return;
      this.thread.release(this.waiting.size > 0);
      // At once, as they wait for it: the training thread may be long in hearing that it serves.
      for (const listener of this.listeners.values()) listener.rejoin(this.reader);
      this.reader = 'none';
      for (const { message } of this.waiting.values()) this.post(message);
    } catch (error) {
      this.died(error instanceof Error ? error.message : String(error), true);
    }
  }

  private hear(message: FromExporter): void {
    if (message.type === 'listening') this.served(message);
    else if (message.type === 'refused') this.refused(message);
    else if (message.type === 'symptom') this.listeners.get(message.event.run)?.symptom(message.event);
    else if (message.type === 'error')
      this.listeners.get(message.run)?.failed(message.message, message.stage);
    else if (message.type === 'warning') warn(message.message);
    else if (message.type === 'answer') this.answer(message.request, message.active);
  }

  /** Whether somebody waited for it. */
  private answer(request: number, active: readonly SymptomEvent[] | undefined): boolean {
    const waiting = this.waiting.get(request);
    this.waiting.delete(request);
    waiting?.answer(active);
    return waiting !== undefined;
  }

  private served({ port, isSecure, warning }: FromExporter & { type: 'listening' }): void {
    this.isUp = true;
    this.isRefusalTold = false;
    this.place = { ...this.place, port };
    this.isSecure = isSecure;
    this.restarts.served(performance.now());
    if (warning !== undefined) warn(warning);
    if (this.first) {
      this.thread?.release(false);
      this.withdraw = serves(port);
      this.first.up();
      this.first = undefined;
    }
  }

  private refused({ code, message }: FromExporter & { type: 'refused' }): void {
    void this.thread?.close();
    this.thread = undefined;
    this.isUp = false;
    if (this.first) {
      this.first.failed(refusal(this.place, code, message));
      return;
    }
    this.startAt = performance.now() + this.restarts.refused();
    if (this.isRefusalTold) return;
    this.isRefusalTold = true;
    for (const listener of this.listeners.values())
      listener.failed(
        `another exporter thread cannot serve on ${addressOf(this.place)}: ${message}; it is tried again, at least once a minute`,
      );
  }

  private died(reason: string, isGone: boolean): void {
    this.wasScraped ||= this.thread?.wasScraped === true;
    if (this.isUp) this.reader = isGone ? 'gone' : 'left';
    this.thread = undefined;
    this.isUp = false;
    const now = performance.now();
    if (this.first) {
      this.first.failed(new TrainvitalsError('EXPORTER', `watch(): starting the exporter thread: ${reason}`));
      return;
    }
    const wait = this.restarts.died(now);
    for (const listener of this.listeners.values())
      listener.failed(
        `the exporter thread is gone: ${reason}${wait === undefined ? '' : '; another takes its place'}`,
      );
    if (wait === undefined) {
      const message = `exporter threads died again and again, the last one: ${reason}; none takes its place, and nothing is exported any more`;
      for (const listener of this.listeners.values()) listener.lost(message);
      void this.end();
    } else if (wait === 0) this.start();
    else this.startAt = now + wait;
  }

  /** Nothing comes any more, once what is left is done; whoever has asked gets no answer. */
  private end(rest: () => Promise<void> = async () => {}): Promise<void> {
    this.over ??= rest().finally(() => {
      this.withdraw();
      this.onOver();
    });
    this.isUp = false;
    clearInterval(this.timer);
    for (const request of this.waiting.keys()) this.answer(request, undefined);
    return this.over;
  }
}

/** What is written of an exporter that cannot serve. */
function refusal({ host, port }: Place, code: string, message: string): TrainvitalsError {
  if (code === 'EADDRINUSE') return new PortTaken(host, port);
  if (code === 'WEB_CONFIG') return new TrainvitalsError('OPTION', `watch(): option "webConfig": ${message}`);
  return new TrainvitalsError('PORT', `watch(): listening on ${host}:${port}: ${message}`);
}

/** Somebody else listens there. */
export class PortTaken extends TrainvitalsError {
  constructor(host: string, first: number, last = first) {
    const ports = first === last ? `port ${first} on ${host} is` : `ports ${first} to ${last} on ${host} are`;
    const next = first === last ? '`nextFreePort: true`, ' : '';
    super(
      'PORT',
      `watch(): ${ports} taken${first === last ? ` by ${holderOf(first)}` : ''}; pass another \`port\`, ${next}or 0 for any free one`,
    );
  }
}

export const addressOf = ({ host, port }: Pick<Place, 'host' | 'port'>): string => `${host}:${port}`;

function warn(message: string): void {
  try {
    console.warn(`trainvitals: ${message}`);
  } catch {
    // The console is the program's, and there is nowhere left to say so.
  }
}
