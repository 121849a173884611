import type { TensorLike, VariableLike } from '../statistics/engine.js';

/**
 * The shape of tfjs-layers and of optimizers as far as the agent touches them (tfjs-layers 4.22: engine/training.ts,
 * engine/topology.ts; tfjs-core 4.22: optimizers/optimizer.ts). Structural, so that any copy of tfjs fits.
 */
export interface OptimizerLike {
  minimize(f: () => TensorLike, returnCost?: boolean, variables?: VariableLike[]): TensorLike | null;
  computeGradients(
    f: () => TensorLike,
    variables?: VariableLike[],
  ): { value: TensorLike; grads: Record<string, TensorLike> };
  applyGradients(gradients: Gradients): void;
  getClassName?(): string;
  /** Protected in tfjs, there at run time. */
  learningRate?: unknown;
}

/** What an optimizer is handed: by list (undefined where a variable has no path to the loss) or by name. */
export type Gradients =
  | readonly { readonly name: string; readonly tensor?: TensorLike }[]
  | Readonly<Record<string, TensorLike>>;

export interface LayerWeight {
  readonly originalName: string;
  readonly name: string;
  trainable: boolean;
  /** The `tf.Variable`. */
  readonly val: VariableLike;
}

export interface RegularizerLike {
  readonly l1?: unknown;
  readonly l2?: unknown;
}

export interface LayerLike {
  readonly name: string;
  readonly weights: readonly LayerWeight[];
  readonly inboundNodes: readonly unknown[];
  /** tfjs-layers 4.22, engine/topology.ts: the nodes by which other layers use this one's output. */
  readonly outboundNodes?: readonly {
    readonly outboundLayer: LayerLike;
    /** The layers it gets its inputs from, in their order. */
    readonly inboundLayers?: readonly LayerLike[];
  }[];
  /** The weights that no optimizer is meant to update, as the running statistics of a normalization. */
  readonly _nonTrainableWeights?: readonly LayerWeight[];
  call(inputs: unknown, kwargs: unknown): TensorLike | TensorLike[];
  getClassName(): string;
  getConfig(): Record<string, unknown>;
  readonly activation?: { constructor: { className?: string } };
  /** Of wrappers such as TimeDistributed. */
  readonly layer?: LayerLike;
  /** Of recurrent layers. */
  readonly cell?: object;
  /** Of nested models. */
  readonly layers?: readonly LayerLike[];
}

export type TrainFunction = (data: readonly TensorLike[]) => TensorLike[];

export interface FitArgs {
  epochs?: number;
  batchSize?: number;
  batchesPerEpoch?: number;
  initialEpoch?: number;
}

/** tfjs-layers 4.22, base_callbacks.ts: what a fit is told of its epochs. */
export interface HistoryLike {
  onEpochEnd(epoch: number, logs?: Record<string, unknown>): Promise<void>;
}

/** A compiled `LayersModel`. */
export interface ModelLike extends LayerLike {
  readonly layers: readonly LayerLike[];
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly (number | null)[];
    readonly sourceLayer: LayerLike;
  }[];
  readonly inputNames: readonly string[];
  readonly outputs: readonly {
    readonly shape: readonly (number | null)[];
    readonly sourceLayer: LayerLike;
  }[];
  readonly outputNames?: readonly string[];
  readonly metricsNames: readonly string[];
  readonly loss: unknown;
  optimizer_?: OptimizerLike;
  compile(args: object): void;
  makeTrainFunction(): TrainFunction;
  /** Sets `testFunction`. */
  makeTestFunction(): void;
  testFunction?: TrainFunction;
  calculateLosses(): TensorLike[];
  /** Of each output; set by `compile()`, protected in tfjs. */
  readonly lossFunctions?: readonly ((target: TensorLike, output: TensorLike) => TensorLike)[];
  /** What `fit` hands to the optimizer; set by `compile()`, protected in tfjs. */
  readonly collectedTrainableWeights?: readonly LayerWeight[];
  /** What is trainable now, by its layer. */
  readonly trainableWeights?: readonly LayerWeight[];
  /** Of the last fit; assigned before its first step. */
  history?: HistoryLike | undefined;
  fit(x: unknown, y: unknown, args?: FitArgs): Promise<unknown>;
  fitDataset(dataset: unknown, args: FitArgs): Promise<unknown>;
  /** A `Sequential` trains this model inside it; its own methods only delegate. */
  readonly model?: ModelLike;
}

const has = (value: unknown, ...names: string[]): boolean =>
  typeof value === 'object' && value !== null && names.every((name) => name in value);

export const isOptimizer = (value: unknown): value is OptimizerLike =>
  has(value, 'minimize', 'computeGradients', 'applyGradients');

export const isModel = (value: unknown): value is ModelLike =>
  has(value, 'layers', 'compile', 'fit', 'calculateLosses');

export const isVariable = (value: unknown): value is VariableLike =>
  has(value, 'assign', 'trainable', 'name', 'shape');

export const isLayerWeight = (value: unknown): value is LayerWeight =>
  has(value, 'originalName', 'val') && isVariable(Reflect.get(Object(value), 'val'));

/** The model that trains: what is inside a `Sequential`, else the model itself. */
export const trainingModel = (model: ModelLike): ModelLike => model.model ?? model;
