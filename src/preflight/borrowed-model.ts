import type { TensorLike } from '../statistics/engine.js';
import { type LayerWeight, type ModelLike, trainingModel } from '../tap/model.js';
import { topologyOf, type WatchedLayer, type WatchedVariable } from '../tap/topology.js';
import { layersInside } from '../tap/wiring.js';
import type { AssignableLike, TrainingEngine } from './engine.js';
import { type OutputFact, outputsOf } from './outputs.js';
import { Overrides } from './overrides.js';
import { quieten } from './quiet-layers.js';
import { seeded } from './random.js';

/** A weight of the model, and the variable of ours that stands in its place while the model is used. */
export interface Stand {
  readonly weight: LayerWeight;
  readonly own: AssignableLike;
  /** What the layer and the weight are called in the series; absent where no layer of the model has it. */
  readonly watched: WatchedVariable | undefined;
  /** Whether `fit` hands it to the optimizer. */
  readonly isListed: boolean;
  /** Whether it is trainable by its layer; a model that is compiled sets this on the variables themselves. */
  readonly isTrainable: boolean;
}

/** Names of our own variables must not be taken. */
let borrowed = 0;

/**
 * The caller's model, computing with weights of our own. Outside of {@link use} nothing of the model is changed, so that
 * whoever else uses it meanwhile finds it as it was; inside, noise and dropout are off, and what is random follows from a
 * seed. Custom layers and losses run as they are: nothing is copied but the weights.
 */
export class BorrowedModel {
  readonly inner: ModelLike;
  readonly stands: readonly Stand[];
  readonly layers: readonly WatchedLayer[];
  readonly outputs: readonly OutputFact[];
  private depth = 0;

  constructor(
    readonly engine: TrainingEngine,
    readonly model: ModelLike,
  ) {
    this.inner = trainingModel(model);
    const { layers, variables } = topologyOf(model);
    this.layers = layers;
    this.outputs = outputsOf(this.inner);
    const listed = new Set(this.inner.collectedTrainableWeights ?? []);
    const trainable = new Set(this.inner.trainableWeights ?? []);
    const mark = `preflight${++borrowed}`;
    this.stands = [...new Set(this.inner.weights)].map((weight, index) => ({
      weight,
      own: engine.makeVariable(weight.val, weight.val.trainable, `${mark}/${index}/${weight.name}`),
      watched: variables.find(({ tensor }) => tensor === weight.val),
      isListed: listed.has(weight),
      isTrainable: trainable.has(weight),
    }));
  }

  /** What `fit` would train: in the optimizer's list and trainable. */
  get trained(): readonly Stand[] {
    return this.stands.filter(({ isListed, own }) => isListed && own.trainable);
  }

  /** Computes with the model, at once: nothing else of the process runs meanwhile. Tensors must be kept to outlive it. */
  use<T>(compute: () => T): T {
    if (this.depth > 0) return compute();
    const overrides = new Overrides();
    this.depth++;
    try {
      for (const { weight, own } of this.stands) overrides.set(weight, 'val', own);
      for (const layer of layersInside(this.inner)) quieten(layer, overrides);
      overrides.set(Math, 'random', seeded(1));
      return this.engine.tidy(compute);
    } finally {
      this.depth--;
      overrides.undo();
    }
  }

  /** The outputs for a batch, as in training but without noise: statistics of the batch normalize it. Inside {@link use}. */
  forward(inputs: readonly TensorLike[], isTraining = true): readonly TensorLike[] {
    return [this.inner.call([...inputs], { training: isTraining })].flat();
  }

  /** The loss of each output, a value an example or one for all; as `fit` computes it. Inside {@link use}. */
  lossesOf(outputs: readonly TensorLike[], targets: readonly TensorLike[]): readonly TensorLike[] {
    return (this.inner.lossFunctions ?? []).map((loss, index) => {
      const [target, output] = [targets[index], outputs[index]];
      if (!target || !output) throw new Error(`output ${index} has no target`);
      return loss(target, output);
    });
  }

  /** The loss without the penalty, a scalar (tfjs-layers 4.22, training.ts `makeTrainFunction`). Inside {@link use}. */
  meanLoss(outputs: readonly TensorLike[], targets: readonly TensorLike[]): TensorLike {
    const [first, ...rest] = this.lossesOf(outputs, targets);
    if (!first) throw new Error('the model has no loss');
    return this.mean(rest.reduce((sum, loss) => this.engine.runKernel('Add', { a: sum, b: loss }), first));
  }

  /** The sum of the regularization penalties, a scalar; undefined where there are none. Inside {@link use}. */
  penalty(): TensorLike | undefined {
    const [first, ...rest] = this.inner.calculateLosses();
    return first && rest.reduce((sum, part) => this.engine.runKernel('Add', { a: sum, b: part }), first);
  }

  /**
   * A loss, and its gradients with respect to variables in their order; undefined where there is no path. Inside
   * {@link use}, whose scope they live in.
   */
  differentiate(loss: () => TensorLike, of: readonly Stand[]) {
    const { state } = this.engine;
    try {
      const { value, grads } = this.engine.gradients(
        loss,
        of.map(({ own }) => own),
        null,
        true,
      );
      return { value, gradients: grads.map((gradient) => gradient ?? undefined) };
    } catch (error) {
      // A layer, loss or kernel that throws leaves the tape behind (tfjs-core 4.22, engine.ts `gradients`).
      if (state.gradientDepth === 0)
        for (const { saved } of state.activeTape ?? []) for (const tensor of saved) tensor.dispose();
      throw error;
    }
  }

  /** The mean of a tensor of any shape, a scalar. */
  mean(x: TensorLike): TensorLike {
    const axis = x.shape.map((_, index) => index);
    return axis.length === 0 ? x : this.engine.runKernel('Mean', { x }, { axis, keepDims: false });
  }

  /** Our weights are the caller's again. */
  reset(): void {
    for (const { own, weight } of this.stands) own.assign(weight.val);
  }

  dispose(): void {
    for (const { own } of this.stands) own.dispose();
  }
}
