import type { Frame, Layout, VariableFact } from '../frame.js';
import { labelKey, placeOf, type VitalStore } from './store.js';
import type { Window } from './window.js';

/** For how many steps a trainable variable has kept exactly its values. */
export class Unchanged implements Window {
  private readonly changed = new Map<string, number>();

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (!frame.sampled) return;
    const training = new Set(
      layout.variables
        .filter((fact) => fact.role !== 'vector' && moves(store, fact))
        .map(({ layer }) => layer),
    );
    for (const fact of layout.variables) {
      const labels = placeOf(fact);
      const ratio = store.fresh('layerUpdateRatio', labels);
      if (ratio === undefined) continue;
      // A bias beside a kernel that trains has a gradient of zero by the network's shape: what follows subtracts it again.
      const isCancelled = fact.role === 'vector' && training.has(fact.layer);
      if (store.get('layerTrainable', labels) !== 1 || isCancelled) {
        store.set('unchangedSteps', undefined, labels);
        continue;
      }
      const name = labelKey(labels);
      // What was frozen or gone in between has not stood still all that time.
      if (ratio !== 0 || store.get('unchangedSteps', labels) === undefined)
        this.changed.set(name, ratio === 0 ? frame.step - 1 : frame.step);
      store.set('unchangedSteps', frame.step - (this.changed.get(name) ?? frame.step), labels);
    }
  }
}

const moves = (store: VitalStore, fact: VariableFact): boolean =>
  (store.fresh('layerUpdateRatio', placeOf(fact)) ?? 0) > 0;
