import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { preflight } from './entry.js';

const QUICK = { 'overfit-small-batch': { seconds: 1 }, 'learning-rate-search': { seconds: 1 } };

/** Passes on what it gets, and does something of its own with it. */
class Hook extends tf.layers.Layer {
  static readonly className = 'Hook';
  constructor(private readonly does: (x: tf.Tensor) => tf.Tensor) {
    super({ name: 'hook' });
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x] = [inputs].flat();
    if (!x) throw new Error('no input');
    return this.does(x);
  }
}

const subject = (does: (x: tf.Tensor) => tf.Tensor, optimizer: string | tf.Optimizer = 'adam') => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ name: 'hidden', units: 8, activation: 'tanh', inputShape: [4] }),
      new Hook(does),
      tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  const xs = tf.randomNormal([40, 4], 0, 1, 'float32', 1);
  const ys = tf.oneHot(tf.range(0, 40, 1, 'int32').mod(tf.scalar(3, 'int32')), 3).toFloat();
  return { model, xs, ys };
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test.each([
  1, 3, 8, 12, 50,
])('a layer that throws at its call %i leaves no tensor behind, and the model works', async (at) => {
  let calls = Number.NaN;
  const { model, ...data } = subject((x) => {
    if (++calls === at) throw new Error('out of luck');
    return x.mul(1.5);
  });
  model.predict(data.xs);
  calls = 0;
  const [before, weights] = [tf.memory().numTensors, model.getWeights().map((w) => w.dataSync().join())];
  const { checks } = await preflight(model, { ...data, checks: QUICK, print: false });
  expect(checks.map(({ message }) => message).join('\n')).toContain('out of luck');
  expect(tf.memory().numTensors).toBe(before);
  expect(model.getWeights().map((w) => w.dataSync().join())).toEqual(weights);
  await model.trainOnBatch(data.xs, data.ys);
});

/** Keeps its moments in a scope of its own, and frees none of them. */
class Hoarder extends tf.Optimizer {
  static readonly className = 'Hoarder';
  private readonly moments = new Map<string, tf.Tensor>();
  constructor(private readonly learningRate: number) {
    super();
  }
  override applyGradients(gradients: { name: string; tensor: tf.Tensor }[]): void {
    for (const { name, tensor } of gradients)
      tf.tidy(() => {
        const variable = tf.engine().registeredVariables[name];
        if (!variable || !tensor) return;
        const moment = tf.keep(
          (this.moments.get(name) ?? tf.zerosLike(tensor)).mul(0.9).add(tensor.mul(0.1)),
        );
        this.moments.set(name, moment);
        variable.assign(variable.sub(moment.mul(this.learningRate)));
      });
  }
  getConfig() {
    return { learningRate: this.learningRate };
  }
  static override fromConfig<T extends tf.serialization.Serializable>(
    type: tf.serialization.SerializableConstructor<T>,
    { learningRate }: tf.serialization.ConfigDict,
  ): T {
    return new type(Number(learningRate));
  }
}

test('what an optimizer of one’s own keeps is freed with the copy of it', async () => {
  const { model, ...data } = subject((x) => x.mul(1.5), new Hoarder(0.1));
  const before = tf.memory().numTensors;
  const { checks } = await preflight(model, { ...data, checks: QUICK, print: false });
  expect(tf.memory().numTensors).toBe(before);
  expect(checks.find(({ id }) => id === 'learning-rate-search')?.message).not.toMatch(/cannot be made/);
});

test('a layer that is frozen is called as it is', async () => {
  const { model, ...data } = subject((x) => x.mul(1.5));
  Object.freeze(model.layers[1]);
  const { checks } = await preflight(model, { ...data, checks: QUICK, print: false });
  expect(checks.map(({ message }) => message).join('\n')).not.toContain('could not be computed');
});

test('a slow model: each check ends about when its time does, and nothing is decided', async () => {
  const { model, ...data } = subject((x) => {
    for (const until = performance.now() + 40; performance.now() < until; );
    return x.mul(1.5);
  });
  const ids = ['overfit-small-batch', 'learning-rate-search', 'gradient-check'];
  const short = Object.fromEntries(ids.map((id) => [id, { seconds: 0.4 }]));
  const { checks } = await preflight(model, { ...data, checks: short, print: false });
  for (const { id, verdict, cutShort, seconds, message } of checks.filter((each) => ids.includes(each.id))) {
    expect({ id, verdict, cutShort }).toEqual({ id, verdict: 'skipped', cutShort: true });
    expect(message).toMatch(/time/);
    expect(seconds, id).toBeLessThan(1.5);
  }
});

test('complex numbers are refused in one line', async () => {
  const { model, xs, ys } = subject((x) => x.mul(1.5));
  await expect(preflight(model, { xs: tf.complex(xs, xs), ys })).rejects.toThrow(
    'preflight(): xs for "hidden_input" must hold real numbers, got complex64',
  );
});
