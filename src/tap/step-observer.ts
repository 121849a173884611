import type { Schedule } from '../schedule.js';
import type { Engine, TensorLike } from '../statistics/engine.js';
import { Pack } from '../statistics/pack.js';
import type { Reductions } from '../statistics/reductions.js';
import type { Arrivals } from './arrivals.js';
import type { Batch, ClassCounts } from './batch.js';
import { BatchObserver } from './batch-observer.js';
import type { Guard } from './guard.js';
import { LayerObserver } from './layer-observer.js';
import { LeanStep } from './lean-step.js';
import type { LossFit } from './loss-fit.js';
import type { Gradients } from './model.js';
import type { MovingObjective } from './moving-objective.js';
import { type Beginning, type FramedBy, type OpenStep, openStep, type Progress } from './open-step.js';
import type { PenaltySplit } from './penalty.js';
import type { Draft, FramePlan, NonfinitePlace } from './plan.js';
import { measureReplica, type Ranks } from './ranks.js';
import { StepClock } from './step-clock.js';
import { StepEnding } from './step-ending.js';
import type { Metric } from './step-frame.js';
import { misfitsOf, type TapeNode } from './taped-loss.js';
import type { WatchedLayer } from './topology.js';
import { VariableObserver } from './variable-observer.js';
import { WeightSets } from './weight-sets.js';

/** What the observer is built from. */
export interface ObserverParts {
  readonly engine: Engine;
  readonly reductions: () => Reductions;
  readonly schedule: Schedule;
  readonly guard: Guard;
  readonly plan: FramePlan;
  readonly penalty: PenaltySplit;
  /** A step begins: the run is running, whatever it was before. */
  readonly onBegin: () => void;
  /** Counts of classes; they go on when the layout changes. */
  readonly classes: ClassCounts;
  /** Whether the loss fits the outputs and targets. */
  readonly lossFit: LossFit;
  /** The tape told that the loss does not fit: the frames must have a place for it. */
  readonly onMisfit: () => void;
  /** Steps whose values are on their way from the device. */
  readonly arrivals: Arrivals;
  /** Whether something else changes what is minimized; what is known of that outlives a layout. */
  readonly moving: MovingObjective;
  /** Where the run is trained by several processes. */
  readonly ranks: Ranks | undefined;
  /** Copies a frame to the exporter's ring. */
  readonly send: (draft: Draft) => void;
}

/** Observes one training step after the other: hooks call it in the order of a step, and `end` sends the frame. */
export class StepObserver {
  /** Whether the optimizer computed the loss of the last step itself. */
  sawLoss = false;
  /** The data of that loss's tensor. */
  lossData: object | undefined;
  /** Steps that were begun, those that came to nothing too. */
  begun = 0;
  /** Examples that a hand-written loop was seen to feed since it last reported. */
  fedExamples = 0;
  private open: OpenStep | undefined;
  /** Whether the tape of this step told that the loss does not fit. */
  private hasMisfit = false;
  /** Open instead of the other, where there is nothing to look at but the loss. */
  private readonly lean: LeanStep;
  private readonly clock: StepClock;
  private readonly ending: StepEnding;
  private readonly layers: LayerObserver;
  private readonly variables: VariableObserver;
  private readonly batches: BatchObserver;
  private readonly weights: WeightSets;
  private readonly names: ReadonlySet<string>;
  private readonly isTrained = (name: string) => this.variables.isTrained(name);

  constructor(
    private readonly parts: ObserverParts,
    readonly progress: Progress,
  ) {
    this.clock = new StepClock(parts.guard);
    this.lean = new LeanStep(parts, progress, this.clock);
    const bad = (where: NonfinitePlace, values: number) => {
      progress.nonfinite[where] += values;
    };
    this.layers = new LayerObserver(parts.engine, parts.schedule, bad);
    this.variables = new VariableObserver(parts, bad);
    this.batches = new BatchObserver(parts, bad);
    this.ending = new StepEnding(parts, progress, this.clock, this.batches);
    this.weights = new WeightSets(parts.plan.contents.topology.variables);
    this.names = new Set(parts.plan.contents.topology.variables.map(({ tensor }) => tensor.name));
  }

  /** Takes the place of an observer of another layout: what it knew of its last step goes on. */
  goOnFrom({ sawLoss, lossData, begun, fedExamples, weights }: StepObserver): void {
    Object.assign(this, { sawLoss, lossData, begun, fedExamples });
    this.weights.goOnFrom(weights);
  }

  /** Whether outputs of layers are wanted: in a sampled step, until its forward pass gave the loss. */
  get isSampling(): boolean {
    return this.open?.sampled === true && !this.sawLoss;
  }
  /** Whether the forward pass of a step is under way. */
  get isFeeding(): boolean {
    return this.open !== undefined && !this.sawLoss;
  }
  get isOpen(): boolean {
    return this.lean.isOpen || this.open !== undefined;
  }

  /** What began the step that is open. */
  get framedBy(): FramedBy | undefined {
    return this.lean.isOpen ? 'model' : this.open?.framedBy;
  }
  /** Whether there is something to do once the weights were updated: to compare them, or to end the step. */
  get awaitsUpdate(): boolean {
    const { open } = this;
    return open !== undefined && (open.before.size > 0 || open.framedBy !== 'model');
  }
  /** Whether one of the variables is watched. */
  knowsAny(names: readonly string[]): boolean {
    return names.some((name) => this.names.has(name));
  }

  /** Something is fed forward to be differentiated: it may become a step, when its gradients are applied. */
  maybeBegin(tape: object): void {
    if (this.lean.isOpen) return;
    if (!this.open || (this.open.tape && this.open.tape !== tape)) this.begin('gradients', undefined, tape);
  }

  /** A step begins: the batch is about to be fed forward. */
  begin(framedBy: FramedBy, batch?: Batch, tape?: object): void {
    const { schedule, guard } = this.parts;
    const began = this.clock.now();
    this.cancel();
    if (!tape) this.parts.onBegin();
    this.sawLoss = false;
    this.begun++;
    const isBlind = this.parts.arrivals.isFull;
    const depth = guard.isOn && !isBlind ? schedule.begin() : 'loss';
    const hasMoved = this.parts.moving.begin(this.isTrained);
    if (this.weights.begin()) this.progress.weightSets++;
    if (batch && depth === 'loss' && !hasMoved && guard.isOn && this.isLeanEnough()) {
      this.lean.begin(began, batch);
      return;
    }
    this.openAs({ framedBy, depth, isBlind, began, batch, tape, hasMoved });
  }

  private openAs(beginning: Beginning): void {
    const { engine, reductions, plan } = this.parts;
    this.open = openStep(beginning, plan.draft('step'), new Pack(engine, reductions()));
    const { batch } = beginning;
    if (batch) this.measure((step) => this.batches.observe(step, batch));
  }

  /** Whether a step in which only the loss is due has nothing else to tell. */
  private isLeanEnough(): boolean {
    return this.lean.isEnough && !this.variables.hasTable && !this.batches.awaitsNeighbour;
  }

  /** The step turns out to be unlike most: it is looked at as any other. */
  private thicken(): void {
    const { began, batch, loss } = this.lean;
    this.lean.close();
    this.openAs({
      framedBy: 'model',
      depth: 'loss',
      isBlind: false,
      began,
      batch,
      tape: undefined,
      hasMoved: false,
    });
    if (loss) this.borrowLoss(loss);
  }

  /** What a hand-written loop feeds to an input of its model; the first of several forward passes stands for the step. */
  input(name: string, input: TensorLike): void {
    this.measure((step) => {
      step.seen.add(name);
      step.examples ??= input.shape[0];
      this.batches.input(step, input, name, true);
    });
  }

  /** Whether an input was fed in this step. */
  hasSeen(name: string): boolean {
    return this.open?.seen.has(name) === true;
  }

  /** The layer's output of this step's forward pass; of several ones in a hand-written loop the first. */
  activation(layer: WatchedLayer, output: TensorLike, isLoop = false): void {
    this.measure((step) => this.layers.observe(step, layer, output, isLoop));
  }

  /** An output of the model in this step; `isPrediction` where its labels are classes. */
  output(layer: WatchedLayer, output: TensorLike, isPrediction: boolean): void {
    this.measure(({ pack }) => this.batches.output(pack, layer.instance, output, isPrediction));
  }

  /** The forward pass is over: on this tape it was recorded. */
  fedForward(tape: object | undefined): void {
    if (this.open) this.open.forward = tape;
  }

  /** The penalties that are about to be added to the loss. */
  penalties(parts: readonly TensorLike[]): void {
    if (this.lean.isOpen) {
      if (parts.length === 0) {
        this.progress.penalty = 0;
        return;
      }
      this.thicken();
    }
    this.measure((step) => {
      if (step.penalty !== undefined) return;
      step.penalty = 0;
      if (parts.length === 0) return;
      step.pack.number(
        (reduce) => reduce.add(parts),
        (value) => {
          step.penalty = value;
        },
      );
    });
  }

  /** The optimizer has its gradients, and this is the loss that they were taken of. */
  differentiated(loss: TensorLike): void {
    if (this.open) this.open.gradientsAt = this.clock.now();
    this.loss(loss);
  }

  /** The loss that the gradients were taken of. */
  loss(value: TensorLike): void {
    // Of gradients that are accumulated, the first loss stands for the step.
    if (this.sawLoss) return;
    this.sawLoss = true;
    this.lossData = value.dataId;
    if (this.lean.isOpen) this.lean.loss = value;
    else this.borrowLoss(value);
  }

  private borrowLoss(value: TensorLike): void {
    this.measure((step) => {
      step.pack.borrow(value, (loss) => {
        step.loss = loss;
      });
    });
  }

  /** The gradients, and the weights they will change. */
  beforeUpdate(gradients: Gradients): void {
    if (this.lean.isOpen) {
      if (this.sawLoss) {
        this.variables.note(gradients);
        return;
      }
      this.thicken();
    }
    if (this.open?.tape) {
      this.open.tape = undefined;
      this.parts.onBegin();
    }
    const { open } = this;
    if (open?.gradientsAt) open.waited = this.clock.now().at - open.gradientsAt.at;
    // A loss that is not seen does not tell of what a gradient spoiled.
    const isDue = open?.depth !== 'loss' || !this.sawLoss;
    this.measure((step) => this.variables.beforeUpdate(step, gradients, isDue));
    this.measure((step) => {
      if (step.sampled) this.lookAtTape(step);
      step.forward = undefined;
    });
    const step = this.progress.steps + 1;
    if (this.parts.ranks?.alignment?.isAligned(step))
      this.measure((open) => measureReplica(open, step, this.parts.plan.contents.topology.variables));
  }

  /** What the loss was computed from: variables that something else may change, and something that it does not take. */
  private lookAtTape({ forward }: OpenStep): void {
    const { moving, plan, lossFit } = this.parts;
    const tape = Array.isArray(forward) ? (forward as readonly TapeNode[]) : [];
    const { variables } = plan.contents.topology;
    moving.look(tape, variables, this.isTrained);
    if (tape.length > 0 && lossFit.learn(() => misfitsOf(tape, variables))) this.hasMisfit = true;
  }

  /** The weights after the update. */
  afterUpdate(): void {
    this.measure((step) => this.variables.afterUpdate(step));
  }

  /** The step is over. `metrics`: scalars by name; `learningRate` as the optimizer has it now. */
  end(metrics: readonly Metric[] = [], learningRate?: number, continuous = false): void {
    this.parts.moving.end();
    this.weights.end();
    if (this.lean.isOpen) {
      if (this.lean.end(metrics, learningRate, continuous)) return;
      this.thicken();
    }
    const step = this.open;
    if (!step) return;
    if (metrics.length > 0)
      this.measure(({ pack, draft }) => {
        for (const { name, tensor } of metrics) {
          pack.borrow(tensor, (value) => draft.set('metric', value, name, 'train'));
        }
      });
    this.open = undefined;
    if (step.hasMoved) this.progress.objectiveMoves++;
    if (!step.batch) this.fedExamples += step.examples ?? 0;
    this.ending.end(step, learningRate, continuous);
    if (this.hasMisfit) this.parts.guard.run('tap', () => this.parts.onMisfit());
    this.hasMisfit = false;
  }

  /** Validation, an epoch's end or a new fit lies between two steps: it is not step time. */
  boundary(): void {
    this.clock.boundary();
  }

  dispose(): void {
    this.cancel();
    this.batches.dispose();
    this.layers.dispose();
  }

  /** A step that threw before its end, or is somebody else's, leaves nothing behind. */
  cancel(): void {
    this.lean.close();
    const step = this.open;
    this.open = undefined;
    if (!step) return;
    this.ending.abandon(step);
  }

  /** Runs a part of the measurement: errors stay here. */
  private measure(part: (step: OpenStep) => void): void {
    const step = this.open;
    if (!step || step.isBlind || !this.parts.guard.isOn) return;
    this.parts.guard.run('statistics', () => part(step));
  }
}
