import type { Frame, Layout } from '../frame.js';
import type { SeriesKey } from '../series.js';
import { placeOf, type VitalStore } from './store.js';
import type { Window } from './window.js';

const ofGradients = [
  'layerGradientNorm',
  'layerGradientMeanAbs',
  'layerGradientMaxAbs',
  'layerRegularizationRatio',
  'regularizationDominance',
] as const satisfies readonly SeriesKey[];

/** A variable that the optimizer no longer updates has no gradient: the last one it had is taken back. */
export class Frozen implements Window {
  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (!frame.sampled) return;
    for (const fact of layout.variables) {
      const labels = placeOf(fact);
      if (store.fresh('layerTrainable', labels) !== 0) continue;
      for (const key of ofGradients) {
        if (store.get(key, labels) !== undefined) store.set(key, undefined, labels);
      }
    }
  }
}
