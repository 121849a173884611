import type { Frame, Layout } from '../frame.js';
import type { VitalStore } from './store.js';
import type { Window } from './window.js';

const SPAN = 32;
const SPANS = 4;

/**
 * What every step leaves behind. The least of four spans: slots of an optimizer, caches and a second model come once,
 * and `fit` itself keeps a scalar now and then (0.06 to 0.16 tensors a step); a leak grows in each span. The history
 * of `fit` keeps the losses and metrics of each epoch until it ends, which are not counted: an epoch may be one step.
 */
export class TensorGrowth implements Window {
  /** Counts at the ends of spans, oldest first. */
  private readonly ends: { readonly step: number; readonly tensors: number }[] = [];

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    const held = frame.kind === 'step' ? store.fresh('tensors') : undefined;
    if (held === undefined) return;
    const last = this.ends.at(-1);
    if (last && frame.step - last.step < SPAN) return;
    const tensors = held - (store.get('epochs') ?? 0) * historyOf(layout);
    this.ends.push({ step: frame.step, tensors });
    if (this.ends.length > SPANS + 1) this.ends.shift();
    if (this.ends.length <= SPANS) return;
    const growths = this.ends.slice(1).map((end, index) => {
      const before = this.ends[index] ?? end;
      return (end.tensors - before.tensors) / (end.step - before.step);
    });
    store.set('tensorGrowth', Math.min(...growths));
  }
}

/** Scalars that the history of `fit` keeps of an epoch: each loss and metric, of both splits. */
const historyOf = ({ slots }: Layout): number =>
  slots.filter(({ key }) => key === 'loss' || key === 'metric').length;
