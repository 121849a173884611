import type { Frame, Layout } from '../frame.js';
import type { VariableSeries, VitalStore } from './store.js';
import type { Window } from './window.js';

/**
 * An update of this share of the weights is as good as none beside others that train: a hundredth of the lower end of
 * TheDeepChecker's band, so that 10,000 steps change a hundredth; much smaller ones float32 cannot even hold.
 */
const STILL = 1e-6;
/** And of the update of the layer that moves most: at the end of a decay every layer is near the first limit. */
const OF_OTHERS = 1e-3;

/** For how many steps a trainable variable has kept its values, or as good as kept them while others trained. */
export class Unchanged implements Window {
  /** Layers with weights that moved in this step. */
  private readonly training = new Set<string>();
  private readonly changed = new Map<VariableSeries, number>();

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (!frame.sampled) return;
    this.training.clear();
    let largest = 0;
    for (const { fact, at } of store.variables(layout)) {
      const ratio = at.fresh('layerUpdateRatio') ?? 0;
      if (fact.role === 'vector' || !(ratio > STILL)) continue;
      this.training.add(fact.layer);
      largest = Math.max(largest, ratio);
    }
    for (const { fact, at } of store.variables(layout)) {
      const ratio = at.fresh('layerUpdateRatio');
      if (ratio === undefined) continue;
      // A bias beside a kernel that trains has a gradient of zero by the network's shape: what follows subtracts it again.
      const isCancelled = fact.role === 'vector' && this.training.has(fact.layer);
      if (at.get('layerTrainable') !== 1 || isCancelled) {
        at.set('unchangedSteps', undefined);
        continue;
      }
      // What was frozen or gone in between has not stood still all that time.
      // Where nothing moves further than that, it is the rate of all of them; of a table most rows rest.
      const isFaint = ratio <= STILL && ratio <= OF_OTHERS * largest && fact.role !== 'table';
      const isStill = ratio === 0 || isFaint;
      if (!isStill || at.get('unchangedSteps') === undefined)
        this.changed.set(at, isStill ? frame.step - 1 : frame.step);
      at.set('unchangedSteps', frame.step - (this.changed.get(at) ?? frame.step));
    }
  }
}
