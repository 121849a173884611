import type { Frame, Layout } from '../frame.js';
import type { VitalStore } from './store.js';
import { RunningMean, type Window } from './window.js';

/** Validation against training, evaluation by evaluation; the training side is the mean since the last evaluation. */
export class Evaluations implements Window {
  private losses = new RunningMean();
  private accuracies = new RunningMean();
  private best: { loss: number; trained: number; number: number } | undefined;
  private count = 0;
  private named: { readonly layout: Layout; readonly accuracy: string | undefined } | undefined;

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (layout !== this.named?.layout) this.named = { layout, accuracy: accuracyName(layout) };
    const { accuracy } = this.named;
    if (frame.kind !== 'evaluation') {
      this.train(store, accuracy);
      return;
    }
    const loss = measured(store.fresh('loss', { split: 'validation' }));
    const trained = this.losses.value;
    if (loss !== undefined && trained !== undefined) this.compare(store, loss, trained);
    const validated = accuracy && measured(store.fresh('metric', { metric: accuracy, split: 'validation' }));
    const reached = this.accuracies.value;
    if (typeof validated === 'number' && reached !== undefined) store.set('accuracyGap', reached - validated);
    this.losses = new RunningMean();
    this.accuracies = new RunningMean();
  }

  private train(store: VitalStore, accuracy: string | undefined): void {
    const loss = measured(store.fresh('dataLoss'));
    if (loss !== undefined) this.losses.push(loss);
    const metric = accuracy && measured(store.fresh('metric', { metric: accuracy, split: 'train' }));
    if (typeof metric === 'number') this.accuracies.push(metric);
  }

  private compare(store: VitalStore, loss: number, trained: number): void {
    this.count++;
    if (!this.best || loss < this.best.loss) this.best = { loss, trained, number: this.count };
    const { best } = this;
    store.set('evaluationsSinceBest', this.count - best.number);
    // Ratios to a best that is not positive mean nothing; what an earlier best gave is no longer true.
    store.set('validationLossRise', best.loss > 0 ? loss / best.loss - 1 : undefined);
    store.set(
      'trainImprovementSinceBest',
      best.trained === 0 ? undefined : (trained - best.trained) / Math.abs(best.trained),
    );
    const initial = store.get('lossInitial');
    if (initial !== undefined && initial !== 0)
      store.set('generalizationGap', (loss - trained) / Math.abs(initial));
  }
}

/** NaN and Infinity are counted elsewhere; a mean they are part of would tell nothing. */
const measured = (value: number | undefined) => (Number.isFinite(value) ? value : undefined);

/** The run's accuracy metric, by tfjs' names: acc, accuracy, digits_acc, categoricalAccuracy. */
export function accuracyName(layout: Layout): string | undefined {
  const names = layout.slots.filter(({ key }) => key === 'metric').map(({ labels }) => labels.metric ?? '');
  return names.find((name) => /(^|_)acc(uracy)?$|Accuracy$/.test(name));
}
