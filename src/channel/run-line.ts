import { HEADER, LAYOUTS, type Layout, type Moment } from '../frame.js';
import type { RunState, SymptomEvent } from '../handle.js';
import { Clock } from './clock.js';
import type { ExporterLink } from './exporter-link.js';
import type { Resumed, RunFacts, ToExporter } from './messages.js';
import { type RingMemory, RingWriter, reserve, roomless } from './ring.js';
import { Standings } from './standings.js';
import type { Reader } from './succession.js';

/** Five looks of the exporter thread into the ring. */
const SETTLE_MS = 100;

type Link = Pick<ExporterLink, 'post' | 'ask' | 'look' | 'poll' | 'isServing'>;

/**
 * One run's end of the line: frames into the ring, messages beside it, both in one order. It remembers what an exporter
 * thread must know of the run, for one that takes over.
 */
export class RunLine {
  private ring: RingWriter | undefined;
  /** Messages but for questions, which nothing comes after. */
  private sent = 0;
  /** Messages of the exporter thread that were looked for. */
  private heard = 0;
  /** Rings that were too narrow: the exporter thread of now may still read them. */
  private left: RingWriter[] = [];
  /** Frames that were lost with rings that nobody reads any more. */
  private dropped = 0;
  private facts: RunFacts | undefined;
  /** The newest: frames of any of them may still lie in the ring. */
  private layouts: readonly Layout[] = [];
  private readonly standings = new Standings();
  /** Step and time of the last frame; not a number before the first. */
  private lastStep = Number.NaN;
  private lastTime = Number.NaN;
  private lastState: RunState = 'running';
  private lastErrors: Readonly<Record<string, number>> | undefined;
  private gateway: string | undefined;
  private readonly clock = new Clock();
  /** Frames so far, and by how much the clock was set. */
  private at: Moment = { number: 0, clock: 0 };

  constructor(
    private readonly link: Link,
    private readonly run: string,
  ) {}

  attach(facts: RunFacts): void {
    this.facts = facts;
    this.post({ type: 'attach', facts });
  }

  /** Announces what the next frames mean; a larger frame needs a larger ring. */
  layout(layout: Layout): void {
    const width = layout.slots.length;
    // Where there is no memory this throws, and the layout before goes on.
    const ring = this.ring && this.ring.width >= width ? undefined : reserve(width);
    this.layouts = [...this.layouts, layout].slice(-LAYOUTS);
    this.standings.adopt(layout);
    this.settleLeft(({ unread }) => unread === 0);
    if (ring) {
      if (this.ring) this.left.push(this.ring);
      this.ring = new RingWriter(ring);
    }
    this.post({ type: 'layout', run: this.run, layout, ...(ring && { ring }) });
  }

  state(state: RunState): void {
    this.lookAtClock();
    this.lastState = state;
    this.post({ type: 'state', run: this.run, state, at: this.at });
  }

  errors(errors: Readonly<Record<string, number>>): void {
    this.lastErrors = errors;
    this.post({ type: 'errors', run: this.run, errors });
  }

  /** Not part of the facts, which are recorded: the address may hold a password. */
  unpush(gateway: string): void {
    this.gateway = gateway;
    this.post({ type: 'unpush', run: this.run, gateway });
  }

  detach(): void {
    this.post({ type: 'detach', run: this.run });
  }

  /**
   * Tells an exporter thread that takes over everything that the one before knew, but for what it had made of the frames.
   * The ring with those that were not read goes on, unless that one may still read it.
   */
  rejoin(reader: Reader): void {
    if (!this.facts) return;
    if (reader === 'gone') this.ring?.skip();
    if (reader === 'left' && this.ring) {
      this.left.push(this.ring);
      this.ring = new RingWriter(another(this.ring.width));
    }
    this.settleLeft(() => true);
    this.heard = this.ring?.told ?? 0;
    const resumed: Resumed = {
      messages: this.sent + 1,
      dropped: this.dropped,
      layouts: this.layouts,
      state: this.lastState,
      counters: this.standings.all,
      clock: this.at.clock,
      ...(this.ring && { ring: this.ring.memory }),
      ...(this.lastErrors && { errors: this.lastErrors }),
      ...(!Number.isNaN(this.lastStep) && { last: { step: this.lastStep, time: this.lastTime } }),
    };
    this.post({ type: 'attach', facts: this.facts, resumed });
    // Nobody may have recorded it.
    this.state(this.lastState);
    if (this.gateway !== undefined) this.unpush(this.gateway);
  }

  /** Copies a frame into shared memory, with its time, and hears what has arrived meanwhile. */
  write(frame: Float64Array): void {
    frame[HEADER.time] = this.lookAtClock() / 1000;
    frame[HEADER.messages] = this.sent;
    frame[HEADER.number] = this.at.number;
    frame[HEADER.clock] = this.at.clock;
    this.at = { ...this.at, number: this.at.number + 1 };
    this.ring?.write(frame);
    this.standings.observe(frame);
    this.lastStep = frame[HEADER.step] ?? Number.NaN;
    this.lastTime = frame[HEADER.time] ?? Number.NaN;
    this.link.look();
    const told = this.ring?.told ?? 0;
    if (told === this.heard) return;
    this.heard = told;
    this.link.poll();
  }

  /** Waits a moment until all frames are decided, and hears the verdicts. */
  settle(): void {
    if (!this.link.isServing) return;
    this.ring?.waitUntilRead(SETTLE_MS);
    this.link.poll();
  }

  /** Resolves with the active symptoms when everything sent so far was decided. */
  flush(): Promise<readonly SymptomEvent[] | undefined> {
    return this.link.ask((request) => ({ type: 'flush', run: this.run, request }));
  }

  /** Resolves when the values of now were scraped, or the time is up. */
  linger(seconds: number, onlyIfScraped: boolean): Promise<readonly SymptomEvent[] | undefined> {
    return this.link.ask(
      (request) => ({ type: 'linger', run: this.run, request, seconds, onlyIfScraped }),
      seconds,
    );
  }

  /** Resolves when the values of now are in the Pushgateway or on their way, and gone again where they do not stay. */
  push(gateway: string, seconds: number): Promise<readonly SymptomEvent[] | undefined> {
    return this.link.ask((request) => ({ type: 'push', run: this.run, request, gateway, seconds }), seconds);
  }

  /** Sees that the clock was set, before anything is said by it; returns what it shows, in milliseconds. */
  private lookAtClock(): number {
    const now = Date.now();
    const by = this.clock.setBy(now) / 1000;
    if (by === 0) return now;
    this.at = { ...this.at, clock: this.at.clock + by };
    // How long ago it is stays as it is.
    this.lastTime += by;
    return now;
  }

  /** Nobody reads these any more: what they have lost, or still hold, is lost. */
  private settleLeft(isOver: (ring: RingWriter) => boolean): void {
    for (const ring of this.left.filter(isOver)) this.dropped += ring.dropped + ring.unread;
    this.left = this.left.filter((ring) => !isOver(ring));
  }

  private post(message: ToExporter): void {
    this.sent++;
    this.link.post(message);
  }
}

/** Where there is no memory for it, frames are lost, and counted, until a layout finds some. */
function another(width: number): RingMemory {
  try {
    return reserve(width);
  } catch {
    return roomless();
  }
}
