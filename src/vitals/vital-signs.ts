import type { Frame, Layout } from '../frame.js';
import type { SeriesKey } from '../series.js';
import { ClassBalance } from './class-balance.js';
import { Evaluations } from './evaluations.js';
import { Frozen } from './frozen.js';
import { GradientFlow } from './gradient-flow.js';
import { GradientGrowth } from './gradient-growth.js';
import { Gradientless } from './gradientless.js';
import { Initialization } from './initialization.js';
import { Inputs } from './inputs.js';
import { LossLevel } from './loss-level.js';
import { LossSpikes } from './loss-spikes.js';
import { Onset } from './onset.js';
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
import type { Window } from './window.js';

/** Windows over the loss and what follows its scale, and what they set: another loss is another scale. */
const ofObjective = (isFirst: boolean) => [
  new LossSpikes(),
  new LossLevel(isFirst),
  new ReportedLoss(),
  new GradientGrowth(),
  new Evaluations(),
];
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
  'lossDivergence',
  'lossRise',
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

/** Everything known of a run: the last statistics and the windows over them. */
export class VitalSigns {
  readonly store = new VitalStore();
  private objective: number | undefined;
  private lossWindows: readonly Window[] = [];
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
    for (const window of this.lossWindows) window.observe(this.store, frame, layout);
    for (const window of this.windows) window.observe(this.store, frame, layout);
  }

  /** The clock that frames have their times from was set, by so many seconds. */
  clockSet(by: number): void {
    this.throughput.clockSet(by);
  }

  private beginAnew(objective: number): void {
    const isFirst = this.objective === undefined;
    if (!isFirst) for (const key of setByThem) this.store.set(key, undefined);
    this.objective = objective;
    this.lossWindows = ofObjective(isFirst);
  }
}
