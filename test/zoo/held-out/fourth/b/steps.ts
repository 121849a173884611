import type * as tfjs from '@tensorflow/tfjs';
import { Random } from '../../../random.js';
import type { Subject, Tf } from '../../../run.js';

export interface Table {
  readonly xs: tfjs.Tensor | readonly tfjs.Tensor[];
  readonly ys: tfjs.Tensor | readonly tfjs.Tensor[];
}

/** Rows drawn at random, with a generator of their own. */
export function draws(tf: Tf, { xs, ys }: Table, batch: number, seed: number) {
  const random = new Random(seed + 5003);
  const [inputs, outputs] = [[xs].flat() as tfjs.Tensor[], [ys].flat() as tfjs.Tensor[]];
  const rows = inputs[0]?.shape[0] ?? 0;
  return (): { xs: tfjs.Tensor[]; ys: tfjs.Tensor[] } => {
    const at = tf.tensor1d(
      Array.from({ length: batch }, () => random.integer(rows)),
      'int32',
    );
    const drawn = { xs: inputs.map((x) => tf.gather(x, at)), ys: outputs.map((y) => tf.gather(y, at)) };
    at.dispose();
    return drawn;
  };
}

export const breathe = async (step: number): Promise<void> => {
  if (step % 8 === 7) await new Promise((resolve) => setImmediate(resolve));
};

/** `trainOnBatch` on rows drawn at random. */
export function drawn(
  tf: Tf,
  model: tfjs.LayersModel,
  data: Table,
  {
    steps,
    batch = 24,
    seed,
    before = () => {},
  }: { steps: number; batch?: number; seed: number; before?: (step: number) => void },
): Subject {
  return {
    target: model,
    train: async () => {
      const draw = draws(tf, data, batch, seed);
      for (let step = 0; step < steps; step++) {
        before(step);
        const { xs, ys } = draw();
        await model.trainOnBatch(
          xs.length === 1 ? (xs[0] as tfjs.Tensor) : xs,
          ys.length === 1 ? (ys[0] as tfjs.Tensor) : ys,
        );
        tf.dispose([xs, ys]);
        await breathe(step);
      }
    },
  };
}

type Named = Record<string, tfjs.Variable>;

/** The variables of models, as an optimizer wants them. */
export const variablesOf = (...models: tfjs.LayersModel[]): tfjs.Variable[] =>
  models.flatMap((model) => model.trainableWeights.map((weight) => weight.read() as tfjs.Variable));

/** `tf.variableGrads` and `applyGradients`, on rows drawn at random. */
export function byGradients(
  tf: Tf,
  optimizer: tfjs.Optimizer,
  trained: tfjs.LayersModel | Named,
  data: Table,
  {
    steps,
    batch = 24,
    seed,
    loss,
    treat = (gradients) => gradients,
    evaluate,
    every = 25,
    before = () => {},
  }: {
    readonly steps: number;
    readonly batch?: number;
    readonly seed: number;
    readonly loss: (xs: tfjs.Tensor[], ys: tfjs.Tensor[]) => tfjs.Tensor;
    /** What happens to gradients before they are applied; inside a tidy. */
    readonly treat?: (gradients: tfjs.NamedTensorMap) => tfjs.NamedTensorMap;
    readonly evaluate?: () => tfjs.Tensor;
    readonly every?: number;
    readonly before?: (step: number) => void;
  },
): Subject {
  const isModel = trained instanceof tf.LayersModel;
  const variables = isModel ? variablesOf(trained) : Object.values(trained);
  return {
    target: optimizer,
    ...(isModel ? { model: trained } : { variables: trained }),
    train: async (vitals) => {
      const draw = draws(tf, data, batch, seed);
      for (let step = 0; step < steps; step++) {
        before(step);
        const { xs, ys } = draw();
        const cost = tf.tidy(() => {
          const { value, grads } = tf.variableGrads(() => loss(xs, ys).asScalar(), variables);
          optimizer.applyGradients(treat(grads));
          return value;
        });
        vitals?.step({ loss: cost });
        tf.dispose([xs, ys, cost]);
        if (evaluate && step % every === every - 1) {
          const value = tf.tidy(evaluate);
          vitals?.evaluation({ loss: value.asScalar().dataSync()[0] ?? 0 });
          value.dispose();
        }
        await breathe(step);
      }
    },
  };
}

/** A generator of batches in their order, for `fitDataset`; `prepare` may change a batch. */
export function batches(
  tf: Tf,
  { xs, ys }: { xs: tfjs.Tensor; ys: tfjs.Tensor },
  batch: number,
  prepare: (number: number) => void = () => {},
): tfjs.data.Dataset<{ xs: tfjs.Tensor; ys: tfjs.Tensor }> {
  let number = 0;
  return tf.data.generator(function* () {
    for (let at = 0; at + batch <= (xs.shape[0] ?? 0); at += batch) {
      prepare(number++);
      yield { xs: xs.slice(at, batch), ys: ys.slice(at, batch) };
    }
  }) as tfjs.data.Dataset<{ xs: tfjs.Tensor; ys: tfjs.Tensor }>;
}
