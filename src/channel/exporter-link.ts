import { resolve } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { TrainvitalsError } from '../errors.js';
import type { SymptomEvent } from '../handle.js';
import { register } from '../registration.js';
import type { FromExporter, ToExporter, WorkerData } from './messages.js';
import { holderOf, serves } from './served-ports.js';
import type { Stage } from './stages.js';

/** What a run wants to hear from the exporter thread. */
export interface Listener {
  symptom(event: SymptomEvent): void;
  failed(message: string, stage?: Stage): void;
}

/** An exporter that takes longer to answer than this is stuck: nothing may wait for it any more. */
const ANSWER_SECONDS = 30;

/** Where an exporter serves, and how. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** Path of a web configuration file. */
  readonly webConfig: string | undefined;
}

/** Open exporters of this process by address: runs that name the same port share one. */
const open = new Map<string, Promise<ExporterLink>>();

/**
 * The exporter: from the package's build, also when the sources themselves are run (a worker cannot load TypeScript).
 */
const entry = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/exporter/worker.js' : '../exporter/worker.js',
  import.meta.url,
);

/** The training thread's line to an exporter thread. Its failure is told to the runs and touches nothing else. */
export class ExporterLink {
  private readonly listeners = new Map<string, Listener>();
  private readonly waiting = new Map<number, (active: readonly SymptomEvent[]) => void>();
  private requests = 0;
  private dead: string | undefined;
  private readonly withdraw: () => void;
  private removeRegistration: (() => void) | undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly line: MessagePort,
    private readonly place: Place,
    private readonly isSecure: boolean,
    private readonly key: string,
  ) {
    this.withdraw = serves(place.port);
    line.on('message', (message: FromExporter) => this.hear(message));
    line.unref();
    worker.on('error', (error) => this.died(error.message));
    worker.on('exit', (code) => this.died(`the exporter thread ended (code ${code})`));
  }

  /** Starts an exporter, or joins the one this process has at that address. */
  static async connect(place: Place): Promise<ExporterLink> {
    const { host, port } = place;
    const key = port === 0 ? undefined : `${host}:${port}`;
    const running = key === undefined ? undefined : open.get(key);
    if (running) {
      const link = await running;
      link.checkShared(place);
      return link;
    }
    const started = ExporterLink.start(place, key);
    if (key !== undefined) {
      open.set(key, started);
      started.catch(() => open.delete(key));
    }
    return started;
  }

  private static async start(place: Place, key: string | undefined): Promise<ExporterLink> {
    const { host, port, webConfig } = place;
    const { port1: line, port2: channel } = new MessageChannel();
    const workerData: WorkerData = { port, host, webConfig, channel };
    const worker = new Worker(entry, {
      workerData,
      transferList: [channel],
      // The program's own flags (--import, --input-type, …) are not the exporter's.
      execArgv: [],
    });
    const listening = await new Promise<FromExporter>((resolve, reject) => {
      line.once('message', resolve);
      worker.once('exit', () =>
        line.emit('message', { type: 'refused', code: 'EXIT', message: 'it ended at once' }),
      );
      worker.once('error', (error) =>
        reject(new TrainvitalsError('EXPORTER', `watch(): starting the exporter thread: ${error.message}`)),
      );
    });
    if (listening.type === 'listening') {
      worker.unref();
      worker.removeAllListeners('error').removeAllListeners('exit');
      if (listening.warning !== undefined) warn(listening.warning);
      const address = `${host}:${listening.port}`;
      const at = { host, port: listening.port, webConfig };
      const link = new ExporterLink(worker, line, at, listening.isSecure, address);
      // Also one that took any free port can be shared by naming it.
      if (key === undefined) open.set(address, Promise.resolve(link));
      return link;
    }
    line.close();
    await worker.terminate();
    const detail = listening.type === 'refused' ? listening : { code: '', message: 'no answer' };
    if (detail.code === 'EADDRINUSE') {
      throw new TrainvitalsError(
        'PORT',
        `watch(): port ${port} on ${host} is taken by ${holderOf(port)}; pass another \`port\`, or 0 for any free one`,
      );
    }
    if (detail.code === 'WEB_CONFIG')
      throw new TrainvitalsError('OPTION', `watch(): option "webConfig": ${detail.message}`);
    throw new TrainvitalsError('PORT', `watch(): listening on ${host}:${port}: ${detail.message}`);
  }

  /** Who joins must mean the same: a run that asks for a lock is not served without one, nor the other way round. */
  private checkShared({ webConfig }: Place): void {
    const [own, asked] = [this.place.webConfig, webConfig];
    if (own === asked || (own !== undefined && asked !== undefined && resolve(own) === resolve(asked)))
      return;
    throw new TrainvitalsError(
      'OPTION',
      `watch(): option "webConfig" must be that of the other runs on ${this.key} (${own ?? 'none'}), got ${asked ?? 'none'}; or pass another \`port\``,
    );
  }

  get port(): number {
    return this.place.port;
  }

  get url(): string {
    const { host, port } = this.place;
    const reached = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host;
    return `${this.isSecure ? 'https' : 'http'}://${reached}:${port}`;
  }

  get isDead(): boolean {
    return this.dead !== undefined;
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
    open.delete(this.key);
    this.dead ??= 'closed';
    this.line.close();
    // Whoever has asked meanwhile gets no answer any more.
    for (const resolve of this.waiting.values()) resolve([]);
    this.waiting.clear();
    this.unregister();
    await this.worker.terminate();
    this.withdraw();
  }

  post(message: ToExporter): void {
    if (!this.dead) this.line.postMessage(message);
  }

  /** Hears what has arrived, without returning to the event loop. */
  poll(): void {
    for (let got = receiveMessageOnPort(this.line); got; got = receiveMessageOnPort(this.line))
      this.hear(got.message);
  }

  /** Asks and waits for the answer; a dead exporter answers nothing, and at once. */
  async ask(make: (request: number) => ToExporter, seconds = 0): Promise<readonly SymptomEvent[]> {
    if (this.dead) return [];
    const request = ++this.requests;
    const answer = new Promise<readonly SymptomEvent[]>((resolve) => this.waiting.set(request, resolve));
    // A process that has nothing else to do must not end before the answer.
    this.line.ref();
    this.post(make(request));
    const late = (seconds + ANSWER_SECONDS) * 1000;
    const giveUp = () => {
      // After a long blocking step the timer comes before the answer that lies there.
      this.poll();
      if (this.waiting.has(request)) this.died('it does not answer');
    };
    const timer = setTimeout(giveUp, Math.min(late, 2 ** 31 - 1));
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      if (this.waiting.size === 0) this.line.unref();
    }
  }

  private hear(message: FromExporter): void {
    if (message.type === 'symptom') this.listeners.get(message.event.run)?.symptom(message.event);
    else if (message.type === 'error')
      this.listeners.get(message.run)?.failed(message.message, message.stage);
    else if (message.type === 'warning') warn(message.message);
    else if (message.type === 'answer') {
      const resolve = this.waiting.get(message.request);
      this.waiting.delete(message.request);
      resolve?.(message.active);
    }
  }

  private died(reason: string): void {
    if (this.dead) return;
    this.dead = reason;
    this.withdraw();
    open.delete(this.key);
    for (const listener of this.listeners.values()) listener.failed(`the exporter is gone: ${reason}`);
    for (const resolve of this.waiting.values()) resolve([]);
    this.waiting.clear();
  }
}

function warn(message: string): void {
  console.warn(`trainvitals: ${message}`);
}
