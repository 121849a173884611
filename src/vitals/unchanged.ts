import type { Frame, Layout } from '../frame.js';
import { LEARNED } from './loss-level.js';
import { PerVariable } from './per-variable.js';
import type { VariableSeries, VitalStore } from './store.js';
import { Recent, type Window } from './window.js';

/**
 * An update of this share of the weights is as good as none beside others that train: a hundredth of the lower end of
 * TheDeepChecker's band, so that 10,000 steps change a hundredth; much smaller ones float32 cannot even hold.
 */
const STILL = 1e-6;
/** And of the update of the layer that moves most: at the end of a decay every layer is near the first limit. */
const OF_OTHERS = 1e-3;
/**
 * A gradient of this share of the median of its first ones is what the rounding of float32 leaves at a minimum: there is
 * nothing to do.
 */
const AT_MINIMUM = 1e-5;
const FIRST = 16;

/** For how many steps a trainable variable has kept its values, or as good as kept them while others trained. */
export class Unchanged implements Window {
  /** Layers with weights that moved in this step. */
  private readonly training = new Set<string>();
  private readonly changed = new PerVariable<number>();
  /** Data gradients of each; and those of all together, with what a penalty adds. */
  private readonly gradients = new PerVariable<Descent>();
  private whole = new Descent();
  private objective: number | undefined;

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (!frame.sampled) return;
    this.training.clear();
    // The gradients of another loss have another scale.
    if (layout.objective !== this.objective) this.beginAnew(layout.objective);
    // What never learned is at no minimum: units that are driven to where they saturate have as little gradient.
    const hasLearned = (store.get('lossImprovement') ?? 1) > LEARNED;
    const isRunAtMinimum = this.whole.endsWith(store.fresh('gradientNorm'));
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
      const isAtMinimum = (this.isAtMinimum(at) || isRunAtMinimum) && hasLearned;
      // A bias beside a kernel that trains has a gradient of zero by the network's shape: what follows subtracts it again.
      const isCancelled = fact.role === 'vector' && this.training.has(fact.layer);
      if (at.get('layerTrainable') !== 1 || isCancelled) {
        at.set('unchangedSteps', undefined);
        continue;
      }
      // What was frozen or gone in between has not stood still all that time.
      // Where nothing moves further than that, it is the rate of all of them; of a table most rows rest.
      const isFaint = ratio <= STILL && ratio <= OF_OTHERS * largest && fact.role !== 'table';
      const isStill = (ratio === 0 || isFaint) && !isAtMinimum;
      if (!isStill || at.get('unchangedSteps') === undefined)
        this.changed.set(at, isStill ? frame.step - 1 : frame.step);
      at.set('unchangedSteps', frame.step - (this.changed.get(at) ?? frame.step));
    }
  }

  private beginAnew(objective: number): void {
    this.objective = objective;
    this.gradients.clear();
    this.whole = new Descent();
  }

  private isAtMinimum(at: VariableSeries): boolean {
    let descent = this.gradients.get(at);
    if (!descent) {
      descent = new Descent();
      this.gradients.set(at, descent);
    }
    return descent.endsWith(at.fresh('layerGradientNorm'));
  }
}

/** Gradients on their way down to a minimum. */
class Descent {
  private readonly first = new Recent(FIRST);
  /** What is as good as nothing beside the first ones. */
  private end = 0;

  /** Whether this one is at its end. Not where it is exactly zero: that of dead units is. */
  endsWith(gradient: number | undefined): boolean {
    if (gradient === undefined || !Number.isFinite(gradient)) return false;
    if (this.first.length < FIRST) {
      this.first.push(gradient);
      this.end = AT_MINIMUM * this.first.median(FIRST);
    }
    return gradient > 0 && gradient < this.end;
  }
}
