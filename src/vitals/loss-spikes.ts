import type { VitalStore } from './store.js';
import { mean, Recent, type Window } from './window.js';

const HISTORY = 128;
/** Steps before a jump can be told from a start. */
const ENOUGH = 64;
/** OLMo-core and MaxText skip steps beyond six standard deviations of the last 128. */
export const SPIKE = 6;
/** Small batches have heavy tails: a spike is also this many times as far out as any step of the window. */
const BEYOND = 2;
/** A run that has settled has hardly any deviation: it counts as at least these shares of the level and of the start. */
const OF_LEVEL = 0.1;
const OF_START = 0.1;

/** Steps whose loss jumps out of the recent range. Spikes enter the window, so that jumps that recur are none. */
export class LossSpikes implements Window {
  private readonly recent = new Recent(HISTORY);

  observe(store: VitalStore): void {
    if (store.get('lossSpikes') === undefined) store.set('lossSpikes', 0);
    const loss = store.fresh('dataLoss');
    if (loss === undefined || !Number.isFinite(loss)) return;
    const before = this.recent.last(HISTORY);
    this.recent.push(loss);
    if (before.length < ENOUGH) return;
    const level = mean(before);
    const deviation = Math.sqrt(mean(before.map((x) => (x - level) ** 2)));
    const start = Math.abs(store.get('lossInitial') ?? 0);
    const z = (loss - level) / Math.max(deviation, OF_LEVEL * Math.abs(level), OF_START * start);
    if (!Number.isFinite(z)) return;
    store.set('lossZscore', z);
    const isBeyond = loss - level > BEYOND * (Math.max(...before) - level);
    if (z > SPIKE && isBeyond) store.set('lossSpikes', (store.get('lossSpikes') ?? 0) + 1);
  }
}
