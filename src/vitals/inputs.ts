import type { Frame, Layout } from '../frame.js';
import type { VitalStore } from './store.js';
import { RunningMean, type Window } from './window.js';

/** Batches before an input's scale is told. */
const BATCHES = 3;

/** Examples of a batch that may well be the whole data. */
const WHOLE_SET = 200;

/** Looks that must agree: two neighbours may be equal once. */
const LOOKS = 3;

/** The scale of each input, and for how many steps it has been the same. */
export class Inputs implements Window {
  private readonly squares = new Map<string, RunningMean>();
  /** Step at which a batch was last seen to differ from the one before, and how often it was the same since. */
  private readonly same = new Map<string, { since: number; times: number }>();
  private readonly batches = new Map<string, number>();

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (frame.kind !== 'step') return;
    for (const { input, isScaleSeen } of layout.inputs) if (isScaleSeen) this.scale(store, input);
    // Positions, masks and first states are rightly constant beside an input that changes.
    const moves = layout.inputs.some(({ input }) => this.isNew(store, frame, input));
    for (const { input } of layout.inputs) this.repeat(store, frame, input, moves);
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

  /** Whether a batch of the input was seen to differ from the one before. */
  private isNew(store: VitalStore, { step }: Frame, input: string): boolean {
    const change = store.fresh('inputChange', { input });
    // Where each epoch has one batch, that batch comes again rightly; without epochs so may one that is all there is.
    const epochs = store.get('epochs') ?? 0;
    const isWholeSet =
      epochs >= step / 2 || (epochs === 0 && (store.get('examples') ?? 0) >= WHOLE_SET * step);
    return change !== undefined && (change !== 0 || (isWholeSet && store.get('inputStd', { input }) !== 0));
  }

  private repeat(store: VitalStore, { step }: Frame, input: string, moves: boolean): void {
    const std = store.fresh('inputStd', { input });
    const change = store.fresh('inputChange', { input });
    if (std === undefined && change === undefined) return;
    // A large offset hides a small spread from float32: where neighbours were compared, that counts.
    const isSame = !moves && (change === undefined ? std === 0 : true);
    const looks = this.same.get(input) ?? { since: std === 0 ? step - 1 : step, times: 0 };
    // A batch alone, measured after a gap, tells nothing of the one before it.
    const isTold = isSame || moves;
    if (isTold) Object.assign(looks, isSame ? { times: looks.times + 1 } : { since: step, times: 0 });
    this.same.set(input, looks);
    const steps = looks.times >= LOOKS ? step - looks.since : 0;
    if (isTold || looks.times === 0) store.set('inputUnchangedSteps', steps, { input });
  }
}
