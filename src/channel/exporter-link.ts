import type { SymptomEvent } from '../handle.js';
import { register } from '../registration.js';
import { ExporterThread } from './exporter-thread.js';
import type { FromExporter, ToExporter } from './messages.js';
import { type Place, urlOf } from './place.js';
import { type Answer, Questions } from './questions.js';
import { serves } from './served-ports.js';
import type { Stage } from './stages.js';
import { type NewThread, type Reader, Succession } from './succession.js';

/** What a run wants to hear from the exporter thread. */
export interface Listener {
  symptom(event: SymptomEvent): void;
  failed(message: string, stage?: Stage): void;
  /** Another thread is started and knows nothing of the run. */
  rejoin(reader: Reader): void;
  /** None will serve any more. */
  lost(message: string): void;
}

/**
 * The runs' line to the exporter thread of their place. The death of that one is told to them and touches nothing else;
 * the one that takes its place is asked what that one did not answer.
 */
export class ExporterLink {
  private readonly listeners = new Map<string, Listener>();
  private readonly threads: Succession;
  private readonly questions: Questions;
  /** Nothing comes any more; resolves when the thread has ended, or takes too long. */
  private over: Promise<void> | undefined;
  /** Undoes that the port is known to be served from here. */
  private withdraw = () => {};
  private removeRegistration: (() => void) | undefined;

  constructor(
    place: Place,
    /** Nothing will come of it any more: who asks for its address needs another. */
    private readonly onOver: () => void,
    newThread: NewThread = (...start) => new ExporterThread(...start),
  ) {
    const heard = {
      message: (message: FromExporter) => this.hear(message),
      started: (reader: Reader) => {
        this.tell((listener) => listener.rejoin(reader));
        this.questions.repeat();
      },
      failed: (message: string) => this.tell((listener) => listener.failed(message)),
      lost: (message: string) => {
        this.tell((listener) => listener.lost(message));
        void this.end();
      },
    };
    this.threads = new Succession(place, heard, newThread);
    this.questions = new Questions(this.threads);
  }

  /** Starts the first thread; throws one line where it cannot serve. */
  async open(): Promise<void> {
    await this.threads.open();
    this.withdraw = serves(this.port);
  }

  get place(): Place {
    return this.threads.place;
  }

  get port(): number {
    return this.place.port;
  }

  get url(): string {
    return urlOf(this.threads.place);
  }

  /** Resolves when the port is free, or the thread does not end, where this link is at its end; else undefined. */
  get ended(): Promise<void> | undefined {
    return this.over;
  }

  /** Whether a thread serves now. */
  get isServing(): boolean {
    return this.threads.isServing;
  }

  has(run: string): boolean {
    return this.listeners.has(run);
  }

  /** Makes the exporter known to a Prometheus that watches the folder, once. */
  register(folder: string): void {
    const { host, port, isSecure } = this.threads.place;
    this.removeRegistration ??= register(folder, host, port, isSecure);
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
    await this.end();
  }

  /** What is said while there is no thread is lost: a run tells the next one all of it. */
  post(message: ToExporter): void {
    this.threads.present?.post(message);
  }

  /** Hears what has arrived, without returning to the event loop. */
  poll(): void {
    this.threads.present?.poll();
  }

  /** Looks after the thread; with each frame, as there are loops that never return to the event loop. */
  look(now?: number): void {
    this.threads.look(now);
  }

  /** Asks and waits for the answer, so many seconds longer than usual. */
  ask(make: (request: number) => ToExporter, seconds = 0): Promise<Answer> {
    return this.questions.ask(make, seconds);
  }

  private hear(message: FromExporter): void {
    if (message.type === 'symptom') this.listeners.get(message.event.run)?.symptom(message.event);
    else if (message.type === 'error')
      this.listeners.get(message.run)?.failed(message.message, message.stage);
    else if (message.type === 'warning') warn(message.message);
    else if (message.type === 'answer') this.questions.answer(message.request, message.active);
  }

  private tell(part: (listener: Listener) => void): void {
    for (const listener of this.listeners.values()) part(listener);
  }

  /** Nothing comes any more, once the thread has ended; whoever has asked gets no answer. */
  private end(): Promise<void> {
    this.over ??= this.threads.end().finally(() => {
      this.withdraw();
      this.onOver();
    });
    this.questions.giveUp();
    return this.over;
  }
}

function warn(message: string): void {
  try {
    console.warn(`trainvitals: ${message}`);
  } catch {
    // The console is the program's, and there is nowhere left to say so.
  }
}
