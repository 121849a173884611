import type { Frame, Layout } from '../frame.js';
import type { SeriesKey } from '../series.js';
import type { VitalStore } from './store.js';
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
    for (const { at } of store.variables(layout)) {
      if (at.fresh('layerTrainable') !== 0) continue;
      for (const key of ofGradients) if (at.get(key) !== undefined) at.set(key, undefined);
    }
  }
}
