import { type Engine, offTape, readsAtOnce, type TensorLike } from '../statistics/engine.js';
import { Pack } from '../statistics/pack.js';
import type { Reductions } from '../statistics/reductions.js';
import { type Batch, type ClassCounts, countNonfinite, InputRepeats, observeInput } from './batch.js';
import type { LossFit } from './loss-fit.js';
import type { LayerLike } from './model.js';
import type { OpenStep } from './open-step.js';
import type { Draft, FramePlan } from './plan.js';

/** What a model is fed and what it answers: inputs, labels, predictions, and whether the loss fits them. */
export class BatchObserver {
  private readonly repeats: InputRepeats;
  /** Mean square of the first targets, once they were read. */
  private targetSquares: (() => number) | undefined;

  constructor(
    private readonly parts: {
      readonly engine: Engine;
      readonly reductions: () => Reductions;
      readonly plan: FramePlan;
      readonly classes: ClassCounts;
      readonly lossFit: LossFit;
    },
    private readonly bad: (where: 'input' | 'label', values: number) => void,
  ) {
    this.repeats = new InputRepeats(parts.engine, parts.reductions);
  }

  /** Whether the next batch is to be compared with the one before. */
  get awaitsNeighbour(): boolean {
    return this.repeats.awaitsNeighbour;
  }

  /** The batch that a train function is about to feed. */
  observe(step: OpenStep, { inputs, targets }: Batch): void {
    const names = this.parts.plan.contents.inputs.map(({ input }) => input);
    for (const [index, input] of inputs.entries()) {
      const name = names[index];
      if (name !== undefined) this.input(step, input, name);
    }
    if (!step.sampled) {
      for (const target of targets) this.suspect(step, 'label', target);
      return;
    }
    countNonfinite(step.pack, targets, () => this.bad('label', 1));
    this.observeScale(step.pack, targets);
    this.parts.classes.observeLabels(step.pack, targets);
    this.parts.lossFit.observeTargets(step.pack, targets);
  }

  /** What one input of the model is fed. */
  input(step: OpenStep, input: TensorLike, name: string, isLoop = false): void {
    const { pack, draft } = step;
    this.repeats.observe(pack, input, draft, name);
    if (!step.sampled) {
      this.suspect(step, 'input', input, isLoop);
      return;
    }
    this.repeats.keep(input, name);
    observeInput(pack, input, draft, name, () => this.bad('input', 1));
  }

  /** How large the first targets are, where the first error is measured by that. */
  private observeScale(pack: Pack, [target]: readonly TensorLike[]): void {
    if (this.parts.plan.contents.chance?.key !== 'initialError' || !target || target.dtype === 'string')
      return;
    if (this.targetSquares) return;
    const squares = pack.later((reduce) => reduce.sumSquares(target));
    this.targetSquares = () => squares() / target.size;
  }

  /** An output of the model; `isPrediction` where its labels are classes. */
  output(pack: Pack, layer: LayerLike, output: TensorLike, isPrediction: boolean): void {
    const { lossFit, classes } = this.parts;
    lossFit.observeOutput(pack, layer, output);
    if (isPrediction) classes.observePrediction(pack, output, lossFit.takesLogits);
  }

  /** A loss or gradient that was lost in a step without every statistic: was it the batch? */
  blame({ fed, loss, gradientSquares }: OpenStep): void | Promise<void> {
    const isLost = (value: number | undefined) => value !== undefined && !Number.isFinite(value);
    if (!(isLost(loss) || isLost(gradientSquares))) return;
    const pack = new Pack(this.parts.engine, this.parts.reductions());
    for (const { where, tensor } of fed)
      if (!tensor.isDisposed) countNonfinite(pack, [tensor], () => this.bad(where, 1));
    return pack.read();
  }

  /** Lets go of what a lost loss may have come from. */
  forget({ fed }: OpenStep): void {
    for (const { tensor, isOurs } of fed) if (isOurs) tensor.dispose();
    fed.length = 0;
  }

  /**
   * At the end of a train function the batch is there to look at. Where values arrive later, and in a loop that may have
   * made it on the way, it is kept for that without a copy.
   */
  private suspect({ fed }: OpenStep, where: 'input' | 'label', tensor: TensorLike, isLoop = false): void {
    const { engine, reductions } = this.parts;
    const isOurs = isLoop || !readsAtOnce(engine);
    const kept = () => offTape(engine, () => engine.keep(reductions().alias(tensor)));
    fed.push({ where, tensor: isOurs ? kept() : tensor, isOurs });
  }

  /** What is known of the batches so far, into the frame of a sampled step. */
  report(draft: Draft): void {
    this.parts.classes.report(draft);
    this.parts.lossFit.report(draft);
  }

  /** CS231n: before the first update a classifier should be as good as guessing; other outputs no worse than zero. */
  compareWithChance({ draft, batch, loss, penalty }: OpenStep): void {
    const { chance } = this.parts.plan.contents;
    if (!chance || !batch || batch.isWeighted || loss === undefined || !Number.isFinite(loss)) return;
    const usual = chance.key === 'initialLoss' ? chance.loss : this.targetSquares?.();
    if (!usual || !Number.isFinite(usual)) return;
    draft.set(chance.key, (loss - (penalty ?? 0)) / usual, chance.layer, chance.variable);
  }

  dispose(): void {
    this.repeats.dispose();
  }
}
