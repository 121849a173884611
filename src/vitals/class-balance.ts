import type { Frame } from '../frame.js';
import type { VitalStore } from './store.js';
import { mean, type Window } from './window.js';

/** Labels before their balance is told (SageMaker ClassImbalance), and labels a class: small counts differ by chance. */
const LABELS = 500;
const LABELS_A_CLASS = 25;
/** Predictions that the recent share is taken over; of rare measurements, or tiny batches, those of so many steps. */
const PREDICTIONS = 512;
const STEPS = 128;
/** But never fewer predictions than this. */
const FEW = 128;
/** Predictions of a batch before it tells by itself: of two or three all may well be of one class. */
const OF_A_BATCH = 8;

const ofClasses = ['classImbalance', 'classPredictionExcess', 'classLabelShare'] as const;

interface Counts {
  readonly step: number;
  readonly labels: readonly number[];
  readonly predictions: readonly number[];
  /** How far the predictions of this batch exceed one class's share of its labels; undefined where they are few. */
  readonly own?: number | undefined;
}

/** Balance of the labels, and how far predictions have collapsed to one class. */
export class ClassBalance implements Window {
  /** Counts at recent measurements, oldest first. */
  private history: Counts[] = [];

  observe(store: VitalStore, frame: Frame): void {
    if (!frame.sampled) return;
    const labels = numbers(store, 'classExamples');
    const predictions = numbers(store, 'classPredicted');
    if (labels.length < 2) {
      this.forget(store);
      return;
    }
    const total = sum(labels);
    if (total >= Math.max(LABELS, LABELS_A_CLASS * labels.length))
      store.set('classImbalance', Math.max(...labels) / Math.max(1, Math.min(...labels)));
    this.excess(store, { step: frame.step, labels, predictions });
  }

  /** The model was compiled with a loss that has no classes. */
  private forget(store: VitalStore): void {
    if (this.history.length === 0) return;
    this.history = [];
    for (const key of ofClasses) store.set(key, undefined);
  }

  private excess(store: VitalStore, now: Counts): void {
    const last = this.history.at(-1);
    const predicted = sum(now.predictions) - sum(last?.predictions ?? []);
    // Counts that begin anew are those of other classes; without new predictions there is nothing to add.
    if (predicted < 0) this.history = [];
    if (last && predicted === 0) return;
    this.history.push({
      ...now,
      own: last && predicted >= OF_A_BATCH ? excessOf(now, last).excess : undefined,
    });
    const isFar = ({ step, predictions }: Counts) => {
      const since = sum(now.predictions) - sum(predictions);
      return since >= PREDICTIONS || (since >= FEW && now.step - step >= STEPS);
    };
    // The newest counts that lie far enough back.
    while (this.history[1] && isFar(this.history[1])) this.history.shift();
    const [then] = this.history;
    if (!then || !isFar(then)) return;
    const { excess, right } = excessOf(now, then);
    // A dead network whose output bias is thrown about says one class for all of a batch, and another for the next.
    const own = this.history.slice(1).flatMap((counts) => counts.own ?? []);
    store.set('classLabelShare', right);
    store.set('classPredictionExcess', Math.max(excess, own.length > 0 ? mean(own) : 0));
  }
}

/** How far predictions since `then` exceed the share of the most predicted class in the labels, and that share. */
function excessOf(now: Counts, then: Counts): { readonly excess: number; readonly right: number } {
  const said = shares(now.predictions, then.predictions);
  const seen = shares(now.labels, then.labels);
  const most = said.indexOf(Math.max(...said));
  const [share, right] = [said[most] ?? 0, seen[most] ?? 0];
  return { excess: right < 1 ? Math.max(0, share - right) / (1 - right) : 0, right };
}

function numbers(store: VitalStore, key: 'classExamples' | 'classPredicted'): number[] {
  const found: number[] = [];
  for (const { value } of store.all(key)) if (value !== undefined) found.push(value);
  return found;
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

function shares(now: readonly number[], then: readonly number[]): number[] {
  const counts = now.map((count, index) => count - (then[index] ?? 0));
  const total = Math.max(1, sum(counts));
  return counts.map((count) => count / total);
}
