import { type Frame, REPORTED_LOSS } from '../frame.js';
import type { VitalStore } from './store.js';
import { swing } from './swing.js';
import { mean, Recent, type Window } from './window.js';

/** Reports that are its start, and those that are its level. */
const START = 32;
const LEVEL = 64;
/** Reports before anything is said, and steps that may go by without one. */
const FEW = 64;
const SPARSE = 2;
/** Reports that deviate by more than this of their start tell nothing, as `noisy` of loss-not-improving has it at first. */
const NOISY = 0.35;

/** Where the loss that a loop reports is against its own start, if it is not the one that is minimized. */
export class ReportedLoss implements Window {
  private readonly first: number[] = [];
  private readonly recent = new Recent(LEVEL);
  private count = 0;
  private begin: number | undefined;

  observe(store: VitalStore, frame: Frame): void {
    this.begin ??= frame.step;
    const loss = store.fresh('metric', { metric: REPORTED_LOSS, split: 'train' });
    if (loss !== undefined && Number.isFinite(loss)) {
      this.count++;
      if (this.first.length < START) this.first.push(loss);
      this.recent.push(loss);
    }
    if (this.count === 0) return;
    // What is reported now and then, from the middle of a run on, or no longer, says nothing of the steps.
    const isKnown = this.count >= FEW && SPARSE * this.count >= frame.step - this.begin;
    store.set('reportedImprovement', isKnown ? this.improvement() : undefined);
  }

  private improvement(): number | undefined {
    const start = mean(this.first);
    const level = this.recent.last(LEVEL);
    const isKnown = swing(level) <= NOISY * Math.abs(start);
    return start !== 0 && isKnown ? (start - mean(level)) / Math.abs(start) : undefined;
  }
}
