import type { Frame, Layout } from '../frame.js';
import type { SeriesKey } from '../series.js';
import { TrainingAccuracy } from './accuracy.js';
import { ClassBalance } from './class-balance.js';
import { Evaluations } from './evaluations.js';
import { Frozen } from './frozen.js';
import { GradientFlow } from './gradient-flow.js';
import { GradientGrowth } from './gradient-growth.js';
import { Gradientless } from './gradientless.js';
import { Initialization } from './initialization.js';
import { Inputs } from './inputs.js';
import { LEARNED, LossLevel } from './loss-level.js';
import { LossSpikes } from './loss-spikes.js';
import { ObjectiveMoves } from './objective-moves.js';
import { Onset } from './onset.js';
import { OtherData } from './other-data.js';
import { OwnTime } from './own-time.js';
import { RateDecay } from './rate-decay.js';
import { Regularization } from './regularization.js';
import { ReportedLoss } from './reported-loss.js';
import { StepTime } from './step-time.js';
import { VitalStore } from './store.js';
import { TensorGrowth } from './tensor-growth.js';
import { Throughput } from './throughput.js';
import { Unchanged } from './unchanged.js';
import { UpdateSize } from './update-size.js';
import { mean, Recent, type Window } from './window.js';

/** Windows over the loss and what follows its scale, and what they set: another loss is another scale. */
const ofObjective = (moves: ObjectiveMoves, isResumed: boolean, isTrained: boolean) => {
  const data = new OtherData();
  return [
    data,
    new LossSpikes(moves, data),
    new LossLevel(data, isResumed, isTrained),
    new ReportedLoss(),
    new TrainingAccuracy(),
    new GradientGrowth(),
    new Evaluations(),
  ];
};
const setByThem = [
  'lossSteps',
  'initialLoss',
  'initialError',
  'lossInitial',
  'lossSmoothed',
  'lossBest',
  'lossImprovement',
  'lossBestImprovement',
  'reportedImprovement',
  'accuracyImprovement',
  'lossDivergence',
  'lossRise',
  'lossFall',
  'lossSwing',
  'lossRhythm',
  'lossZscore',
  'gradientGrowth',
  'evaluationsSinceBest',
  'validationLossRise',
  'trainImprovementSinceBest',
  'generalizationGap',
  'accuracyGap',
] as const satisfies readonly SeriesKey[];

/** Weights that were set back give the loss that the run began with, or nearly, before another step was taken. */
const AS_AT_START = 0.7;
/** Of its start: a loss that had not fallen further has nowhere to be set back from. */
const FALLEN = 0.5;
/** In deviations of the recent losses: single batches come as far by chance. */
const BEYOND = 6;
/** A run whose first frame is of a later step than this was resumed: it has learned before. */
const RESUMED = 32;

/** Everything known of a run: the last statistics and the windows over them. */
export class VitalSigns {
  readonly store = new VitalStore();
  private objective: number | undefined;
  private layout: number | undefined;
  /** Whether the model was compiled anew, and no loss was seen since. */
  private isRecompiled = false;
  /** Whether an earlier loss has taught it something. */
  private isTrained = false;
  /** Data losses of the last steps: the batch at the end of an epoch is often a small one. */
  private readonly last = new Recent(4);
  private lossWindows: readonly Window[] = [];
  private readonly moves = new ObjectiveMoves();
  private readonly throughput = new Throughput();
  private readonly windows: readonly Window[] = [
    new Frozen(),
    new StepTime(),
    new OwnTime(),
    new UpdateSize(),
    new RateDecay(),
    new Unchanged(),
    new GradientFlow(),
    new Gradientless(),
    new Initialization(),
    new Regularization(),
    new Inputs(),
    new ClassBalance(),
    this.throughput,
    new TensorGrowth(),
    new Onset(),
  ];

  observe(frame: Frame, layout: Layout): void {
    this.store.apply(frame, layout);
    if (layout.objective !== this.objective) this.beginAnew(layout.objective);
    else if (this.isSetBack(layout)) this.beginAnew(layout.objective, true);
    const loss = this.store.fresh('dataLoss');
    if (loss !== undefined && Number.isFinite(loss)) this.last.push(loss);
    this.moves.observe(this.store);
    for (const window of this.lossWindows) window.observe(this.store, frame, layout);
    for (const window of this.windows) window.observe(this.store, frame, layout);
  }

  /** The clock that frames have their times from was set, by so many seconds. */
  clockSet(by: number): void {
    this.throughput.clockSet(by);
  }

  /**
   * Whether the first loss after the model was compiled anew is that of the run's start, as in the folds of a
   * cross-validation: before its first step, so that no new learning rate has driven it there, and from one batch to the
   * next, so that it did not climb there.
   */
  private isSetBack({ id }: Layout): boolean {
    if (id !== this.layout) this.isRecompiled = this.layout !== undefined;
    this.layout = id;
    const loss = this.isRecompiled ? this.store.fresh('dataLoss') : undefined;
    if (loss === undefined) return false;
    this.isRecompiled = false;
    const [initial, level] = [this.store.get('lossInitial'), this.store.get('lossSmoothed')];
    if (initial === undefined || level === undefined) return false;
    const deviation = (this.store.get('lossSwing') ?? 0) * Math.max(level, initial);
    return (
      Math.max(level, mean(this.last.last(4))) < FALLEN * initial &&
      loss > Math.max(AS_AT_START * initial, level + BEYOND * deviation)
    );
  }

  private beginAnew(objective: number, isSetBack = false): void {
    const isFirst = this.objective === undefined;
    const isResumed = isFirst && this.store.step > RESUMED;
    const hasLearned = (this.store.get('lossBestImprovement') ?? 0) > LEARNED;
    this.isTrained = !isSetBack && (this.isTrained || isResumed || hasLearned);
    if (!isFirst) for (const key of setByThem) this.store.set(key, undefined);
    this.objective = objective;
    this.lossWindows = ofObjective(this.moves, isResumed, this.isTrained);
  }
}
