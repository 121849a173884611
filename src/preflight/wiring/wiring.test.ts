import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { examined } from '../examined.js';
import type { Subject } from '../subject.js';

const ID = 'wiring';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A regression whose hidden layer is followed by what `then` makes of it. */
function network(then: (x: tf.Tensor) => tf.Tensor, units = 1): Subject {
  class Then extends tf.layers.Layer {
    static className = 'Then';
    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      const [x] = [inputs].flat();
      if (!x) throw new Error('no input');
      return tf.tidy(() => then(x));
    }
    override computeOutputShape(shape: tf.Shape): tf.Shape {
      return shape;
    }
  }
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'hidden',
        units: 8,
        activation: 'tanh',
        inputShape: [4],
        kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
      }),
      new Then({ name: 'then' }),
      tf.layers.dense({ name: 'value', units, kernelInitializer: tf.initializers.glorotNormal({ seed: 2 }) }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return {
    model,
    xs: tf.randomNormal([40, 4], 0, 1, 'float32', 3),
    ys: tf.randomNormal([40, units], 0, 1, 'float32', 4),
  };
}

test.each([
  { name: 'a share of the mean of the batch', share: 0.1, fails: true },
  { name: 'less of it than the limit', share: 0.00001, fails: false },
])('examples that are mixed: $name', async ({ share, fails }) => {
  const mixed = (x: tf.Tensor) => x.mul(1 - share).add(x.mean(0, true).mul(share));
  const { verdict, findings, message } = await examined(ID, network(mixed));
  expect(verdict, message).toBe(fails ? 'fail' : 'pass');
  if (fails) expect(findings[0]?.value).toBeGreaterThan(0.001);
});

test('a layer that is random in training is asked for its prediction', async () => {
  const { model, xs, ys } = network((x) => x);
  const noisy = tf.sequential({
    layers: [...model.layers.slice(0, 1), tf.layers.dropout({ rate: 0.5 }), tf.layers.dense({ units: 1 })],
  });
  noisy.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  expect((await examined(ID, { model: noisy, xs, ys })).verdict).toBe('pass');
});

test('every layer before an operation without a slope is named, none behind it', async () => {
  const { findings } = await examined(
    ID,
    network((x) => x.mul(10).floor()),
  );
  expect(findings.map(({ message }) => message)).toEqual([
    'No gradient arrives at hidden: it is exactly 0 for every example.',
  ]);
});

test('a bias before a normalization has no slope, and rightly', async () => {
  const { xs, ys } = network((x) => x);
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'hidden',
        units: 8,
        inputShape: [4],
        kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
      }),
      tf.layers.batchNormalization({ name: 'normal', center: true }),
      tf.layers.dense({
        name: 'value',
        units: 1,
        kernelInitializer: tf.initializers.glorotNormal({ seed: 2 }),
      }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const { verdict, message } = await examined(ID, { model, xs, ys });
  expect(verdict, message).toBe('pass');
});

test('a gradient that this backend cannot compute is said in one line, with the kernel', async () => {
  const { verdict, message, advice } = await examined(
    ID,
    network((x) =>
      tf.customGrad((y) => {
        const input = y as tf.Tensor;
        return {
          value: input.square(),
          gradFunc: () => {
            throw new Error("Kernel 'Missing' not registered");
          },
        };
      })(x),
    ),
  );
  expect(verdict).toBe('fail');
  expect(message).toBe("The model could not be computed: Kernel 'Missing' not registered");
  expect(advice).toMatch(/another backend/);
});
