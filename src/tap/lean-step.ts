import { ABSENT } from '../frame.js';
import { type Engine, readsAtOnce, type TensorLike } from '../statistics/engine.js';
import type { Batch } from './batch.js';
import type { Progress } from './open-step.js';
import { type LeanFrame, nonfinitePlaces } from './plan.js';
import type { Moment, StepClock } from './step-clock.js';
import type { Metric } from './step-frame.js';
import type { ObserverParts } from './step-observer.js';

/**
 * A step of a model of which the loss alone is looked at: what almost all steps of a long run are. It is as short as can
 * be: code and memory that a step of the training has driven out of the processor's cache cost more than what is done
 * with them.
 */
export class LeanStep {
  isOpen = false;
  began: Moment = { at: 0, spent: 0 };
  batch: Batch | undefined;
  /** Once it was computed. */
  loss: TensorLike | undefined;

  constructor(
    private readonly parts: ObserverParts,
    private readonly progress: Progress,
    private readonly clock: StepClock,
  ) {}

  /** Whether the run has nothing else that each step must tell: no ranks, no penalty, nothing on its way. */
  get isEnough(): boolean {
    const { engine, ranks, penalty, arrivals } = this.parts;
    return !ranks && penalty.kind === 'none' && arrivals.isSettled && readsAtOnce(engine);
  }

  begin(began: Moment, batch: Batch): void {
    this.isOpen = true;
    this.began = began;
    this.batch = batch;
    this.loss = undefined;
  }

  /** Lets go of what is the training step's. */
  close(): void {
    this.isOpen = false;
    this.batch = undefined;
    this.loss = undefined;
  }

  /** Ends it and sends its frame; where the loss is not finite it says that there is more to look at, and stays open. */
  end(metrics: readonly Metric[], learningRate: number | undefined, isInFit: boolean): boolean {
    const { guard, plan, schedule, engine, send } = this.parts;
    const { began, batch } = this;
    const progress = this.progress;
    const loss = guard.run('statistics', () => this.read());
    if (loss !== undefined && !Number.isFinite(loss)) return false;
    const frame = plan.lean;
    for (const { name, tensor } of metrics)
      frame.set('metric', guard.run('statistics', () => numberIn(tensor)) ?? ABSENT, name, 'train');
    this.close();
    guard.stepEnded(false);
    progress.steps++;
    progress.examples += batch?.size ?? 0;
    progress.loss = loss;
    const { duration, cycle, own, cost } = this.clock.end(began, isInFit);
    progress.cycle = cycle;
    guard.run('channel', () => {
      fillLean(frame, { loss, duration, learningRate }, progress, engine);
      frame.put(frame.at.agentOverhead, schedule.overhead);
      frame.put(frame.at.agentBudget, schedule.budgetShare);
      frame.put(frame.at.agentInterval, schedule.interval);
      send(frame);
    });
    schedule.end('loss', cost, own, loss);
    return true;
  }

  /** Undefined where there was no loss, or its owner disposed it. */
  private read(): number | undefined {
    const { loss } = this;
    if (!loss || loss.isDisposed) return undefined;
    const { numbersIn } = this.parts.reductions();
    return (numbersIn ? numbersIn(loss) : loss.dataSync())[0];
  }
}

const numberIn = (tensor: TensorLike): number | undefined =>
  tensor.isDisposed ? undefined : tensor.dataSync()[0];

/** What is known of it beside its counts. */
interface LeanEnd {
  readonly loss: number | undefined;
  /** Milliseconds, validation not counted. */
  readonly duration: number;
  readonly learningRate: number | undefined;
}

/** Puts all that is known of such a step into its frame; the agent's own figures are the caller's. */
function fillLean(frame: LeanFrame, end: LeanEnd, progress: Progress, engine: Engine): void {
  const { numbers, at } = frame;
  const { loss } = end;
  const { penalty, nonfinite } = progress;
  frame.header('step', progress.steps);
  numbers[at.steps] = progress.steps;
  numbers[at.examples] = progress.examples;
  numbers[at.epochs] = progress.epochs;
  numbers[at.stepDuration] = end.duration / 1000;
  numbers[at.objectiveMoves] = progress.objectiveMoves;
  numbers[at.weightSets] = progress.weightSets;
  numbers[at.tensors] = engine.state.numTensors;
  numbers[at.tensorBytes] = engine.state.numBytes;
  frame.put(at.learningRate, end.learningRate);
  frame.put(at.loss, loss);
  frame.put(at.dataLoss, loss === undefined ? undefined : loss - (penalty ?? 0));
  frame.put(at.regularizationLoss, loss === undefined ? undefined : penalty);
  for (let place = 0; place < nonfinitePlaces.length; place++) {
    const where = nonfinitePlaces[place];
    if (where) numbers[at.nonfinite + place] = nonfinite[where];
  }
}
