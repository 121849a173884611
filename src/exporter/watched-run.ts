import type { FromExporter, Resumed, RunFacts, ToExporter } from '../channel/messages.js';
import { type RingMemory, RingReader } from '../channel/ring.js';
import { stages } from '../channel/stages.js';
import { type Frame, keepNewest, type Layout } from '../frame.js';
import type { RunState, SymptomEvent } from '../handle.js';
import { Recorder } from '../recording/recorder.js';
import { series } from '../series.js';
import { catalogue } from '../symptoms/catalogue.js';
import { place, Watcher, withSettings } from '../symptoms/watcher.js';
import { labelKey } from '../vitals/store.js';
import { VitalSigns } from '../vitals/vital-signs.js';
import { EventLog } from './event-log.js';
import { History } from './history.js';
import { written } from './written.js';

/** Who asks while a ring is read waits for so long, in milliseconds. */
export const DRAIN_FOR = 50;

/** How often a symptom was raised at one place. */
interface Raised {
  readonly labels: Readonly<Record<string, string>>;
  readonly times: number;
}

/** One run as the exporter thread knows it: what its frames said, and the verdicts on it. */
export class WatchedRun {
  readonly vitals = new VitalSigns();
  readonly watcher: Watcher;
  readonly history = new History();
  readonly log = new EventLog();
  /** Times each symptom was raised, by place. */
  readonly raised = new Map<string, Raised>();
  /** Step durations since the last scrape, for the histogram. */
  durations: number[] = [];
  state: RunState = 'running';
  layout: Layout | undefined;
  private readonly layouts = new Map<number, Layout>();
  private reader: RingReader | undefined;
  private droppedBefore = 0;
  private handled = 0;
  private errors: Record<string, number> = {};
  private failures = 0;
  /** Of them those that were told to the training thread, which counts them too once it hears of them. */
  private toldFailures = 0;
  private hasFailedToDecide = false;
  /** Unix time of what is looked at, in seconds. */
  private now: number;
  /** The last sign of the run: when it says that it was, and when it was here, by a clock that nobody sets. */
  private sign: { readonly time: number; readonly at: number };
  private recorder: Recorder | undefined;

  constructor(
    readonly facts: RunFacts,
    private readonly post: (message: FromExporter) => void,
    /** Where another exporter thread knew the run before. */
    resumed?: Resumed,
  ) {
    this.watcher = new Watcher(facts.run, withSettings(catalogue, facts.symptoms), (event) =>
      this.heard(event),
    );
    this.now = facts.started;
    this.sign = signAt(facts.started);
    const { store } = this.vitals;
    store.set('runStart', facts.started);
    store.set('acceleratorUnused', Number(facts.isAcceleratorUnused));
    for (const { check, severity, failed } of facts.preflight ?? [])
      store.set('preflightCheck', Number(failed), { check, severity });
    store.set('lastStep', facts.started);
    store.set('lastActivity', facts.started);
    this.setState('running');
    const { record } = facts;
    if (record !== undefined)
      this.toDisk(() => {
        this.recorder = new Recorder(record, facts, { isContinued: resumed !== undefined });
      });
    this.countErrors();
    this.seriesDropped(0);
    if (resumed) this.resume(resumed);
    // What is wrong from the start is told before the first step, which may be long in coming.
    this.decide(this.now);
  }

  /** Handles a message after the frames that were sent before it. */
  handle(message: ToExporter): void {
    this.drain();
    // Questions are about all frames that are there; nothing comes after them.
    if (!('request' in message)) this.handled++;
    if (message.type === 'layout') {
      this.adopt(message.layout);
      if (message.ring) this.read(message.ring);
    } else if (message.type === 'state') {
      const now = Date.now() / 1000;
      this.toDisk((recorder) => recorder?.state(message.state, now));
      this.changeState(message.state, now);
    } else if (message.type === 'clock') {
      this.toDisk((recorder) => recorder?.clock(message.by));
      this.clockSet(message.by);
    } else if (message.type === 'errors') {
      this.errors = { ...message.errors };
      this.countErrors();
    }
  }

  private adopt(layout: Layout): void {
    this.layout = layout;
    this.layouts.set(layout.id, layout);
    keepNewest(this.layouts);
    this.vitals.store.adopt(layout);
    this.startCounters(layout);
    this.toDisk((recorder) => recorder?.layout(layout));
  }

  private read(ring: RingMemory): void {
    this.droppedBefore += this.reader?.dropped ?? 0;
    // The training thread compares counts: those of the old ring go on.
    const told = this.reader?.told;
    this.reader = new RingReader(ring);
    if (told !== undefined) this.reader.tell(told);
  }

  /** Goes on where another thread was: what counters stand at is nothing new, and the run is neither stalled nor awake. */
  private resume({ messages, dropped, layouts, ring, state, errors, counters, last }: Resumed): void {
    this.handled = messages - 1;
    this.droppedBefore = dropped;
    for (const layout of layouts) this.adopt(layout);
    if (ring) this.read(ring);
    if (errors) this.errors = { ...errors };
    this.countErrors();
    const { store } = this.vitals;
    for (const { key, labels, value } of counters) store.continueFrom(key, labels, value);
    if (last) {
      store.step = last.step;
      store.set('lastStep', last.time);
      store.set('lastActivity', last.time);
      this.now = last.time;
      this.sign = signAt(last.time);
    }
    this.setState(state);
  }

  /** Series that a scrape left out, the most at once. */
  seriesDropped(count: number): void {
    this.vitals.store.set('agentSeriesDropped', count);
  }

  /** A scrape could not show the run whole. */
  scrapeFailed(): void {
    this.failures++;
    this.countErrors();
  }

  /** Something failed that is none of its own, such as a new web configuration; the training thread counts it. */
  exporterFailed(message: string): void {
    this.tell({ type: 'error', run: this.facts.run, message });
  }

  private countErrors(): void {
    const { store } = this.vitals;
    for (const stage of stages) store.set('agentErrors', this.errorCounts[stage] ?? 0, { stage });
  }

  /**
   * Reads what is in the ring now, as far as the messages handled so far allow. What is written meanwhile waits for the
   * next time: a run that is faster than this thread must not keep it from answering. Nor is another frame begun after so
   * many `milliseconds`: says whether there was time for all.
   */
  drain(milliseconds = Number.POSITIVE_INFINITY): boolean {
    const end = performance.now() + milliseconds;
    let left = this.reader?.unread ?? 0;
    for (; left > 0; left--) {
      const frame = this.reader?.peek();
      if (!frame || frame.messages > this.handled || performance.now() >= end) break;
      this.toDisk((recorder) => recorder?.frame(frame));
      this.observe(frame);
      this.reader?.advance();
    }
    this.toDisk((recorder) => recorder?.flush());
    return left === 0 || performance.now() < end;
  }

  /** Takes one frame, of a layout that was told before. */
  observe(frame: Frame): void {
    const layout = this.layouts.get(frame.layout);
    if (!layout) {
      // Nobody knows any more what it means.
      this.droppedBefore++;
      return;
    }
    try {
      this.now = frame.time;
      this.sign = signAt(frame.time);
      this.vitals.observe(frame, layout);
      this.history.observe(frame, layout);
      const duration = frame.kind === 'step' ? this.vitals.store.fresh('stepDuration') : undefined;
      if (duration !== undefined && Number.isFinite(duration)) this.durations.push(duration);
      this.watcher.observe(this.vitals.store, frame.time);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Nothing more comes: the recording is whole. */
  end(): void {
    this.drain();
    this.toDisk((recorder) => recorder?.close());
  }

  /** A disk that is full, or gone, ends the recording, and nothing else. */
  private toDisk(part: (recorder: Recorder | undefined) => void): void {
    try {
      part(this.recorder);
    } catch (error) {
      this.recorder?.abandon();
      this.recorder = undefined;
      const message = error instanceof Error ? error.message : String(error);
      this.tellFailure(`recording ends here: ${message}`);
    }
  }

  /**
   * Looks at the conditions that time alone can change. What has passed is counted from the last sign of the run, not
   * taken from the machine's clock: one that is set forward is no stall, one that is set back hides none.
   */
  tick(now?: number): void {
    this.drain(DRAIN_FOR);
    const { time, at } = this.sign;
    this.decide(now ?? time + (performance.now() - at) / 1000);
  }

  private decide(now: number): void {
    this.now = now;
    try {
      this.watcher.observe(this.vitals.store, now);
    } catch (error) {
      this.failed(error);
    }
  }

  get framesDropped(): number {
    return this.droppedBefore + (this.reader?.dropped ?? 0);
  }

  /** Errors of the agent by stage: those of the training thread, and this thread's own. */
  get errorCounts(): Readonly<Record<string, number>> {
    const heard = this.errors.exporter ?? 0;
    return { ...this.errors, exporter: heard + this.failures - Math.min(heard, this.toldFailures) };
  }

  /** A counter is there from the start, at 0, so that its first increase can be seen. */
  private startCounters({ slots }: Layout): void {
    const { store } = this.vitals;
    for (const { key, labels } of slots) {
      if (series[key].kind === 'counter' && store.get(key, labels) === undefined) store.set(key, 0, labels);
    }
  }

  /** What was, was by another clock: how long ago it is stays as it is. */
  private clockSet(by: number): void {
    const { store } = this.vitals;
    this.vitals.clockSet(by);
    this.now += by;
    this.sign = { time: this.sign.time + by, at: this.sign.at };
    store.set('lastActivity', (store.get('lastActivity') ?? this.now) + by);
  }

  /** A run that is over is not stalled, from that moment on; one that goes on begins to be waited for only now. */
  changeState(state: RunState, now: number): void {
    this.sign = signAt(now);
    if (state === 'running') this.vitals.store.set('lastActivity', now);
    this.setState(state);
    this.decide(now);
  }

  private setState(state: RunState): void {
    this.state = state;
    for (const name of ['running', 'finished', 'failed'] as const) {
      this.vitals.store.set('runState', Number(name === state), { state: name });
    }
  }

  private heard(event: SymptomEvent): void {
    if (event.state === 'raised') this.count(event);
    this.log.add({ ...written(event), time: this.now });
    this.tell({ type: 'symptom', event });
  }

  /** The training thread looks for messages when its ring says that there is one. */
  private tell(message: FromExporter): void {
    this.post(message);
    this.reader?.tell();
  }

  private count({ symptom, severity, ...event }: SymptomEvent): void {
    const labels = { symptom, severity, ...place(event) };
    const name = labelKey(labels);
    const times = (this.raised.get(name)?.times ?? 0) + 1;
    this.raised.set(name, { labels, times });
  }

  /** Counted at once: the training thread may be long in hearing of it. */
  private tellFailure(message: string): void {
    this.toldFailures++;
    this.scrapeFailed();
    this.exporterFailed(message);
  }

  private failed(error: unknown): void {
    if (this.hasFailedToDecide) {
      this.scrapeFailed();
      return;
    }
    this.hasFailedToDecide = true;
    this.tellFailure(`deciding a step: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const signAt = (time: number) => ({ time, at: performance.now() });
