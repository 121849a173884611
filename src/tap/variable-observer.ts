import { type Engine, offTape, type TensorLike } from '../statistics/engine.js';
import type { Pack } from '../statistics/pack.js';
import type { Reductions } from '../statistics/reductions.js';
import {
  type Measured,
  type Moments,
  measureDifferenceOfEach,
  measureMomentsOfEach,
  measureSpreadOfEach,
  type Spread,
} from '../statistics/variables.js';
import type { Gradients } from './model.js';
import type { OpenStep } from './open-step.js';
import type { PenaltySplit } from './penalty.js';
import type { Draft, FramePlan, NonfinitePlace } from './plan.js';
import type { WatchedVariable } from './topology.js';
import { listOf, Turns } from './turns.js';

/** Below this share of the penalty's gradient the data gradient is the subtraction's float32 rounding. */
const RESOLUTION = 1e-6;

/** Gradients of up to so many elements are joined before their norm is taken: the cost of small ones is the calls. */
const SMALL = 65_536;

/** Measurements in which it is seen whether units are identical. */
const LOOKS = 64;

/** Gradients, weights and updates of one step. */
export class VariableObserver {
  private readonly looks = new Map<WatchedVariable, number>();
  /** Whether there is a table, of which a row that became NaN is in no loss until it is looked up again. */
  readonly hasTable: boolean;
  private readonly turns = new Turns();

  constructor(
    private readonly parts: {
      readonly engine: Engine;
      readonly reductions: () => Reductions;
      readonly plan: FramePlan;
      readonly penalty: PenaltySplit;
    },
    private readonly bad: (where: NonfinitePlace, values: number) => void,
  ) {
    this.hasTable = parts.plan.contents.topology.variables.some(({ role }) => role === 'table');
  }

  /** Whether one of the last updates was of this variable. */
  isTrained(name: string): boolean {
    return this.turns.isReceived(name);
  }

  /** An update of which nothing is measured. */
  note(gradients: Gradients): void {
    this.turns.note(listOf(gradients));
  }

  /** The global norm, where the step measures it; in sampled ones each variable's data gradient, and its weights for later. */
  beforeUpdate(step: OpenStep, gradients: Gradients, isNormDue: boolean): void {
    const list = listOf(gradients);
    this.turns.note(list);
    const measured = step.sampled
      ? this.everyVariable(
          step,
          new Map(list.map(({ name, tensor }) => [name, tensor])),
          Array.isArray(gradients),
        )
      : undefined;
    if (!isNormDue && !this.hasTable) return;
    const small: TensorLike[] = [];
    for (const { name, tensor } of list) {
      if (!tensor || measured?.has(name)) continue;
      if (tensor.size > SMALL) this.globalNorm(step, [tensor]);
      else small.push(tensor);
    }
    if (small.length > 0) this.globalNorm(step, small);
  }

  /** Weights as they were, and how far the update moved them. */
  afterUpdate({ pack, draft, before }: OpenStep): void {
    const spreads: Measured<Spread>[] = [];
    const updates: Parameters<typeof measureDifferenceOfEach>[1][number][] = [];
    for (const [watched, old] of before) {
      if (old.size === 0) continue;
      const { layer, variable, tensor } = watched;
      this.unitSpread(pack, draft, watched, old);
      let oldSquares = 0;
      spreads.push({
        tensor: old,
        use: ({ std, sumSquares }) => {
          oldSquares = sumSquares;
          draft.set('layerWeightNorm', Math.sqrt(sumSquares), layer, variable);
          draft.set('layerWeightStd', std, layer, variable);
          if (!Number.isFinite(sumSquares)) this.bad('weight', 1);
        },
      });
      updates.push({
        pair: [tensor, old],
        use: (squares) => {
          // From zero weights every update is a whole one.
          const ratio = squares === 0 ? 0 : oldSquares === 0 ? 1 : Math.sqrt(squares / oldSquares);
          draft.set('layerUpdateRatio', ratio, layer, variable);
        },
      });
    }
    measureSpreadOfEach(pack, spreads);
    measureDifferenceOfEach(pack, updates);
    for (const old of before.values()) old.dispose();
    before.clear();
  }

  /** How far the units of a matrix differ, in the first steps: units that are born identical stay so. */
  private unitSpread(pack: Pack, draft: Draft, variable: WatchedVariable, weights: TensorLike): void {
    const { layer, variable: name, role, units, isLearned } = variable;
    const looks = this.looks.get(variable) ?? 0;
    if (role !== 'matrix' || units < 2 || !isLearned || looks >= LOOKS) return;
    this.looks.set(variable, looks + 1);
    const squares = pack.later((reduce) => reduce.sumSquares(weights));
    pack.number(
      (reduce) => reduce.sumSquaresAroundRows(weights),
      (around) => {
        // All zero is all the same.
        const share = squares() === 0 ? 0 : around / squares();
        if (Number.isFinite(share)) draft.set('layerUnitSpread', Math.sqrt(share), layer, name);
      },
    );
  }

  private globalNorm(step: OpenStep, gradients: readonly TensorLike[]): void {
    step.pack.number(
      (reduce) => reduce.sumSquaresOfAll(gradients),
      (squares) => this.addToNorm(step, squares),
    );
  }

  private addToNorm(step: OpenStep, squares: number): void {
    step.gradientSquares = (step.gradientSquares ?? 0) + squares;
    if (!Number.isFinite(squares)) this.bad('gradient', 1);
  }

  /** Returns the names of the variables whose gradient went into the global norm on the way. */
  private everyVariable(
    step: OpenStep,
    gradients: ReadonlyMap<string, TensorLike | undefined>,
    isList: boolean,
  ): ReadonlySet<string> {
    const { engine, penalty, plan, reductions } = this.parts;
    const { variables } = plan.contents.topology;
    const inNorm = new Set<string>();
    const plain: Measured<Moments>[] = [];
    const split =
      penalty.kind === 'autodiff' ? this.differentiated(step, penalty, variables, gradients) : undefined;
    for (const [index, variable] of variables.entries()) {
      const { tensor } = variable;
      const trained = tensor.trainable && gradients.has(tensor.name);
      this.trained(step, variable, isList);
      // In turn with others: its update is another step's.
      const isOthers = this.turns.isReceived(tensor.name) && !gradients.get(tensor.name);
      if (isOthers) continue;
      step.before.set(
        variable,
        offTape(engine, () => engine.keep(reductions().alias(tensor))),
      );
      const gradient = gradients.get(tensor.name);
      if (trained && gradient && gradient.size > 0) {
        const data = this.dataGradient(step, variable, gradient, split?.[index]);
        if (data.tensor === gradient) {
          inNorm.add(tensor.name);
          plain.push(data);
          continue;
        }
        // One at a time: it is as large as the gradient.
        measureMomentsOfEach(step.pack, [data]);
        data.tensor.dispose();
      }
    }
    measureMomentsOfEach(step.pack, plain);
    for (const tensor of split ?? []) tensor?.dispose();
    this.turns.looked();
    return inNorm;
  }

  /**
   * Whether the optimizer updates a variable, and whether it got a gradient for it, of late: a loop may train its parts
   * in turn. Gradients by name hold only those that there are (tfjs-core 4.22, gradients.ts `variableGrads`): of a
   * trainable variable none arrived.
   */
  private trained(
    { draft }: OpenStep,
    { layer, variable, tensor, isLearned }: WatchedVariable,
    isList: boolean,
  ): void {
    if (!isLearned) return;
    const trained = tensor.trainable && (this.turns.isListed(tensor.name) || !isList);
    draft.set('layerTrainable', Number(trained), layer, variable);
    if (trained)
      draft.set('layerGradientReceived', Number(this.turns.isReceived(tensor.name)), layer, variable);
  }

  /** The penalty's gradients; and the penalty itself, where the step has not told it before. */
  private differentiated(
    step: OpenStep,
    penalty: PenaltySplit & { kind: 'autodiff' },
    variables: readonly WatchedVariable[],
    applied: ReadonlyMap<string, TensorLike | undefined>,
  ): readonly (TensorLike | undefined)[] {
    const { engine } = this.parts;
    return engine.tidy(() => {
      const found = penalty.differentiate(variables, applied);
      if (!found) return [];
      const { value, gradients } = found;
      if (step.penalty === undefined)
        step.pack.number(
          (reduce) => reduce.sum(value),
          (number) => {
            step.penalty = number;
          },
        );
      return gradients.map((gradient) => gradient && engine.keep(gradient));
    });
  }

  /** The gradient, or a tensor of our own without the penalty's part where it has one; and where its moments go. */
  private dataGradient(
    step: OpenStep,
    variable: WatchedVariable,
    gradient: TensorLike,
    penaltyGradient: TensorLike | undefined,
  ): Measured<Moments> {
    const { draft, pack } = step;
    const { layer, variable: name, size } = variable;
    const penalty = this.penaltyOf(pack, variable, gradient, penaltyGradient);
    const use = ({ sumSquares, sumAbs, maxAbs }: Moments) => {
      if (!penalty) this.addToNorm(step, sumSquares);
      const penaltySquares = penalty?.squares() ?? 0;
      const noise = penaltySquares > 0 && sumSquares <= RESOLUTION ** 2 * penaltySquares;
      const norm = noise ? 0 : Math.sqrt(sumSquares);
      draft.set('layerGradientNorm', norm, layer, name);
      draft.set('layerGradientMeanAbs', noise ? 0 : sumAbs / size, layer, name);
      draft.set('layerGradientMaxAbs', noise ? 0 : maxAbs, layer, name);
      if (penalty) draft.set('layerRegularizationRatio', Math.sqrt(penaltySquares) / norm, layer, name);
    };
    return { tensor: penalty?.rest ?? gradient, use };
  }

  /** The data's part of a gradient, and ‖∇penalty‖² once the pack is read; undefined where there is no penalty. */
  private penaltyOf(
    pack: Pack,
    variable: WatchedVariable,
    gradient: TensorLike,
    penaltyGradient: TensorLike | undefined,
  ): { rest: TensorLike; squares: () => number } | undefined {
    const { engine, penalty } = this.parts;
    const { reductions } = pack;
    const { tensor, size } = variable;
    const kept = (measure: () => TensorLike) =>
      reductions.numbersIn ? measure() : offTape(engine, () => engine.keep(measure()));
    if (penaltyGradient) {
      const squares = pack.later((reduce) => reduce.sumSquares(penaltyGradient));
      return { rest: kept(() => reductions.difference(gradient, penaltyGradient)), squares };
    }
    const { l1, l2 } = (penalty.kind === 'formula' && penalty.of.get(variable)) || { l1: 0, l2: 0 };
    if (l1 === 0 && l2 === 0) return undefined;
    const squares = pack.later((reduce) => reduce.sumSquares(tensor));
    const abs = l1 === 0 ? () => 0 : pack.later((reduce) => reduce.sumAbs(tensor));
    return {
      rest: kept(() => reductions.withoutPenalty(gradient, tensor, 2 * l2, l1)),
      // ‖2·l2·w + l1·sgn w‖²
      squares: () => 4 * l2 * l2 * squares() + 4 * l1 * l2 * abs() + l1 * l1 * size,
    };
  }
}
