import type { Engine, TensorLike } from '../statistics/engine.js';
import { Pack } from '../statistics/pack.js';
import type { Reductions } from '../statistics/reductions.js';
import { type Batch, type ClassCounts, countNonfinite, InputRepeats, observeInputs } from './batch.js';
import type { LossFit } from './loss-fit.js';
import type { LayerLike } from './model.js';
import type { OpenStep } from './open-step.js';
import type { Draft, FramePlan } from './plan.js';

/** What a model is fed and what it answers: inputs, labels, predictions, and whether the loss fits them. */
export class BatchObserver {
  private readonly repeats: InputRepeats;

  constructor(
    private readonly parts: {
      readonly engine: Engine;
      readonly reductions: Reductions;
      readonly plan: FramePlan;
      readonly classes: ClassCounts;
      readonly lossFit: LossFit;
    },
    private readonly bad: (where: 'input' | 'label', values: number) => void,
  ) {
    this.repeats = new InputRepeats(parts.engine, parts.reductions);
  }

  /** The batch that is about to be fed. */
  observe({ pack, draft, sampled }: OpenStep, batch: Batch): void {
    const names = this.parts.plan.contents.inputs.map(({ input }) => input);
    this.repeats.observe(pack, batch, draft, names);
    if (!sampled) return;
    this.repeats.keep(batch);
    observeInputs(pack, batch, draft, names, (where) => this.bad(where, 1));
    this.parts.classes.observeLabels(pack, batch);
    this.parts.lossFit.observeTargets(pack, batch.targets);
  }

  /** An output of the model; `isPrediction` where its labels are classes. */
  output(pack: Pack, layer: LayerLike, output: TensorLike, isPrediction: boolean): void {
    const { lossFit, classes } = this.parts;
    lossFit.observeOutput(pack, layer, output);
    if (isPrediction) classes.observePrediction(pack, output, lossFit.takesLogits);
  }

  /** A loss or gradient that was lost in a step without every statistic: was it the batch? It is still there to look at. */
  blame({ sampled, batch, loss, gradientSquares }: OpenStep): void {
    const isLost = (value: number | undefined) => value !== undefined && !Number.isFinite(value);
    if (sampled || !batch || !(isLost(loss) || isLost(gradientSquares))) return;
    const pack = new Pack(this.parts.engine, this.parts.reductions);
    countNonfinite(pack, batch.inputs, () => this.bad('input', 1));
    countNonfinite(pack, batch.targets, () => this.bad('label', 1));
    void pack.read();
  }

  /** What is known of the batches so far, into the frame of a sampled step. */
  report(draft: Draft): void {
    this.parts.classes.report(draft);
    this.parts.lossFit.report(draft);
  }

  /** CS231n: before the first update a classifier should be as good as guessing. */
  compareWithChance({ draft, batch, loss, penalty }: OpenStep): void {
    const { chance } = this.parts.plan.contents;
    if (!chance || !batch || batch.isWeighted || loss === undefined || !Number.isFinite(loss)) return;
    draft.set('initialLoss', (loss - (penalty ?? 0)) / chance.loss, chance.layer, chance.variable);
  }

  dispose(): void {
    this.repeats.dispose();
  }
}
