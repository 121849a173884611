import type { Frame } from '../frame.js';
import type { VitalStore } from './store.js';
import type { Window } from './window.js';

/** At most this share of the highest rate is next to none. */
const NOTHING = 1e-3;

/** A rate that falls by more than this factor from one step to the next is that of another optimizer, or phase. */
const ANOTHER = 50;

/** For how much of the run a schedule has left next to nothing of the learning rate; a warm-up comes before the highest. */
export class RateDecay implements Window {
  private highest = 0;
  private before = 0;
  private steps = 0;
  private starved = 0;

  observe(store: VitalStore, frame: Frame): void {
    const rate = frame.kind === 'step' ? store.fresh('learningRate') : undefined;
    if (rate === undefined || !Number.isFinite(rate)) return;
    if (rate * ANOTHER < this.before) {
      this.highest = 0;
      this.steps = 0;
      this.starved = 0;
    }
    this.before = rate;
    this.steps++;
    this.highest = Math.max(this.highest, rate);
    if (rate <= NOTHING * this.highest && this.highest > 0) this.starved++;
    store.set('learningRateStarved', this.starved / this.steps);
  }
}
