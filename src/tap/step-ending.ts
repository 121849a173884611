import type { BatchObserver } from './batch-observer.js';
import type { OpenStep, Progress } from './open-step.js';
import type { StepClock } from './step-clock.js';
import { fillStep, type StepEnd } from './step-frame.js';
import type { ObserverParts } from './step-observer.js';

/** How a step of which more than the loss was measured comes to its end: it is read once, and its frame is sent. */
export class StepEnding {
  constructor(
    private readonly parts: ObserverParts,
    private readonly progress: Progress,
    private readonly clock: StepClock,
    private readonly batches: BatchObserver,
  ) {}

  /** `learningRate` as the optimizer has it now; `continuous`: the next step of a fit follows at once. */
  end(step: OpenStep, learningRate: number | undefined, continuous: boolean): void {
    const { guard, arrivals, ranks, plan, schedule } = this.parts;
    const { progress } = this;
    progress.steps++;
    progress.examples += step.examples ?? 0;
    const reading = this.read(step);
    this.release(step);
    guard.stepEnded(step.sampled);
    const { steps, examples, epochs, objectiveMoves, weightSets } = progress;
    const { duration, cycle, own, cost } = this.clock.end(step.began, continuous);
    progress.cycle = cycle;
    ranks?.alignment?.took(cycle);
    if (step.isBlind) {
      plan.recycle(step.draft);
      return;
    }
    const ownTime = Math.max(0, cycle - step.waited);
    const end = {
      counts: { steps, examples, epochs, objectiveMoves, weightSets },
      duration,
      ownTime,
      learningRate,
    };
    arrivals.after(
      reading,
      () => {
        this.send(step, end);
        schedule.end(step.depth, cost, own, step.loss);
      },
      (error) => guard.failed('statistics', error),
    );
  }

  /** A step that came to nothing leaves nothing behind. */
  abandon(step: OpenStep): void {
    this.release(step);
    this.forget(step);
  }

  /** Reads what was measured; where that takes time, when it has arrived. */
  private read(step: OpenStep): void | Promise<void> {
    const { guard } = this.parts;
    const read = guard.run('statistics', () => step.pack.read());
    const blame = () => guard.run('statistics', () => this.batches.blame(step));
    const reading = read ? read.then(blame).finally(() => this.forget(step)) : blame();
    if (!reading) this.forget(step);
    return reading;
  }

  private forget(step: OpenStep): void {
    this.parts.guard.run('statistics', () => this.batches.forget(step));
  }

  /** Lets go of what a failed measurement may have left. */
  private release({ pack, before }: OpenStep): void {
    this.parts.guard.run('statistics', () => {
      pack.discard();
      for (const old of before.values()) old.dispose();
      before.clear();
    });
  }

  private send(step: OpenStep, end: StepEnd): void {
    this.parts.guard.run('channel', () => {
      const { engine, schedule, send } = this.parts;
      fillStep(step, end, this.progress, engine);
      if (end.counts.steps === 1) this.batches.compareWithChance(step);
      if (step.sampled) this.batches.report(step.draft);
      if (schedule.overhead !== undefined) step.draft.set('agentOverhead', schedule.overhead);
      if (schedule.budgetShare !== undefined) step.draft.set('agentBudget', schedule.budgetShare);
      step.draft.set('agentInterval', schedule.interval);
      send(step.draft);
    });
  }
}
