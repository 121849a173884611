import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { type Vitals, watch } from 'trainvitals';
import { expect, test } from 'vitest';

/** A model with what could give the agent away: dropout, both penalties, batch normalisation; every layer seeded. */
function build(): tf.Sequential {
  const init = (seed: number) => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'a',
        units: 12,
        inputShape: [6],
        activation: 'relu',
        kernelInitializer: init(1),
        kernelRegularizer: tf.regularizers.l1l2({ l1: 0.01, l2: 0.01 }),
      }),
      tf.layers.batchNormalization({ name: 'norm' }),
      tf.layers.dropout({ name: 'drop', rate: 0.3, seed: 7 }),
      tf.layers.dense({
        name: 'b',
        units: 8,
        activation: 'tanh',
        kernelInitializer: init(2),
        biasRegularizer: 'l1l2',
      }),
      tf.layers.dense({ name: 'c', units: 3, activation: 'softmax', kernelInitializer: init(3) }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

function data() {
  const xs = tf.randomNormal<tf.Rank.R2>([96, 6], 0, 1, 'float32', 11);
  const ys = tf.oneHot(tf.argMax(xs.slice([0, 0], [96, 3]), 1), 3).toFloat() as tf.Tensor2D;
  return { xs, ys };
}

/** Dropout draws from Math.random even where it has a seed; a run is compared with its equal. */
function seedMathRandom(): () => void {
  const original = Math.random;
  let state = 42;
  Math.random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => {
    Math.random = original;
  };
}

type Loop = (model: tf.Sequential, xs: tf.Tensor2D, ys: tf.Tensor2D) => Promise<void>;

const loops: Record<string, Loop> = {
  fit: async (model, xs, ys) => {
    await model.fit(xs, ys, { epochs: 4, batchSize: 16, verbose: 0, validationData: [xs, ys] });
  },
  fitDataset: async (model, xs, ys) => {
    const rows = tf.data.zip({ xs: tf.data.array(await xs.array()), ys: tf.data.array(await ys.array()) });
    await model.fitDataset(rows.batch(16) as Parameters<typeof model.fitDataset>[0], {
      epochs: 4,
      verbose: 0,
    });
  },
  trainOnBatch: async (model, xs, ys) => {
    for (let step = 0; step < 20; step++) {
      const losses = await model.trainOnBatch(xs.slice([0, 0], [32, 6]), ys.slice([0, 0], [32, 3]));
      expect(losses).toBeDefined();
    }
  },
};

async function weightsAfter(loop: Loop, watched: boolean): Promise<Uint8Array[]> {
  const restore = seedMathRandom();
  let vitals: Vitals | undefined;
  try {
    const model = build();
    const { xs, ys } = data();
    if (watched) vitals = await watch(model, { port: 0, every: 1, linger: 0 });
    await loop(model, xs, ys);
    const weights = model.getWeights().map((weight) => bytesOf(weight));
    if (vitals) {
      await vitals.flush();
      const report: unknown = await (await fetch(`${vitals.url}/api/run`)).json();
      // A run that was not seen would prove nothing.
      expect(Reflect.get(Object(report), 'step')).toBeGreaterThanOrEqual(20);
    }
    tf.dispose([xs, ys]);
    model.dispose();
    return weights;
  } finally {
    restore();
    await vitals?.close();
  }
}

const bytesOf = (tensor: tf.Tensor) => new Uint8Array(tensor.dataSync().slice().buffer);

test.each(
  ['cpu', 'wasm'].flatMap((backend) => Object.keys(loops).map((loop) => [backend, loop] as const)),
)('on %s, %s gives the same weights bit for bit with the agent and without', async (backend, name) => {
  await tf.setBackend(backend);
  const loop = loops[name];
  if (!loop) throw new Error(name);
  const without = await weightsAfter(loop, false);
  expect(await weightsAfter(loop, true)).toEqual(without);
  // The comparison itself can fail: one more step changes the weights.
  expect(
    await weightsAfter(async (...args) => {
      await loop(...args);
      await loops.trainOnBatch?.(...args);
    }, false),
  ).not.toEqual(without);
});

test.each([
  'cpu',
  'wasm',
])('on %s, a hand-written loop gives the same weights bit for bit', async (backend) => {
  await tf.setBackend(backend);
  const train = async (watched: boolean) => {
    const w = tf.variable(
      tf.randomNormal<tf.Rank.R2>([6, 3], 0, 0.3, 'float32', 5),
      true,
      `w${Number(watched)}/kernel`,
    );
    const b = tf.variable(tf.zeros<tf.Rank.R1>([3]), true, `w${Number(watched)}/bias`);
    const { xs, ys } = data();
    const optimizer = tf.train.momentum(0.1, 0.9);
    const vitals = watched
      ? await watch(optimizer, { port: 0, every: 1, linger: 0, variables: [w, b] })
      : undefined;
    for (let step = 0; step < 40; step++) {
      const loss = optimizer.minimize(
        () => tf.losses.softmaxCrossEntropy(ys, xs.matMul(w).add(b)).mean() as tf.Scalar,
        true,
      );
      loss?.dispose();
      vitals?.step({ examples: 96 });
    }
    const weights = [bytesOf(w), bytesOf(b)];
    await vitals?.flush();
    if (vitals) {
      const report: unknown = await (await fetch(`${vitals.url}/api/run`)).json();
      expect(Reflect.get(Object(report), 'step')).toBe(40);
    }
    await vitals?.close();
    tf.dispose([w, b, xs, ys]);
    optimizer.dispose();
    return weights;
  };
  expect(await train(true)).toEqual(await train(false));
});
