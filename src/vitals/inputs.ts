import type { Frame, Layout } from '../frame.js';
import type { VitalStore } from './store.js';
import { RunningMean, type Window } from './window.js';

/** Batches before an input's scale is told. */
const BATCHES = 3;

/** The scale of each input, and for how many steps it has been the same. */
export class Inputs implements Window {
  private readonly squares = new Map<string, RunningMean>();
  /** Step at which a batch was last seen to differ from the one before. */
  private readonly differed = new Map<string, number>();
  private readonly batches = new Map<string, number>();

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (frame.kind !== 'step') return;
    for (const { input, isScaleSeen } of layout.inputs) {
      if (isScaleSeen) this.scale(store, input);
      this.repeat(store, frame, input);
    }
  }

  private scale(store: VitalStore, input: string): void {
    const mean = store.fresh('inputMean', { input });
    const std = store.fresh('inputStd', { input });
    if (mean === undefined || std === undefined || !Number.isFinite(mean) || !Number.isFinite(std)) return;
    const squares = this.squares.get(input) ?? new RunningMean();
    this.squares.set(input, squares);
    squares.push(mean * mean + std * std);
    const count = (this.batches.get(input) ?? 0) + 1;
    this.batches.set(input, count);
    // All zero is constant, which has a name of its own.
    if (count >= BATCHES && squares.value) store.set('inputScale', Math.sqrt(squares.value), { input });
  }

  private repeat(store: VitalStore, { step }: Frame, input: string): void {
    const std = store.fresh('inputStd', { input });
    const change = store.fresh('inputChange', { input });
    if (std === undefined && change === undefined) return;
    // Where each epoch has one batch, that batch comes again rightly.
    const isWholeSet = (store.get('epochs') ?? 0) >= step / 2;
    const isSame = std === 0 || (change === 0 && !isWholeSet);
    const isFirst = !this.differed.has(input);
    if (isFirst) this.differed.set(input, std === 0 ? step - 1 : step);
    else if (!isSame && change !== undefined) this.differed.set(input, step);
    store.set('inputUnchangedSteps', step - (this.differed.get(input) ?? step), { input });
  }
}
