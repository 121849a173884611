import type { FromExporter, Resumed, RunFacts, ToExporter } from '../channel/messages.js';
import type { Frame, Layout, Moment } from '../frame.js';
import type { RunState, SymptomEvent } from '../handle.js';
import { catalogue } from '../symptoms/catalogue.js';
import { Watcher, withSettings } from '../symptoms/watcher.js';
import { VitalSigns } from '../vitals/vital-signs.js';
import { AgentErrors } from './agent-errors.js';
import { EventLog } from './event-log.js';
import { History } from './history.js';
import { Incoming } from './incoming.js';
import { setOpeningSeries, startCounters } from './opening-series.js';
import { RaisedCounts } from './raised.js';
import { RunRecording } from './run-recording.js';
import { takeOver } from './takeover.js';
import { written } from './written.js';

/** Who asks while a ring is read waits for so long, in milliseconds. */
export const DRAIN_FOR = 50;

/** One run as the exporter thread knows it: what its frames said, and the verdicts on it. */
export class WatchedRun {
  readonly vitals = new VitalSigns();
  readonly watcher: Watcher;
  readonly history = new History();
  readonly log = new EventLog();
  readonly raised = new RaisedCounts();
  readonly errors: AgentErrors;
  /** Step durations since the last scrape, for the histogram. */
  durations: number[] = [];
  state: RunState = 'running';
  layout: Layout | undefined;
  private readonly incoming = new Incoming();
  private readonly recording: RunRecording;
  private hasFailedToDecide = false;
  /** Seconds by which the run's clock was set since it began. */
  private clock: number;
  /** Unix time of what is looked at, in seconds. */
  private now: number;
  /** The last sign of the run: when it says that it was, and when it was here, by a clock that nobody sets. */
  private sign: { readonly time: number; readonly at: number };

  constructor(
    readonly facts: RunFacts,
    private readonly post: (message: FromExporter) => void,
    /** Where another exporter thread knew the run before. */
    resumed?: Resumed,
  ) {
    this.watcher = new Watcher(facts.run, withSettings(catalogue, facts.symptoms), (event) =>
      this.heard(event),
    );
    this.now = resumed?.last?.time ?? facts.started;
    this.sign = signAt(this.now);
    this.clock = resumed?.clock ?? 0;
    const { store } = this.vitals;
    setOpeningSeries(store, facts);
    this.errors = new AgentErrors(store, (message) => this.exporterFailed(message));
    const { incoming, errors } = this;
    this.recording = new RunRecording(facts, resumed !== undefined, (message) => errors.addTold(message));
    if (resumed) takeOver(resumed, { incoming, errors, store, adopt: (layout) => this.adopt(layout) });
    this.setState(resumed?.state ?? 'running');
    // What is wrong from the start is told before the first step, which may be long in coming.
    this.decide(this.now);
  }

  /** Handles a message after the frames that were sent before it. */
  handle(message: ToExporter): void {
    this.drain();
    // Questions are about all frames that are there; nothing comes after them.
    if (!('request' in message)) this.incoming.messageHandled();
    if (message.type === 'layout') {
      this.adopt(message.layout);
      if (message.ring) this.incoming.read(message.ring);
    } else if (message.type === 'state') {
      const now = Date.now() / 1000;
      this.recording.write((recorder) => recorder.state(message.state, now, message.at));
      this.follow(message.at);
      // What is only told again begins and ends nothing.
      if (message.state !== this.state) this.changeState(message.state, now);
    } else if (message.type === 'errors') {
      this.errors.hear(message.errors);
    }
  }

  private adopt(layout: Layout): void {
    this.layout = layout;
    this.incoming.learn(layout);
    this.vitals.store.adopt(layout);
    startCounters(this.vitals.store, layout);
    this.recording.write((recorder) => recorder.layout(layout));
  }

  /** Reads what its ring has now, for so many `milliseconds`: says whether there was time for all. */
  drain(milliseconds = Number.POSITIVE_INFINITY): boolean {
    const isAll = this.incoming.drain((frame) => {
      this.recording.write((recorder) => recorder.frame(frame));
      this.follow(frame);
      this.observe(frame);
    }, milliseconds);
    this.recording.write((recorder) => recorder.flush());
    return isAll;
  }

  /** Takes one frame, of a layout that was told before. */
  observe(frame: Frame): void {
    const layout = this.incoming.layoutOf(frame);
    if (!layout) return;
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
    this.recording.write((recorder) => recorder.close());
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
    return this.incoming.dropped;
  }

  /** Something failed that is none of its own, such as a new web configuration; the training thread counts it. */
  exporterFailed(message: string): void {
    this.tell({ type: 'error', run: this.facts.run, message });
  }

  /** Where the clock was set since, what was, was by another: how long ago it is stays as it is. */
  private follow({ clock }: Moment): void {
    const by = clock - this.clock;
    if (by === 0) return;
    this.clock = clock;
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
    if (event.state === 'raised') this.raised.add(event);
    this.log.add({ ...written(event), time: this.now });
    this.tell({ type: 'symptom', event });
  }

  private tell(message: FromExporter): void {
    this.post(message);
    this.incoming.tell();
  }

  private failed(error: unknown): void {
    if (this.hasFailedToDecide) {
      this.errors.add();
      return;
    }
    this.hasFailedToDecide = true;
    this.errors.addTold(`deciding a step: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const signAt = (time: number) => ({ time, at: performance.now() });
