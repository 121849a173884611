import type { Frame, Layout } from '../frame.js';
import type { VitalStore } from './store.js';
import { mean, type Window } from './window.js';

/** Validation against training, evaluation by evaluation; the training side is the mean since the last evaluation. */
export class Evaluations implements Window {
  private losses: number[] = [];
  private accuracies: number[] = [];
  private best: { loss: number; trained: number; number: number } | undefined;
  private count = 0;

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    const accuracy = accuracyName(layout);
    if (frame.kind !== 'evaluation') {
      this.train(store, accuracy);
      return;
    }
    const loss = store.fresh('loss', { split: 'validation' });
    if (loss !== undefined && Number.isFinite(loss) && this.losses.length > 0) this.compare(store, loss);
    const validated = accuracy && store.fresh('metric', { metric: accuracy, split: 'validation' });
    if (typeof validated === 'number' && this.accuracies.length > 0) {
      store.set('accuracyGap', mean(this.accuracies) - validated);
    }
    this.losses = [];
    this.accuracies = [];
  }

  private train(store: VitalStore, accuracy: string | undefined): void {
    const loss = store.fresh('dataLoss');
    if (loss !== undefined && Number.isFinite(loss)) this.losses.push(loss);
    const metric = accuracy && store.fresh('metric', { metric: accuracy, split: 'train' });
    if (typeof metric === 'number') this.accuracies.push(metric);
    // A loop that never evaluates must not pile up numbers.
    if (this.losses.length > 100_000) this.losses = [mean(this.losses)];
    if (this.accuracies.length > 100_000) this.accuracies = [mean(this.accuracies)];
  }

  private compare(store: VitalStore, loss: number): void {
    const trained = mean(this.losses);
    this.count++;
    if (!this.best || loss < this.best.loss) this.best = { loss, trained, number: this.count };
    const { best } = this;
    store.set('evaluationsSinceBest', this.count - best.number);
    if (best.loss > 0) store.set('validationLossRise', loss / best.loss - 1);
    if (best.trained !== 0) {
      store.set('trainImprovementSinceBest', (trained - best.trained) / Math.abs(best.trained));
    }
    const initial = store.get('lossInitial');
    if (initial !== undefined && initial !== 0)
      store.set('generalizationGap', (loss - trained) / Math.abs(initial));
  }
}

/** The run's accuracy metric, by tfjs' names: acc, accuracy, digits_acc, categoricalAccuracy. */
function accuracyName(layout: Layout): string | undefined {
  const names = layout.slots.filter(({ key }) => key === 'metric').map(({ labels }) => labels.metric ?? '');
  return names.find((name) => /(^|_)acc(uracy)?$|Accuracy$/.test(name));
}
