import type { Frame, Layout } from '../frame.js';
import type { Variable, VitalStore } from './store.js';
import { Recent, type Window } from './window.js';

/**
 * How much of the gradient of the last trainable weight matrix arrives at the first: RMS over RMS, so that size does not
 * matter; data gradients, so that a penalty does not hide it. Medians of the last 5 measurements.
 */
export class GradientFlow implements Window {
  private flow = new Recent(5);
  private toWeight = new Recent(5);
  /** The layers between which the medians were taken. */
  private between: { first: string; last: string } | undefined;

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (!frame.sampled) return;
    const variables = store.variables(layout);
    const [first, last] = [variables.find(isTrained), variables.findLast(isTrained)];
    this.follow(store, first?.fact.layer, last?.fact.layer);
    if (!first || !last || !this.between) return;
    const [early, late] = [rms(first), rms(last)];
    const weight = first.at.fresh('layerWeightNorm');
    if (early === undefined || late === undefined || !(late > 0)) return;
    if (weight === undefined || !Number.isFinite(weight)) return;
    this.flow.push(early / late);
    if (weight > 0) this.toWeight.push((early * Math.sqrt(first.fact.size)) / weight);
    if (this.flow.length < 3) return;
    const labels = { layer: first.fact.layer };
    store.set('gradientFlow', this.flow.median(5), labels);
    if (this.toWeight.length >= 3) store.set('gradientToWeight', this.toWeight.median(5), labels);
  }

  /** Between other layers, after freezing one, it is another flow: the old one is taken back. */
  private follow(store: VitalStore, first: string | undefined, last: string | undefined): void {
    if (first === this.between?.first && last === this.between?.last) return;
    if (this.between) {
      const labels = { layer: this.between.first };
      store.set('gradientFlow', undefined, labels);
      store.set('gradientToWeight', undefined, labels);
    }
    this.flow = new Recent(5);
    this.toWeight = new Recent(5);
    const isFlow = first !== undefined && last !== undefined && first !== last;
    this.between = isFlow ? { first, last } : undefined;
  }
}

const isTrained = ({ fact, at }: Variable): boolean =>
  fact.role === 'matrix' && at.get('layerTrainable') === 1;

function rms({ fact, at }: Variable): number | undefined {
  const norm = at.fresh('layerGradientNorm');
  return norm === undefined || !Number.isFinite(norm) ? undefined : norm / Math.sqrt(fact.size);
}
