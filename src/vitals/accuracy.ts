import type { Frame, Layout } from '../frame.js';
import { accuracyName } from './evaluations.js';
import type { VitalStore } from './store.js';
import { mean, Recent, type Window } from './window.js';

/** Steps that are its start, and those that are its level. */
const START = 32;
const LEVEL = 64;
/** Fewer wrong answers at the start are no scale: batches of 32 would have a third of them more or less by chance. */
const FEW = 0.1;

/**
 * How far the share of wrong answers in training fell. Of a cross-entropy with labels that are no certainties, as a
 * teacher's are, most cannot be learned away: it hardly moves while more and more answers become right.
 */
export class TrainingAccuracy implements Window {
  private readonly first: number[] = [];
  private readonly recent = new Recent(LEVEL);
  private named: { readonly layout: Layout; readonly accuracy: string | undefined } | undefined;

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (layout !== this.named?.layout) this.named = { layout, accuracy: accuracyName(layout) };
    const { accuracy } = this.named;
    if (accuracy === undefined || frame.kind === 'evaluation') return;
    const right = store.fresh('metric', { metric: accuracy, split: 'train' });
    if (right === undefined || !(right >= 0 && right <= 1)) return;
    if (this.first.length < START) this.first.push(right);
    this.recent.push(right);
    if (this.recent.length < LEVEL) return;
    const wrong = 1 - mean(this.first);
    if (wrong >= FEW)
      store.set('accuracyImprovement', (mean(this.recent.last(LEVEL)) - mean(this.first)) / wrong);
  }
}
