import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';
import { beforeAll, expect, test } from 'vitest';
import { expectSame, type Trained } from './properties/same-outcome.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });
const dense = (units: number, more: object = {}) =>
  tf.layers.dense({ units, kernelInitializer: glorot(units), ...more });

/** Trains on noise: 12 examples of this shape, one number each. */
function fitted(
  model: tf.LayersModel,
  shape: readonly number[],
  loss: string | ((target: tf.Tensor, output: tf.Tensor) => tf.Tensor) = 'meanSquaredError',
  more: { xs?: tf.Tensor; ys?: tf.Tensor } = {},
): Trained {
  model.compile({ optimizer: tf.train.sgd(0.01), loss });
  const xs = more.xs ?? tf.randomNormal([12, ...shape], 0, 1, 'float32', 3);
  const ys =
    more.ys ??
    tf.randomNormal([12, ...(model.outputs[0]?.shape.slice(1) ?? [])] as number[], 0, 1, 'float32', 4);
  return {
    model,
    train: async () => void (await model.fit(xs, ys, { epochs: 3, batchSize: 4, verbose: 0 })),
  };
}

/** A layer of one's own. */
function own(name: string, call: (x: tf.Tensor) => tf.Tensor | tf.Tensor[]): tf.layers.Layer {
  class Own extends tf.layers.Layer {
    static className = 'OwnOfBadModels';
    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
      const [x] = [inputs].flat();
      if (!x) throw new Error('no input');
      return call(x);
    }
    override computeOutputShape(shape: tf.Shape): tf.Shape {
      return shape;
    }
  }
  return new Own({ name });
}

const bad: Readonly<Record<string, () => Trained>> = {
  'no layer with weights': () =>
    fitted(tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2, 2] })] }), [2, 2]),
  'a thousand layers': () => {
    const model = tf.sequential({ layers: [dense(2, { inputShape: [2] })] });
    for (let layer = 0; layer < 999; layer++) model.add(dense(2, { name: `layer-${layer}` }));
    return fitted(model, [2]);
  },
  'ten thousand units': () =>
    fitted(
      tf.sequential({ layers: [dense(10_000, { inputShape: [3], activation: 'relu' }), dense(1)] }),
      [3],
    ),
  'a thousand classes': () =>
    fitted(
      tf.sequential({ layers: [dense(1000, { inputShape: [3], activation: 'softmax' })] }),
      [3],
      'sparseCategoricalCrossentropy',
      {
        ys: tf.range(0, 12).mul(80).expandDims(1),
      },
    ),
  'one layer that is used ten times': () => {
    const input = tf.input({ shape: [4] });
    const shared = dense(4, { name: 'shared', activation: 'tanh' });
    let x = input;
    for (let use = 0; use < 10; use++) x = shared.apply(x) as tf.SymbolicTensor;
    return fitted(tf.model({ inputs: input, outputs: dense(1).apply(x) as tf.SymbolicTensor }), [4]);
  },
  'a layer of ones own that returns a list': () =>
    fitted(
      tf.sequential({ layers: [dense(4, { inputShape: [3] }), own('listed', (x) => [x.tanh()]), dense(1)] }),
      [3],
    ),
  'a layer that hands on its very input': () =>
    fitted(tf.sequential({ layers: [dense(4, { inputShape: [3] }), own('same', (x) => x), dense(1)] }), [3]),
  'a loss without a name': () =>
    fitted(tf.sequential({ layers: [dense(1, { inputShape: [3] })] }), [3], (target, output) =>
      target.sub(output).abs().mean(-1),
    ),
  'a loss that is NaN': () =>
    fitted(tf.sequential({ layers: [dense(1, { inputShape: [3] })] }), [3], (target, output) =>
      target.sub(output).mul(Number.NaN).mean(-1),
    ),
  'a loss that throws at its third batch': () => {
    let batches = 0;
    return fitted(tf.sequential({ layers: [dense(1, { inputShape: [3] })] }), [3], (target, output) => {
      batches++;
      if (batches % 3 === 0) throw new Error('out of luck');
      return target.sub(output).square().mean(-1);
    });
  },
  'inputs of whole numbers': () =>
    fitted(tf.sequential({ layers: [dense(2, { inputShape: [3] }), dense(1)] }), [3], undefined, {
      xs: tf.randomUniform([12, 3], 0, 9, 'int32', 3),
    }),
  'inputs of true and false': () =>
    fitted(tf.sequential({ layers: [dense(2, { inputShape: [3] }), dense(1)] }), [3], undefined, {
      xs: tf.randomUniform([12, 3], 0, 2, 'int32', 3).cast('bool').cast('float32'),
    }),
  'names of what every object has': () =>
    fitted(
      tf.sequential({
        layers: ['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((name, index) =>
          dense(2, { name: `x/${name}`, ...(index === 0 && { inputShape: [3] }) }),
        ),
      }),
      [3],
    ),
  'a model of models of models': () => {
    let inner: tf.LayersModel = tf.sequential({
      name: 'm0',
      layers: [dense(3, { name: 'd', inputShape: [3] })],
    });
    for (let depth = 1; depth < 6; depth++) inner = tf.sequential({ name: `m${depth}`, layers: [inner] });
    return fitted(inner, [3]);
  },
  'a model that builds another while it trains': () => {
    const builder = own('builder', (x) => {
      tf.sequential({ layers: [tf.layers.activation({ activation: 'relu', inputShape: [2] })] });
      return x;
    });
    return fitted(tf.sequential({ layers: [dense(4, { inputShape: [3] }), builder, dense(1)] }), [3]);
  },
};

test.each(Object.entries(bad))('%s: it ends as it would without the agent', async (_, build) => {
  const samples = await expectSame(build);
  expect(samples.filter(({ name }) => name === 'training_steps_total')).toHaveLength(1);
});

test('of a thousand layers the series stay within their limit, and what is left out is counted', async () => {
  const samples = await expectSame(
    bad['a thousand layers'] ??
      (() => {
        throw new Error('gone');
      }),
  );
  expect(
    samples.filter(({ labels }) => labels.layer !== undefined && labels.symptom === undefined).length,
  ).toBeLessThanOrEqual(2000);
  expect(samples.find(({ name }) => name === 'training_agent_series_dropped_total')?.value).toBeGreaterThan(
    1000,
  );
});

test('a model that is disposed while it is watched hurts nobody', async () => {
  const { model, train } = fitted(tf.sequential({ layers: [dense(2, { inputShape: [3] }), dense(1)] }), [3]);
  const vitals = await watch(model, { port: 0, linger: 0, every: 1 });
  await train();
  model.dispose();
  await expect(model.fit(tf.zeros([4, 3]), tf.zeros([4, 1]))).rejects.toThrow(/disposed/);
  await vitals.flush();
  expect(await (await fetch(`${vitals.url}/metrics`)).text()).toMatch(
    /^training_steps_total\{run="[^"]*"\} 9$/m,
  );
  await vitals.close();
});
