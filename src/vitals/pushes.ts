import type { Frame } from '../frame.js';
import type { VitalStore } from './store.js';
import { Recent, type Window } from './window.js';

/** Steps that say what is usual, and how many of them must be known. */
const HISTORY = 64;
const ENOUGH = 16;
/** Norms this close to the largest of them are it: so many are no chance, a loop clips its gradients to that. */
const SAME = 1e-3;
const CLIPPED = 4;

/** How hard gradients push the weights: learning rate times gradient norm, against what is usual of late. */
export class Pushes implements Window {
  private readonly recent = new Recent(HISTORY);
  private readonly norms = new Recent(HISTORY);
  /** Of this step and of the one before it. */
  private last: readonly (number | undefined)[] = [];

  observe(store: VitalStore, { kind }: Frame): void {
    // What the loop reports of a step comes after it.
    if (kind !== 'step') return;
    const [now] = this.last;
    if (now !== undefined) this.recent.push(now);
    const norm = store.fresh('gradientNorm') ?? Number.NaN;
    const isKnown = Number.isFinite(norm);
    if (isKnown) this.norms.push(norm);
    this.last = [isKnown ? norm * (store.get('learningRate') ?? 1) : undefined, now];
  }

  /**
   * The harder one of this step and the one before over the median of those before; undefined where it is not known,
   * as where gradients are clipped: then the hardest are like the others.
   */
  get hardest(): number | undefined {
    const [now, before] = this.last;
    if (now === undefined || before === undefined || this.recent.length < ENOUGH || this.isClipped)
      return undefined;
    const ratio = Math.max(now, before) / this.recent.median(HISTORY);
    return Number.isFinite(ratio) ? ratio : undefined;
  }

  private get isClipped(): boolean {
    const norms = this.norms.last(HISTORY);
    let largest = 0;
    for (const norm of norms) largest = Math.max(largest, norm);
    let same = 0;
    for (const norm of norms) if (norm >= (1 - SAME) * largest) same++;
    return same >= CLIPPED;
  }
}
