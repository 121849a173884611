import type { Guard } from './guard.js';
import type { HistoryLike, ModelLike } from './model.js';
import { patch } from './patch.js';
import { validationOf } from './validation.js';

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
  let isOn = true;
  let current = model.history;
  const own = Object.getOwnPropertyDescriptor(model, 'history');
  const tell = async (logs: Record<string, unknown>) => {
    try {
      const numbers = await numbersOf(logs);
      guard.run('tap', () => onEpoch(validationOf(numbers, model.metricsNames, model.outputs.length)));
    } catch (error) {
      guard.failed('tap', error);
    }
  };
  const listen = (history: HistoryLike) =>
    patch(history, 'onEpochEnd', (original) => {
      return async function onEpochEnd(this: HistoryLike, epoch, logs) {
        await original.call(this, epoch, logs);
        if (isOn) await tell(logs ?? {});
      };
    });
  Object.defineProperty(model, 'history', {
    configurable: true,
    enumerable: own?.enumerable ?? true,
    get: () => current,
    set: (history: HistoryLike) => {
      current = history;
      guard.run('tap', () => listen(history));
    },
  });
  return () => {
    isOn = false;
    Reflect.deleteProperty(model, 'history');
    if (own || current) model.history = current;
  };
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
