import type { RunLine } from './channel/run-line.js';
import { ABSENT, type FrameKind } from './frame.js';
import type { ScalarLike } from './handle.js';
import { otherLoss } from './other-loss.js';
import { numbersOf, type Reported } from './scalars.js';
import type { Schedule } from './schedule.js';
import { type Engine, readsAtOnce } from './statistics/engine.js';
import type { Reductions } from './statistics/reductions.js';
import { Arrivals } from './tap/arrivals.js';
import { ClassCounts } from './tap/batch.js';
import type { Guard } from './tap/guard.js';
import { LossFit } from './tap/loss-fit.js';
import { MovingObjective } from './tap/moving-objective.js';
import type { Progress } from './tap/open-step.js';
import type { PenaltySplit } from './tap/penalty.js';
import { type Contents, type Draft, FramePlan, type Split } from './tap/plan.js';
import type { Ranks } from './tap/ranks.js';
import { StepObserver } from './tap/step-observer.js';

/** What stays the same while a run is watched. */
export interface SessionParts {
  readonly engine: Engine;
  readonly reductions: () => Reductions;
  readonly schedule: Schedule;
  readonly guard: Guard;
  readonly line: RunLine;
  /** Where the run is trained by several processes. */
  readonly ranks: Ranks | undefined;
  /** A step begins. */
  readonly onBegin: () => void;
}

/** Steps after which a value that is not finite is news again: `loss-nonfinite` has cleared by then. */
const FORGOTTEN = 100;

/** One watched run on the training thread: the observer of its steps, and the frames that are no step. */
export class Session {
  observer: StepObserver | undefined;
  readonly progress: Progress = {
    steps: 0,
    examples: 0,
    epochs: 0,
    penalty: undefined,
    cycle: undefined,
    objectiveMoves: 0,
    weightSets: 0,
    nonfinite: { loss: 0, gradient: 0, weight: 0, activation: 0, input: 0, label: 0 },
  };
  private readonly arrivals = new Arrivals();
  private readonly moving: MovingObjective;
  private classes = new ClassCounts([]);
  private lossFit = new LossFit([]);
  private plan: FramePlan | undefined;
  private penalty: PenaltySplit = { kind: 'none' };
  private plans = 0;
  /** The losses that the run minimises, output by output, and how many others it had before. */
  private losses: readonly unknown[] | undefined;
  private objective = 0;
  private plannedSteps: number | undefined;
  /** Values so far that were not finite, and the step of the last one. */
  private nonfinite = 0;
  private badStep = Number.NEGATIVE_INFINITY;

  /** `initialStep` steps were taken before the run was watched. */
  constructor(
    private readonly parts: SessionParts,
    initialStep = 0,
  ) {
    this.progress.steps = initialStep;
    this.moving = new MovingObjective(parts.engine);
  }

  get contents(): Contents | undefined {
    return this.plan?.contents;
  }

  /** The run minimises these losses from now on: functions, or names. */
  minimise(losses: readonly unknown[]): void {
    const before = this.losses;
    this.losses = losses;
    if (before && (before.length !== losses.length || losses.some((loss, index) => loss !== before[index])))
      this.objective++;
  }

  /** What the frames carry from now on. */
  adopt(given: Omit<Contents, 'mismatches'>, penalty: PenaltySplit, lossFit = this.lossFit): void {
    const contents = { ...given, mismatches: lossFit.mismatches };
    const plan = new FramePlan(++this.plans, contents, this.objective, this.parts.ranks);
    // Where there is no memory for wider frames this throws, and what was measured before goes on.
    this.parts.line.layout(plan.layout);
    const before = this.observer;
    before?.dispose();
    this.penalty = penalty;
    this.lossFit = lossFit;
    if (contents.classes.join('\u0000') !== this.classes.names.join('\u0000')) {
      this.classes = new ClassCounts(contents.classes);
    }
    this.plan = plan;
    this.observer = new StepObserver(
      {
        ...this.parts,
        classes: this.classes,
        lossFit,
        onMisfit: () => this.learnMismatches(),
        arrivals: this.arrivals,
        moving: this.moving,
        plan,
        penalty,
        send: (draft) => this.send(draft),
      },
      this.progress,
    );
    if (before) this.observer.goOnFrom(before);
  }

  /** Steps that the running fit was asked for. */
  expect(steps: number | undefined): void {
    this.plannedSteps = steps === undefined ? undefined : this.progress.steps + steps;
  }

  /** What a loop says its loss was: one that the optimizer saw itself is not read again, another is told beside it. */
  lossOf(loss: number | ScalarLike | undefined): Reported {
    const { observer, progress } = this;
    if (!observer?.sawLoss) return { loss };
    if (!readsAtOnce(this.parts.engine)) return {};
    const { loss: seen, penalty = 0 } = progress;
    return otherLoss(loss, {
      data: observer.lossData,
      values: seen === undefined ? [] : [seen, seen - penalty],
    });
  }

  /** The same for what a loop reports: its scalars may still have to be read. */
  reported(kind: FrameKind, split: Split, values: Reported, ownTime?: number): void {
    // A loop that never waits for the device: what is counted is told with the next step that is not too many.
    if (this.arrivals.isFull) return;
    const numbers = numbersOf(values, readsAtOnce(this.parts.engine));
    if (!(numbers instanceof Promise)) {
      this.report(kind, split, numbers, ownTime);
      return;
    }
    let read: Record<string, number> = {};
    const arrived = numbers.then((found) => {
      read = found;
    });
    this.arrivals.after(
      arrived,
      () => this.report(kind, split, read, ownTime),
      (error) => this.parts.guard.failed('listener', error),
    );
  }

  /**
   * Numbers that are no step's own: an evaluation, an epoch's end, what a loop says about its last step; `ownTime` are
   * the seconds of that step in which it did not wait for other ranks.
   */
  report(kind: FrameKind, split: Split, values: Readonly<Record<string, number>>, ownTime?: number): void {
    const { loss, learningRate, ...metrics } = values;
    this.learnMetrics(Object.keys(metrics));
    if (kind === 'step') this.parts.onBegin();
    const draft = this.plan?.draft(kind);
    if (!draft) return;
    const { steps, examples, epochs, nonfinite, penalty } = this.progress;
    draft.header('step', steps);
    draft.set('steps', steps);
    draft.set('examples', examples);
    draft.set('epochs', epochs);
    if (loss !== undefined) {
      draft.set('loss', loss, split);
      if (split === 'train') {
        // A loss below the penalty is the data loss alone, as some loops report it.
        draft.set('dataLoss', penalty !== undefined && loss >= penalty ? loss - penalty : loss);
        if (penalty !== undefined) draft.set('regularizationLoss', penalty);
        if (!Number.isFinite(loss)) nonfinite.loss++;
        draft.set('nonfinite', nonfinite.loss, 'loss');
      }
    }
    if (ownTime !== undefined) draft.set('stepOwnTime', ownTime);
    if (learningRate !== undefined) draft.set('learningRate', learningRate);
    for (const [name, value] of Object.entries(metrics)) draft.set('metric', value, name, split);
    // Values of steps may still be on their way from the device; the order of frames is the order of events.
    this.arrivals.after(
      undefined,
      () => this.send(draft),
      () => {},
    );
  }

  /** Waits for what is still on its way from the device. */
  async settled(): Promise<void> {
    await this.arrivals.settled();
  }

  dispose(): void {
    this.observer?.dispose();
    this.observer = undefined;
  }

  /** A loop may report metrics that were not known when it was attached. */
  private learnMetrics(names: readonly string[]): void {
    const contents = this.plan?.contents;
    const unknown = names.filter((name) => !contents?.metrics.includes(name));
    if (!contents || unknown.length === 0) return;
    this.adopt({ ...contents, metrics: [...contents.metrics, ...unknown] }, this.penalty);
  }

  /** What of the loss does not fit is known once a tape was seen. */
  private learnMismatches(): void {
    const contents = this.plan?.contents;
    if (contents) this.adopt(contents, this.penalty);
  }

  private send(draft: Draft): void {
    this.parts.guard.run('channel', () => {
      draft.set('plannedSteps', this.plannedSteps ?? ABSENT);
      this.parts.line.write(draft.numbers);
      this.plan?.recycle(draft);
      this.settleNonfinite();
    });
  }

  /**
   * A value that is not finite has ended the run, whatever the next step computes: the loop waits a moment for the
   * verdict, so that a listener can stop it before another step. Once: values that keep coming are no news.
   */
  private settleNonfinite(): void {
    const { loss, gradient, weight, input, label } = this.progress.nonfinite;
    const bad = loss + gradient + weight + input + label;
    if (bad <= this.nonfinite) return;
    this.nonfinite = bad;
    const { steps } = this.progress;
    if (steps - this.badStep > FORGOTTEN) this.parts.line.settle();
    this.badStep = steps;
  }
}
