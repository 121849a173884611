import type { ExporterLink } from './channel/exporter-link.js';
import type { RunLine } from './channel/run-line.js';
import type { EvaluationReport, RunEvent, RunState, StepReport, SymptomEvent, Vitals } from './handle.js';
import type { Settings } from './options.js';
import { isCount } from './scalars.js';
import type { Session } from './session.js';
import { onStopSignals } from './stop-signals.js';
import { causesFirst, keyOf } from './symptoms/tree.js';
import type { Guard } from './tap/guard.js';

/** What a handle is made of. */
export interface RunParts {
  readonly link: ExporterLink;
  readonly line: RunLine;
  readonly run: string;
  readonly linger: Settings['linger'];
  readonly stopSignals: Settings['stopSignals'];
  readonly push: Settings['push'];
  readonly guard: Guard;
  readonly session: Session;
}

/** The handle of one run. */
export class RunVitals implements Vitals {
  private readonly symptomListeners: ((event: SymptomEvent) => void)[] = [];
  private readonly runListeners: ((event: RunEvent) => void)[] = [];
  private readonly active = new Map<string, SymptomEvent>();
  private state: RunState = 'running';
  private closing: Promise<void> | undefined;
  /** Undoes the patches; set once they are in place. */
  detach: () => void = () => {};
  private ignoreSignals: () => void = () => {};
  /** Whether the run has come to its last state: closed, or told to stop. */
  private isOver = false;
  /** Steps when the loop last reported one. */
  private stepsAtLastReport: number;

  constructor(private readonly parts: RunParts) {
    this.stepsAtLastReport = parts.session.progress.steps;
  }

  /** From now on the run ends when the process is told to stop. */
  listenToSignals(): void {
    this.ignoreSignals = onStopSignals(this.parts.stopSignals, () => this.stop());
  }

  get url(): string {
    return this.parts.link.url;
  }
  get port(): number {
    return this.parts.link.port;
  }
  get run(): string {
    return this.parts.run;
  }

  on(event: 'symptom', listener: (event: SymptomEvent) => void): this;
  on(event: 'run', listener: (event: RunEvent) => void): this;
  on(
    event: 'symptom' | 'run',
    listener: ((event: SymptomEvent) => void) | ((event: RunEvent) => void),
  ): this {
    if (event === 'symptom') this.symptomListeners.push(listener as (event: SymptomEvent) => void);
    else this.runListeners.push(listener as (event: RunEvent) => void);
    return this;
  }

  symptoms(): readonly SymptomEvent[] {
    this.parts.link.poll();
    return causesFirst([...this.active.values()]);
  }

  step(report: StepReport = {}): void {
    // What the caller hands over is the caller's: an error in it must not end the measuring.
    this.parts.guard.run('listener', () => {
      const { session } = this.parts;
      const { progress } = session;
      const { examples, loss, waited, ...rest } = report;
      // Where no optimizer was seen to step since the last report, the report is the step.
      const own = progress.steps === this.stepsAtLastReport;
      if (own) progress.steps++;
      this.stepsAtLastReport = progress.steps;
      // What the loop says counts more than what was seen of it.
      if (isCount(examples)) progress.examples += examples - (session.observer?.fedExamples ?? 0);
      if (session.observer) session.observer.fedExamples = 0;
      const values = { ...rest, ...(own ? { loss } : session.lossOf(loss)) };
      const { cycle } = progress;
      const ownTime =
        isCount(waited) && cycle !== undefined && !own ? Math.max(0, cycle / 1000 - waited) : undefined;
      session.reported(own ? 'step' : 'report', 'train', values, ownTime);
    });
  }

  evaluation(report: EvaluationReport): void {
    this.parts.guard.run('listener', () => {
      this.parts.session.observer?.boundary();
      this.parts.session.reported('evaluation', 'validation', report);
    });
  }

  async flush(): Promise<void> {
    const { session, line, link } = this.parts;
    await session.settled();
    const active = await line.flush();
    link.poll();
    // Where nobody answers, what was decided last is all there is.
    if (!active) return;
    this.active.clear();
    for (const event of active) this.active.set(keyOf(event), event);
  }

  async finish(state: 'finished' | 'failed' = 'finished'): Promise<void> {
    if (this.closing) return this.closing;
    this.changeState(state);
    await this.flush();
  }

  close({ state }: { state?: 'finished' | 'failed' } = {}): Promise<void> {
    if (this.closing) return this.closing;
    let begin = () => {};
    // Known before anything is told: a listener may close again.
    this.closing = new Promise<void>((resolve) => {
      begin = resolve;
    }).then(() => this.end());
    this.letGo(state);
    begin();
    return this.closing;
  }

  /** What is active is decided anew, by an exporter thread that took over: it raises again what is still true. */
  forgetSymptoms(): void {
    this.active.clear();
  }

  /** A symptom was raised or cleared. */
  hear(event: SymptomEvent): void {
    if (event.state === 'raised') this.active.set(keyOf(event), event);
    else this.active.delete(keyOf(event));
    this.call(this.symptomListeners, event);
  }

  /** The agent itself failed somewhere; training goes on. */
  agentFailed(stage: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    // What fails at the end cannot say so of a training that is over.
    console.warn(`trainvitals: ${stage}: ${message}${this.closing ? '' : '; training goes on'}`);
    this.tell({ error: `${stage}: ${message}` });
  }

  /** A fit began, ended, or threw. */
  changeState(state: RunState): void {
    // The steps that are still taken after the process was told to stop, or the handle was closed, begin nothing.
    if (this.state === state || this.isOver) return;
    this.state = state;
    this.parts.line.state(state);
    this.tell({});
  }

  private tell(more: { error?: string }): void {
    const event: RunEvent = {
      run: this.run,
      state: this.state,
      step: this.parts.session.progress.steps,
      ...more,
    };
    this.call(this.runListeners, event);
  }

  /** Calls the user's listeners; what they throw, at once or later, stays here. */
  private call<E>(listeners: readonly ((event: E) => unknown)[], event: E): void {
    const { guard } = this.parts;
    for (const listener of listeners) {
      const result = guard.run('listener', () => listener(event));
      if (result instanceof Promise) result.catch((error) => guard.failed('listener', error));
    }
  }

  /** The process was told to stop: the run is over, and whoever scrapes it shall see that. */
  private async stop(): Promise<void> {
    const { line, link, linger } = this.parts;
    if (this.state === 'running') this.changeState('finished');
    this.isOver = true;
    await this.flush();
    if (linger.seconds > 0) await line.linger(linger.seconds, linger.onlyIfScraped);
    link.unregister();
  }

  /** From here on the training is on its own; at once, as a step may be under way. */
  private letGo(state: 'finished' | 'failed' | undefined): void {
    this.parts.guard.run('tap', () => this.detach());
    if (state !== undefined) this.changeState(state);
    else if (this.state === 'running') this.changeState('finished');
    this.isOver = true;
  }

  /** What failed in the exporter thread it tells itself, and answers. */
  private pushUnanswered(): void {
    const what = `putting the last values of run ${JSON.stringify(this.run)} into the Pushgateway`;
    const found = 'expected the exporter thread to say that it is done, found none that did';
    this.parts.guard.failed('push', new Error(`${what}: ${found}; what is there may be old`));
  }

  private async end(): Promise<void> {
    const { session, line, link, linger, push } = this.parts;
    await this.flush();
    if (linger.seconds > 0) await line.linger(linger.seconds, linger.onlyIfScraped);
    this.ignoreSignals();
    if (push && !(await line.push(push.gateway, push.seconds))) this.pushUnanswered();
    session.dispose();
    line.detach();
    await link.leave(this.run);
  }
}
