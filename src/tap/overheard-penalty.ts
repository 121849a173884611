import type { Engine, TensorLike } from '../statistics/engine.js';
import type { Guard } from './guard.js';
import type { ModelLike } from './model.js';
import { patch } from './patch.js';
import { differentiator, type PenaltySplit } from './penalty.js';
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
 * What a hand-written loop adds of its models' own penalties. A loss that is computed with `model.calculateLosses()`
 * is handed the same values by a path of ours, and the gradient that comes back on it is the factor that the loop
 * multiplies them with: the penalty's part of the loss, and of each gradient, is known without being told. Only in
 * measured steps; the values of the loss and of the gradients are those that they are without it.
 */
export function overhearPenalties(
  models: readonly ModelLike[],
  hooks: {
    readonly engine: Engine & Partial<CustomGradient>;
    readonly guard: Guard;
    readonly observer: () => StepObserver | undefined;
    /** The tape of what is differentiated now. */
    readonly tape: () => object | undefined;
  },
): { readonly split: PenaltySplit; readonly restore: () => void } {
  const { engine, guard, observer, tape } = hooks;
  const customGrad = engine.customGrad?.bind(engine);
  if (models.length === 0 || !customGrad) return { split: { kind: 'none' }, restore: () => {} };
  let calls: Heard[] = [];
  let heardOn: object | undefined;
  const forget = () => {
    for (const { factors } of calls) for (const factor of factors.values()) factor.dispose();
    calls = [];
  };
  const alias = (x: TensorLike) => engine.runKernel('Identity', { x });
  /** The same values; what comes back on them is kept until the gradients are applied. */
  const overhear = (penalties: readonly TensorLike[], compute: () => TensorLike[]) => {
    const factors = new Map<number, TensorLike>();
    calls.push({ compute, factors });
    return penalties.map((penalty, index) => {
      const gradFunc = (dy: TensorLike) => {
        guard.run('tap', () => factors.has(index) || factors.set(index, engine.keep(alias(dy))));
        return alias(dy);
      };
      return customGrad((x) => ({ value: alias(x), gradFunc }))(penalty);
    });
  };
  const restores = models.map((model) =>
    patch(model, 'calculateLosses', (original, isOn) => {
      return function calculateLosses(this: ModelLike) {
        const penalties = original.call(this);
        const on = isOn() ? tape() : undefined;
        if (!on) return penalties;
        const heard = guard.run('tap', () => {
          const current = observer();
          current?.maybeBegin(on);
          if (!current?.isSampling) return undefined;
          if (heardOn !== on) forget();
          heardOn = on;
          return overhear(penalties, () => original.call(this));
        });
        return heard ?? penalties;
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
      differentiate: (variables) => {
        if (calls.every(({ factors }) => factors.size === 0)) return undefined;
        try {
          return differentiate(variables);
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
