import type { TensorLike } from '../statistics/engine.js';
import type { WatchedLayer } from '../tap/topology.js';
import type { BorrowedModel } from './borrowed-model.js';
import { Overrides } from './overrides.js';
import type { Batch } from './small-batch.js';

/** What a layer gave for a batch: values of [size, …, units]; the first of a layer that is used several times. */
export interface LayerOutput {
  readonly layer: WatchedLayer;
  readonly units: number;
  readonly values: ArrayLike<number>;
}

/** The outputs of every layer, the inputs' side first, as in training but without noise. */
export async function captured(model: BorrowedModel, batch: Batch): Promise<readonly LayerOutput[]> {
  const seen = new Map<WatchedLayer, TensorLike>();
  try {
    model.use(() => {
      const overrides = new Overrides();
      try {
        for (const layer of model.layers)
          watch(layer, overrides, (output) => {
            if (!seen.has(layer)) seen.set(layer, model.engine.keep(copy(model, output)));
          });
        model.forward(batch.inputs);
      } finally {
        overrides.undo();
      }
    });
    return await Promise.all(
      model.layers.flatMap((layer) => {
        const tensor = seen.get(layer);
        const units = tensor?.shape.at(-1) ?? 1;
        return tensor ? [tensor.data().then((values) => ({ layer, units, values }))] : [];
      }),
    );
  } finally {
    for (const tensor of seen.values()) tensor.dispose();
  }
}

function watch({ instance }: WatchedLayer, overrides: Overrides, hear: (output: TensorLike) => void): void {
  const call = instance.call;
  overrides.setIfPossible(
    instance,
    'call',
    function seen(this: typeof instance, inputs: unknown, kwargs: unknown) {
      const output = call.call(this, inputs, kwargs);
      const first = Array.isArray(output) ? output[0] : output;
      if (first) hear(first);
      return output;
    },
  );
}

/** A layer may hand on its very input, which is not ours to dispose. */
const copy = ({ engine }: BorrowedModel, x: TensorLike): TensorLike => engine.runKernel('Identity', { x });
