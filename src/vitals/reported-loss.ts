import { type Frame, REPORTED_LOSS } from '../frame.js';
import type { VitalStore } from './store.js';
import { mean, Recent, type Window } from './window.js';

/** Reports that are its start, and those that are its level. */
const START = 32;
const LEVEL = 64;
/** Reports before anything is said, and steps that may go by without one. */
const FEW = 64;
const SPARSE = 2;

/** Where the loss that a loop reports is against its own start, if it is not the one that is minimized. */
export class ReportedLoss implements Window {
  private readonly first: number[] = [];
  private readonly recent = new Recent(LEVEL);
  private count = 0;
  private begin: number | undefined;

  observe(store: VitalStore, frame: Frame): void {
    this.begin ??= frame.step;
    const loss = store.fresh('metric', { metric: REPORTED_LOSS, split: 'train' });
    if (loss === undefined || !Number.isFinite(loss)) return;
    this.count++;
    if (this.first.length < START) this.first.push(loss);
    this.recent.push(loss);
    // What is reported now and then, or from the middle of a run on, has shown no start.
    if (this.count < FEW || SPARSE * this.count < frame.step - this.begin) return;
    const start = mean(this.first);
    if (start !== 0)
      store.set('reportedImprovement', (start - mean(this.recent.last(LEVEL))) / Math.abs(start));
  }
}
