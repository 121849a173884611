import type { Frame, Layout } from '../frame.js';
import { PerVariable } from './per-variable.js';
import type { VitalStore } from './store.js';
import type { Window } from './window.js';

/** Looks that must agree. */
const LOOKS = 3;

/** For how many steps the optimizer has received no gradient for a trainable variable. */
export class Gradientless implements Window {
  /** Step of the last gradient, or of the first look. */
  private readonly since = new PerVariable<{ step: number; looks: number }>();

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (!frame.sampled) return;
    for (const { at } of store.variables(layout)) {
      const received = at.fresh('layerGradientReceived');
      if (received === undefined) {
        // Frozen or gone: it waits for no gradient.
        this.since.delete(at);
        if (at.get('gradientlessSteps') !== undefined) at.set('gradientlessSteps', undefined);
        continue;
      }
      let since = this.since.get(at);
      if (!since) {
        since = { step: frame.step - 1, looks: 0 };
        this.since.set(at, since);
      }
      if (received === 1) {
        since.step = frame.step;
        since.looks = 0;
      }
      if (received === 0) since.looks++;
      // A loop that trains parts in turn may be looked at twice when it was the other's turn.
      const steps = since.looks < LOOKS ? since.looks : frame.step - since.step;
      at.set('gradientlessSteps', steps);
    }
  }
}
