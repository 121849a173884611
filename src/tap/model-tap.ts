import type { TensorLike } from '../statistics/engine.js';
import type { Batch } from './batch.js';
import { tapEpochs } from './epochs.js';
import type { Guard } from './guard.js';
import {
  type FitArgs,
  type ModelLike,
  type OptimizerLike,
  type TrainFunction,
  trainingModel,
} from './model.js';
import { learningRateOf } from './optimizer-tap.js';
import { patch } from './patch.js';
import type { Metric } from './step-frame.js';
import type { StepObserver } from './step-observer.js';

/** What the tap calls. */
export interface ModelHooks {
  readonly guard: Guard;
  readonly observer: () => StepObserver | undefined;
  /** The model was compiled again: another optimizer, loss, metrics. */
  readonly onCompile: () => void;
  readonly onFit: (plan: { epochs: number | undefined; steps: number | undefined }) => void;
  /** An epoch ended; `validation` has its loss and metrics, empty where it was not validated. */
  readonly onEpoch: (validation: Readonly<Record<string, number>>) => void;
  /** A batch of a validation was evaluated. */
  readonly onValidationBatch: () => void;
  readonly onFitEnd: (error?: unknown) => void;
}

/** Watches one model instance: its steps, its epochs, and a later `compile()`. */
export function tapModel(model: ModelLike, hooks: ModelHooks): () => void {
  const inner = trainingModel(model);
  const { guard, observer } = hooks;
  let fitting = false;
  const restores: (() => void)[] = [];

  const onCompile = (watched: ModelLike) =>
    patch(watched, 'compile', (original, isOn) => {
      return function compile(this: ModelLike, args) {
        original.call(this, args);
        if (isOn()) guard.run('tap', hooks.onCompile);
      };
    });

  const onFit = <K extends 'fit' | 'fitDataset'>(name: K, argsAt: number) =>
    patch(inner, name, (original, isOn) => {
      const watched = async function (this: ModelLike, ...given: unknown[]): Promise<unknown> {
        if (!isOn()) return Reflect.apply(original, this, given);
        const args = (given[argsAt] ?? {}) as FitArgs;
        guard.run('tap', () => {
          observer()?.boundary();
          hooks.onFit({ epochs: args.epochs, steps: stepsOf(given, args) });
        });
        fitting = true;
        try {
          const result = await Reflect.apply(original, this, given);
          guard.run('tap', () => hooks.onFitEnd());
          return result;
        } catch (error) {
          guard.run('tap', () => hooks.onFitEnd(error));
          throw error;
        } finally {
          fitting = false;
        }
      };
      return watched as ModelLike[K];
    });

  restores.push(onCompile(inner));
  if (inner !== model) restores.push(onCompile(model));
  restores.push(onFit('fit', 2), onFit('fitDataset', 1));
  restores.push(
    tapEpochs(inner, guard, (validation) => {
      observer()?.boundary();
      hooks.onEpoch(validation);
    }),
  );
  restores.push(
    patch(inner, 'calculateLosses', (original, isOn) => {
      return function calculateLosses(this: ModelLike) {
        const losses = original.call(this);
        if (isOn()) guard.run('tap', () => observer()?.penalties(losses));
        return losses;
      };
    }),
    patch(inner, 'makeTestFunction', (original, isOn) => {
      return function makeTestFunction(this: ModelLike) {
        original.call(this);
        const test = this.testFunction;
        if (!test) return;
        this.testFunction = (data) => {
          if (isOn()) guard.run('tap', hooks.onValidationBatch);
          return test(data);
        };
      };
    }),
    patch(inner, 'makeTrainFunction', (original, isOn) => {
      return function makeTrainFunction(this: ModelLike) {
        const train = original.call(this);
        return (data) => {
          if (!isOn()) return train(data);
          guard.run('tap', () => observer()?.begin('model', new FedBatch(inner, data)));
          const outs = unlessThrown(train, data, () => guard.run('tap', () => observer()?.cancel()));
          guard.run('tap', () => {
            const optimizer: OptimizerLike | undefined = inner.optimizer_;
            observer()?.end(metricsOf(inner, outs), optimizer && learningRateOf(optimizer), fitting);
          });
          return outs;
        };
      };
    }),
  );
  return () => {
    for (const restore of restores.reverse()) restore();
  };
}

/** The step's result; a step that throws is not kept open. */
function unlessThrown(train: TrainFunction, data: Parameters<TrainFunction>[0], thrown: () => void) {
  try {
    return train(data);
  } catch (error) {
    thrown();
    throw error;
  }
}

/** What was compiled beside the loss, as a train function gave it. */
function metricsOf({ metricsNames }: ModelLike, outs: readonly TensorLike[]): Metric[] {
  const metrics: Metric[] = [];
  for (let place = 1; place < metricsNames.length; place++) {
    const [name, tensor] = [metricsNames[place], outs[place]];
    if (name !== undefined && tensor) metrics.push({ name, tensor });
  }
  return metrics;
}

/** What a train function is given (tfjs-layers 4.22, training.ts `makeTrainFunction`): inputs, targets, sample weights. */
class FedBatch implements Batch {
  constructor(
    private readonly model: ModelLike,
    private readonly data: readonly TensorLike[],
  ) {}

  get inputs(): readonly TensorLike[] {
    return this.data.slice(0, this.model.inputs.length);
  }
  get targets(): readonly TensorLike[] {
    return this.data.slice(this.model.inputs.length, this.weightsAt);
  }
  get isWeighted(): boolean {
    // Where there are no weights, tfjs hands over null in their place.
    return this.data.slice(this.weightsAt).some((weights) => Boolean(weights));
  }
  get size(): number {
    return this.data[0]?.shape[0] ?? 0;
  }
  private get weightsAt(): number {
    return this.model.inputs.length + this.model.outputs.length;
  }
}

/** Optimizer steps of a whole fit, where its arguments tell. */
function stepsOf(given: readonly unknown[], args: FitArgs): number | undefined {
  const { batchSize = 32, batchesPerEpoch, initialEpoch = 0 } = args;
  const epochs = Math.max(0, (args.epochs ?? 1) - initialEpoch);
  if (batchesPerEpoch !== undefined) return epochs * batchesPerEpoch;
  const xs = Array.isArray(given[0]) ? given[0][0] : given[0];
  const rows: unknown =
    xs && typeof xs === 'object' && 'shape' in xs && Array.isArray(xs.shape) ? xs.shape[0] : undefined;
  if (typeof rows !== 'number') return undefined;
  const split: unknown = Reflect.get(args, 'validationSplit');
  const trained = typeof split === 'number' ? Math.floor(rows * (1 - split)) : rows;
  return epochs * Math.ceil(trained / batchSize);
}
