import { type Engine, offTape, type TensorLike } from '../statistics/engine.js';
import type { Reductions } from '../statistics/reductions.js';
import { measureMoments, measureSpread } from '../statistics/variables.js';
import type { Gradients } from './model.js';
import type { OpenStep } from './open-step.js';
import type { PenaltySplit } from './penalty.js';
import type { FramePlan, NonfinitePlace } from './plan.js';
import type { WatchedVariable } from './topology.js';

/** Below this share of the penalty's gradient the data gradient is the subtraction's float32 rounding. */
const RESOLUTION = 1e-6;

/** Gradients, weights and updates of one step. */
export class VariableObserver {
  constructor(
    private readonly parts: {
      readonly engine: Engine;
      readonly reductions: Reductions;
      readonly plan: FramePlan;
      readonly penalty: PenaltySplit;
    },
    private readonly bad: (where: NonfinitePlace, values: number) => void,
  ) {}

  /** The global norm in every step; in sampled ones each variable's data gradient, and its weights for later. */
  beforeUpdate(step: OpenStep, gradients: Gradients): void {
    const list = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    for (const { tensor } of list) if (tensor) this.globalNorm(step, tensor);
    if (step.sampled) this.everyVariable(step, new Map(list.map(({ name, tensor }) => [name, tensor])));
  }

  /** Weights as they were, and how far the update moved them. */
  afterUpdate({ pack, draft, before }: OpenStep): void {
    for (const [{ layer, variable, tensor }, old] of before) {
      let oldSquares = 0;
      measureSpread(pack, old, ({ std, sumSquares }) => {
        oldSquares = sumSquares;
        draft.set('layerWeightNorm', Math.sqrt(sumSquares), layer, variable);
        draft.set('layerWeightStd', std, layer, variable);
        if (!Number.isFinite(sumSquares)) this.bad('weight', 1);
      });
      pack.number(
        (reduce) => reduce.sumSquaredDifference(tensor, old),
        (squares) => {
          // From zero weights every update is a whole one.
          const ratio = squares === 0 ? 0 : oldSquares === 0 ? 1 : Math.sqrt(squares / oldSquares);
          draft.set('layerUpdateRatio', ratio, layer, variable);
        },
      );
      old.dispose();
    }
    before.clear();
  }

  private globalNorm(step: OpenStep, gradient: TensorLike): void {
    step.pack.number(
      (reduce) => reduce.sumSquares(gradient),
      (squares) => {
        step.gradientSquares = (step.gradientSquares ?? 0) + squares;
        if (!Number.isFinite(squares)) this.bad('gradient', 1);
      },
    );
  }

  private everyVariable(step: OpenStep, gradients: ReadonlyMap<string, TensorLike | undefined>): void {
    const { engine, penalty, plan } = this.parts;
    const { variables } = plan.contents.topology;
    const split = penalty.kind === 'autodiff' ? this.penaltyGradients(penalty, variables) : undefined;
    for (const [index, variable] of variables.entries()) {
      const { layer, variable: name, tensor } = variable;
      const trained = tensor.trainable && gradients.has(tensor.name);
      step.draft.set('layerTrainable', Number(trained), layer, name);
      step.before.set(
        variable,
        offTape(engine, () => engine.keep(engine.runKernel('Identity', { x: tensor }))),
      );
      const gradient = gradients.get(tensor.name);
      if (trained && gradient && gradient.size > 0) {
        this.dataGradient(step, variable, gradient, split?.[index]);
      }
    }
    for (const tensor of split ?? []) tensor.dispose();
  }

  private penaltyGradients(
    penalty: PenaltySplit & { kind: 'autodiff' },
    variables: readonly WatchedVariable[],
  ): TensorLike[] {
    const { engine } = this.parts;
    return engine.tidy(() => penalty.gradients(variables).map((tensor) => engine.keep(tensor)));
  }

  private dataGradient(
    step: OpenStep,
    variable: WatchedVariable,
    gradient: TensorLike,
    penaltyGradient: TensorLike | undefined,
  ): void {
    const { engine, penalty, reductions } = this.parts;
    const { layer, variable: name, tensor, size } = variable;
    const { draft, pack } = step;
    const coefficients = penalty.kind === 'formula' ? penalty.of.get(variable) : undefined;
    let penaltySquares: number | undefined;
    let data = gradient;
    if (coefficients) {
      const { l1, l2 } = coefficients;
      data = offTape(engine, () => engine.keep(reductions.withoutPenalty(gradient, tensor, 2 * l2, l1)));
      measureMoments(pack, tensor, ({ sumSquares, sumAbs }) => {
        // ‖2·l2·w + l1·sgn w‖²
        penaltySquares = 4 * l2 * l2 * sumSquares + 4 * l1 * l2 * sumAbs + l1 * l1 * size;
      });
    } else if (penaltyGradient) {
      data = offTape(engine, () => engine.keep(reductions.difference(gradient, penaltyGradient)));
      pack.number(
        (reduce) => reduce.sumSquares(penaltyGradient),
        (squares) => {
          penaltySquares = squares;
        },
      );
    }
    measureMoments(pack, data, ({ sumSquares, sumAbs, maxAbs }) => {
      const noise = penaltySquares !== undefined && sumSquares <= RESOLUTION ** 2 * penaltySquares;
      const norm = noise ? 0 : Math.sqrt(sumSquares);
      draft.set('layerGradientNorm', norm, layer, name);
      draft.set('layerGradientMeanAbs', noise ? 0 : sumAbs / size, layer, name);
      draft.set('layerGradientMaxAbs', noise ? 0 : maxAbs, layer, name);
      if (penaltySquares)
        draft.set('layerRegularizationRatio', Math.sqrt(penaltySquares) / norm, layer, name);
    });
    if (data !== gradient) data.dispose();
  }
}
