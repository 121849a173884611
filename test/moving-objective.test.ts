import * as tf from '@tensorflow/tfjs';
import { type Vitals, type WatchOptions, watch } from 'trainvitals';
import { beforeAll, expect, test } from 'vitest';
import { sampleOf, scrape } from './scrape.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const STEPS = 40;

/** Dense layers of these widths, every weight seeded. */
function network(name: string, widths: readonly number[], normalized = false): tf.Sequential {
  const model = tf.sequential({ name });
  for (const [index, units] of widths.slice(1).entries()) {
    const kernelInitializer = tf.initializers.glorotNormal({ seed: index + 1 });
    const inputShape = [widths[index] ?? 1];
    model.add(tf.layers.dense({ name: `${name}${index}`, units, kernelInitializer, inputShape }));
    if (normalized) model.add(tf.layers.batchNormalization({ name: `${name}norm${index}` }));
  }
  return model;
}

const weightsOf = (model: tf.LayersModel) =>
  model.trainableWeights.map((weight) => weight.read() as tf.Variable);
const apply = (model: tf.LayersModel, x: tf.Tensor, training = false) =>
  model.apply(x, { training }) as tf.Tensor;

/** A loop: what is watched, what is minimized, and what else happens before a step. */
interface Loop {
  readonly target: tf.Optimizer | tf.LayersModel;
  readonly model?: tf.LayersModel;
  readonly step: (index: number) => void;
}

/** The steps before which the objective had moved, by the last scrape; and whether a tensor was left by a step. */
async function trained(build: () => Loop, options: WatchOptions = {}, isWatched = true) {
  tf.disposeVariables();
  tf.engine().startScope();
  const { target, model, step } = build();
  const watched = { ...(model && { model }), port: 0, linger: 0, ...options };
  const vitals: Vitals | undefined = isWatched ? await watch(target, watched) : undefined;
  let tensors = 0;
  for (let index = 0; index < STEPS; index++) {
    tf.tidy(() => step(index));
    vitals?.step();
    // A loop may tell of a metric at any time: the layout of its frames is another one then.
    if (index === 5) vitals?.evaluation({ distance: 1 });
    if (index === 10) tensors = tf.memory().numTensors;
  }
  const leaked = tf.memory().numTensors - tensors;
  await vitals?.flush();
  const samples = vitals ? await scrape(vitals.url) : [];
  const run = vitals?.run ?? '';
  await vitals?.close();
  const weights = weightsOf(model ?? (target as tf.LayersModel)).map((weight) => [...weight.dataSync()]);
  tf.engine().endScope();
  return {
    leaked,
    weights,
    moves: sampleOf(samples, 'training_objective_moves_total', { run }),
    moving: sampleOf(samples, 'training_objective_moving', { run }),
  };
}

const x = () => tf.randomNormal([8, 3], 0, 1, 'float32', 7);
const squared = (a: tf.Tensor, b: tf.Tensor) => tf.losses.meanSquaredError(a, b) as tf.Scalar;
const ones = (rows = 8, columns = 2) => tf.ones([rows, columns]);

/** A generator whose critic is trained between its steps; `outside`: what the critic says is fetched beforehand. */
const pair = (outside = false) => {
  const [generator, critic] = [network('made', [3, 5, 2]), network('judged', [2, 7, 1])];
  const [learning, teaching] = [tf.train.adam(0.01), tf.train.adam(0.01)];
  return {
    target: learning,
    model: generator,
    step: () => {
      const told = () => apply(critic, apply(generator, x())).sub(1).square().mean() as tf.Scalar;
      teaching.minimize(told, false, weightsOf(critic));
      const advice = tf.tidy(() => apply(critic, ones()));
      learning.minimize(
        () => (outside ? squared(apply(generator, x()).mean(1, true), advice) : told()),
        false,
        weightsOf(generator),
      );
    },
  };
};

/** A network against a copy of itself, renewed every ten steps, or averaged in each. */
const copied = (step: (index: number, own: tf.Sequential, copy: tf.Sequential) => void, isInLoss = true) => {
  const [own, copy] = [network('own', [3, 4, 2]), network('copy', [3, 4, 2])];
  const optimizer = tf.train.sgd(0.05);
  return {
    target: optimizer,
    model: own,
    step: (index: number) => {
      step(index, own, copy);
      optimizer.minimize(
        () => squared(isInLoss ? apply(copy, x()).mul(0.9) : ones(), apply(own, x())),
        false,
        weightsOf(own),
      );
    },
  };
};
const average = (_: number, own: tf.Sequential, copy: tf.Sequential) =>
  copy.setWeights(
    copy.getWeights().map((weight, at) => weight.mul(0.9).add(own.getWeights()[at]?.mul(0.1) ?? 0)),
  );

test.each([
  { name: 'the critic of a generator, in each step', build: () => pair(), moves: STEPS - 1 },
  { name: 'a critic whose advice comes as data', build: () => pair(true), moves: STEPS - 1 },
  {
    name: 'a critic whose gradients are applied first, of two that were computed before',
    build: () => {
      const [generator, critic] = [network('made', [3, 5, 2]), network('judged', [2, 7, 1])];
      const [learning, teaching] = [tf.train.sgd(0.01), tf.train.sgd(0.01)];
      const told = () => apply(critic, apply(generator, x())).sub(1).square().mean() as tf.Scalar;
      return {
        target: learning,
        model: generator,
        step: () => {
          const [its, own] = [weightsOf(critic), weightsOf(generator)].map((of) =>
            tf.variableGrads(told, of),
          );
          if (its) teaching.applyGradients(its.grads);
          if (own) learning.applyGradients(own.grads);
        },
      };
    },
    // It changes within a step, which the next one tells.
    moves: STEPS - 2,
  },
  {
    name: 'a target network that is renewed every ten steps',
    build: () => copied((index, own, copy) => index % 10 === 0 && copy.setWeights(own.getWeights())),
    moves: 3,
  },
  { name: 'a teacher that averages its student', build: () => copied(average), moves: STEPS - 1 },
  {
    name: 'the weight of a term, in a variable',
    build: () => {
      const [own, weight] = [network('own', [3, 4, 2]), tf.variable(tf.scalar(0))];
      const optimizer = tf.train.sgd(0.05);
      return {
        target: optimizer,
        model: own,
        step: (index: number) => {
          if (index % 20 === 19) weight.assign(tf.scalar(index / 20));
          optimizer.minimize(
            () =>
              squared(ones(), apply(own, x())).add(apply(own, x()).square().mean().mul(weight)).asScalar(),
            false,
            weightsOf(own),
          );
        },
      };
    },
    moves: 2,
  },
])('$name moves what is minimized', async ({ build, moves }) => {
  const seen = await trained(build);
  expect(seen).toMatchObject({ moves, moving: 1, leaked: 0 });
  const alone = await trained(build, {}, false);
  expect(seen.weights).toEqual(alone.weights);
});

test.each([
  { name: 'an average that no loss is computed from', build: () => copied(average, false) },
  {
    name: 'two averages of different decay',
    build: () => {
      const slower = network('slower', [3, 4, 2]);
      return copied((index, own, copy) => {
        average(index, own, copy);
        average(index, own, slower);
      }, false);
    },
  },
  { name: 'a copy that stays as it is', build: () => copied(() => {}) },
  {
    name: 'its own normalization',
    build: () => {
      const own = network('own', [3, 4, 2], true);
      const optimizer = tf.train.adam(0.01);
      return {
        target: optimizer,
        model: own,
        step: () => {
          optimizer.minimize(() => squared(ones(), apply(own, x(), true)), false, weightsOf(own));
        },
      };
    },
  },
  {
    name: 'parts of one model that are trained in turn',
    build: () => {
      const own = network('own', [3, 4, 2]);
      const optimizer = tf.train.sgd(0.05);
      return {
        target: optimizer,
        model: own,
        step: (index: number) => {
          const part = weightsOf(own).slice(2 * (index % 2), 2 * (index % 2) + 2);
          optimizer.minimize(() => squared(ones(), apply(own, x())), false, part);
        },
      };
    },
  },
])('$name moves nothing', async ({ build }) => {
  expect(await trained(build)).toMatchObject({ moves: 0, moving: undefined, leaked: 0 });
});

/** `combined.trainOnBatch`: the critic is a frozen part of the compiled model, and trained by itself between steps. */
test('a critic inside a compiled model moves what that minimizes; one that is not trained does not', async () => {
  const moves = async (isTaught: boolean) => {
    tf.disposeVariables();
    const [generator, critic] = [network('made', [3, 5, 2]), network('judged', [2, 7, 1])];
    critic.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
    const optimizer = tf.train.adam(0.01);
    critic.trainable = false;
    const input = tf.input({ shape: [3] });
    const combined = tf.model({
      inputs: input,
      outputs: critic.apply(generator.apply(input)) as tf.SymbolicTensor,
    });
    combined.compile({ optimizer, loss: 'meanSquaredError' });
    const vitals = await watch(combined, { port: 0, linger: 0, every: 1 });
    for (let step = 0; step < 10; step++) {
      critic.trainable = true;
      if (isTaught) await critic.trainOnBatch(ones(), ones(8, 1));
      critic.trainable = false;
      await combined.trainOnBatch(x(), ones(8, 1));
    }
    await vitals.flush();
    const found = sampleOf(await scrape(vitals.url), 'training_objective_moves_total', { run: vitals.run });
    await vitals.close();
    return found;
  };
  expect(await moves(false)).toBe(0);
  expect(await moves(true)).toBe(9);
});
