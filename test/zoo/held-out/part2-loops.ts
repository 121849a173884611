import type * as tfjs from '@tensorflow/tfjs';
import type { Subject, Tf } from '../run.js';

/** What a step of a hand-written loop has to tell; it is disposed of afterwards. */
export interface Told {
  readonly loss: tfjs.Scalar;
  readonly [metric: string]: tfjs.Scalar;
}

/** A hand-written loop: `step` after `step`, and now and then an evaluation. */
export function looping(
  tf: Tf,
  target: tfjs.Optimizer,
  watched: tfjs.LayersModel | NonNullable<Subject['variables']>,
  {
    steps,
    step,
    evaluate,
    each = 25,
  }: {
    readonly steps: number;
    readonly step: (index: number) => Told;
    readonly evaluate?: () => Told;
    /** Steps from one evaluation to the next. */
    readonly each?: number;
  },
): Subject {
  return {
    target,
    ...(watched instanceof tf.LayersModel ? { model: watched } : { variables: watched }),
    train: async (vitals) => {
      for (let index = 0; index < steps; index++) {
        const told = step(index);
        vitals?.step(told);
        tf.dispose(told);
        if (evaluate && index % each === each - 1) {
          const results = tf.tidy(evaluate);
          vitals?.evaluation(results);
          tf.dispose(results);
        }
        if (index % 8 === 7) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** What `minimize` with a cost to return returns. */
export function costOf(cost: tfjs.Scalar | null): tfjs.Scalar {
  if (!cost) throw new Error('minimizing: expected a cost, found none');
  return cost;
}
