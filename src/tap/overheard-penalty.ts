import { processWide } from '../process-wide.js';
import type { Engine, TensorLike } from '../statistics/engine.js';
import type { Guard } from './guard.js';
import type { ModelLike } from './model.js';
import { patch } from './patch.js';
import { type Differentiating, differentiator, type PenaltySplit } from './penalty.js';
import type { StepObserver } from './step-observer.js';

/** tfjs-core 4.22, engine.ts `customGrad`. */
interface CustomGradient {
  customGrad(
    f: (x: TensorLike) => { value: TensorLike; gradFunc: (dy: TensorLike) => TensorLike },
  ): (x: TensorLike) => TensorLike;
}

/** A call that gave penalties to a loss: how to compute them again, and what the loss takes them times, ∂loss / ∂penalty. */
interface Heard {
  readonly compute: () => TensorLike[];
  /** By the penalty's place; none of those that have no part in the loss. */
  readonly factors: Map<number, TensorLike>;
}

/**
 * The model whose penalties are computed now: a call of another one within is that of a model that holds it, and no
 * loop's; one of the same is that of another agent that watches it, which hears it as well. Agents of other copies of the
 * package too.
 */
const inside = processWide('penalties', (): { of: object | undefined } => ({ of: undefined }));
/** Stands for a computation of an agent's own: none of its calls is a loop's. */
const ours = {};
function within<T>(of: object, compute: () => T): T {
  const before = inside.of;
  inside.of = of === ours ? ours : (before ?? of);
  try {
    return compute();
  } finally {
    inside.of = before;
  }
}

/**
 * What a hand-written loop adds of its models' own penalties. A loss that is computed with `model.calculateLosses()`
 * is handed the same values by a path of ours, and the gradient that comes back on it is the factor that the loop
 * multiplies them with: the penalty's part of the loss, and of each gradient, is known without being told. Only in
 * measured steps; the values of the loss and of the gradients are those that they are without it. A gradient that the
 * loop has changed since, clipped or summed, has no known part of the penalty.
 */
export function overhearPenalties(
  models: readonly ModelLike[],
  hooks: {
    readonly engine: Engine & Partial<CustomGradient> & Partial<Differentiating>;
    readonly guard: Guard;
    readonly observer: () => StepObserver | undefined;
    /** The tape of what is differentiated now. */
    readonly tape: () => object | undefined;
  },
): { readonly split: PenaltySplit; readonly restore: () => void } {
  const { engine, guard, observer, tape } = hooks;
  const customGrad = engine.customGrad?.bind(engine);
  if (models.length === 0 || !customGrad || !engine.gradients)
    return { split: { kind: 'none' }, restore: () => {} };
  let calls: Heard[] = [];
  /** On which tape, and in which step of the observer. */
  let heardOn: object | undefined;
  let heardIn = -1;
  /** Whether a factor came back, and the gradients of variables that came with it. */
  let isBack = false;
  let found = new WeakSet<TensorLike>();
  const forget = () => {
    for (const { factors } of calls) for (const factor of factors.values()) factor.dispose();
    calls = [];
    heardOn = undefined;
    found = new WeakSet();
  };
  const alias = (x: TensorLike) => engine.runKernel('Identity', { x });
  /** The same values; what comes back on them is kept until the gradients are applied. */
  const overhear = (penalties: readonly TensorLike[], compute: () => TensorLike[]) => {
    const factors = new Map<number, TensorLike>();
    calls.push({ compute, factors });
    return penalties.map((penalty, index) => {
      const gradFunc = (dy: TensorLike) => {
        isBack = true;
        guard.run('tap', () => factors.has(index) || factors.set(index, engine.keep(alias(dy))));
        return alias(dy);
      };
      return customGrad((x) => ({ value: alias(x), gradFunc }))(penalty);
    });
  };
  const restores = [...new Set(models)].map((model) =>
    patch(model, 'calculateLosses', (original, isOn) => {
      return function calculateLosses(this: ModelLike) {
        const isLoops = inside.of === undefined || inside.of === this;
        const on = isOn() && isLoops ? tape() : undefined;
        const penalties = within(this, () => original.call(this));
        if (!on) return penalties;
        const heard = guard.run('tap', () => {
          const current = observer();
          current?.maybeBegin(on);
          if (!current?.isSampling) return undefined;
          if (heardOn !== on) forget();
          [heardOn, heardIn] = [on, current.begun];
          return overhear(penalties, () => within(ours, () => original.call(this)));
        });
        return heard ?? penalties;
      };
    }),
  );
  restores.push(
    patch(engine as Engine & Differentiating, 'gradients', (original, isOn) => {
      return function gradients(this: Engine & Differentiating, ...args) {
        isBack = false;
        const result = original.apply(this, args);
        if (isOn() && isBack) for (const gradient of result.grads) if (gradient) found.add(gradient);
        return result;
      };
    }),
  );
  const weighted = () =>
    calls.flatMap(({ compute, factors }) => {
      if (factors.size === 0) return [];
      const penalties = compute();
      return [...factors].flatMap(([index, b]) => {
        const a = penalties[index];
        return a ? [engine.runKernel('Multiply', { a, b })] : [];
      });
    });
  const differentiate = differentiator(engine, weighted);
  return {
    split: {
      kind: 'autodiff',
      differentiate: (variables, applied) => {
        try {
          const isNow = heardIn === observer()?.begun;
          if (!isNow || variables.length === 0 || calls.every(({ factors }) => factors.size === 0))
            return undefined;
          const { value, gradients } = within(ours, () => differentiate(variables));
          const isAsFound = (index: number) => {
            const gradient = applied.get(variables[index]?.tensor.name ?? '');
            return gradient !== undefined && found.has(gradient);
          };
          return { value, gradients: gradients.map((of, index) => (isAsFound(index) ? of : undefined)) };
        } finally {
          forget();
        }
      },
    },
    restore: () => {
      for (const undo of restores.reverse()) undo();
      forget();
    },
  };
}
