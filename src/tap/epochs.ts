import { processWide } from '../process-wide.js';
import type { Guard } from './guard.js';
import type { HistoryLike, ModelLike } from './model.js';
import { patch } from './patch.js';
import { validationOf } from './validation.js';

/** Hears what was logged of an epoch. */
type Listener = (logs: Readonly<Record<string, unknown>>) => Promise<void>;

/** A model whose `history` is watched, by one agent or several, also of several copies of this package. */
interface Watched {
  current: HistoryLike | undefined;
  readonly own: PropertyDescriptor | undefined;
  readonly listeners: Set<Listener>;
}
const watched = processWide('histories', () => new WeakMap<ModelLike, Watched>());

/**
 * Tells when an epoch ended, with the loss and metrics of its validation, empty where it was not validated. Each fit
 * makes a `History`, assigns it to its model before the first step, and tells it of every epoch, after the caller's own
 * callbacks (tfjs-layers 4.22, training.ts `fit`, training_dataset.ts `fitDataset`). A callback of ours would be waited
 * for in every step, which costs a small model 1 % of it.
 */
export function tapEpochs(
  model: ModelLike,
  guard: Guard,
  onEpoch: (validation: Readonly<Record<string, number>>) => void,
): () => void {
  const listener: Listener = async (logs) => {
    try {
      const numbers = await numbersOf(logs);
      guard.run('tap', () => onEpoch(validationOf(numbers, model.metricsNames, model.outputs.length)));
    } catch (error) {
      guard.failed('tap', error);
    }
  };
  const { listeners } = watched.get(model) ?? intercept(model);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) giveBack(model);
  };
}

/** From now on what is assigned to `history` tells all who listen. */
function intercept(model: ModelLike): Watched {
  const own = Object.getOwnPropertyDescriptor(model, 'history');
  const state: Watched = { current: model.history, own, listeners: new Set() };
  watched.set(model, state);
  Object.defineProperty(model, 'history', {
    configurable: true,
    enumerable: own?.enumerable ?? true,
    get: () => state.current,
    set: (history: HistoryLike | undefined) => {
      state.current = history;
      if (typeof history?.onEpochEnd === 'function') listen(history, state);
    },
  });
  return state;
}

function listen(history: HistoryLike, { listeners }: Watched): void {
  patch(history, 'onEpochEnd', (original) => {
    return async function onEpochEnd(this: HistoryLike, epoch, logs) {
      await original.call(this, epoch, logs);
      for (const listener of listeners) await listener(logs ?? {});
    };
  });
}

const plain = { configurable: true, enumerable: true, writable: true } as const;

/** The property as it was, with the last fit's history. */
function giveBack(model: ModelLike): void {
  const state = watched.get(model);
  watched.delete(model);
  const value = state?.current;
  // Where it was an own property it keeps its place among them.
  if (state?.own) Object.defineProperty(model, 'history', { ...plain, value });
  else Reflect.deleteProperty(model, 'history');
  if (!state?.own && value) model.history = value;
}

/** Logs are numbers or, where no callback before asked for numbers, scalars. */
async function numbersOf(logs: Readonly<Record<string, unknown>>): Promise<Record<string, number>> {
  const numbers: Record<string, number> = {};
  for (const [name, value] of Object.entries(logs)) {
    if (typeof value === 'number') numbers[name] = value;
    else if (isScalar(value)) numbers[name] = (await value.data())[0] ?? Number.NaN;
  }
  return numbers;
}

const isScalar = (value: unknown): value is { data(): Promise<ArrayLike<number>> } =>
  typeof value === 'object' && value !== null && 'data' in value && typeof value.data === 'function';
