import * as tf from '@tensorflow/tfjs';
import { preflight, watch } from 'trainvitals';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Subject, subjects } from './subjects.js';

/** Short, so that each kind of model goes through all checks; what they leave behind does not depend on the time. */
const quick = {
  print: false,
  checks: {
    'overfit-small-batch': { seconds: 1 },
    'learning-rate-search': { seconds: 1 },
    'gradient-check': { seconds: 1 },
  },
} as const;

const bytesOf = (tensor: tf.Tensor) => Buffer.from(tensor.dataSync().slice().buffer).toString('hex');
const tensorsIn = (value: unknown): tf.Tensor[] =>
  value instanceof tf.Tensor ? [value] : Object.values(Object(value)).flatMap(tensorsIn);

/** What the training of a program draws at random: the same numbers each time, and how many there were. */
function seedMathRandom() {
  const original = Math.random;
  let state = 42;
  const drawn = { count: 0 };
  const random = () => {
    drawn.count++;
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  Math.random = random;
  return {
    drawn,
    random,
    restore: () => {
      Math.random = original;
    },
  };
}

async function train({ model, xs, ys }: Subject, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const rows = (value: unknown): unknown =>
      value instanceof tf.Tensor
        ? value.slice([8 * (step % 6)], [8])
        : Object.fromEntries(Object.entries(Object(value)).map(([name, each]) => [name, rows(each)]));
    const loss = await model.trainOnBatch(rows(xs) as tf.Tensor, rows(ys) as tf.Tensor);
    expect([loss].flat().every((value) => Number.isFinite(value))).toBe(true);
  }
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(Object.entries(subjects))('a preflight of a model: %s', (_, build) => {
  test('leaves model, optimizer, data and random numbers as they were, and no tensor behind', async () => {
    const { drawn, random, restore } = seedMathRandom();
    try {
      const subject = build();
      const { model, xs, ys } = subject;
      await train(subject, 3);
      const weights = model.weights.map((weight) => weight.read());
      const slots = (await model.optimizer.getWeights()).map(({ tensor }) => tensor);
      const seen = () => ({
        variables: Object.keys(tf.engine().registeredVariables),
        weights: weights.map(bytesOf),
        optimizer: slots.map(bytesOf),
        data: [...tensorsIn(xs), ...tensorsIn(ys)].map(bytesOf),
        tensors: tf.memory().numTensors,
        drawn: drawn.count,
        properties: model.layers.map((layer) => Object.getOwnPropertyNames(layer)),
      });
      const before = seen();
      const { model: _model, ...data } = subject;
      const report = await preflight(model, { ...data, ...quick });
      expect(
        report.checks.every(({ message }) => !message.includes('could not be computed')),
        JSON.stringify(report.checks.map(({ message }) => message)),
      ).toBe(true);
      expect(seen()).toEqual(before);
      expect(model.weights.map((weight) => weight.read())).toEqual(weights);
      expect(Math.random).toBe(random);
    } finally {
      restore();
    }
  });

  test.each([true, false])('training gives the same weights bit for bit, watched: %s', async (isWatched) => {
    const weightsAfter = async (isChecked: boolean) => {
      const { restore } = seedMathRandom();
      try {
        const subject = build();
        const { model, ...data } = subject;
        const vitals = isWatched ? await watch(model, { port: 0, linger: 0 }) : undefined;
        await train(subject, 3);
        if (isChecked) await preflight(model, { ...data, ...quick });
        await train(subject, 6);
        await vitals?.close();
        return model.weights.map((weight) => bytesOf(weight.read()));
      } finally {
        restore();
      }
    };
    expect(await weightsAfter(true)).toEqual(await weightsAfter(false));
  });
});

/** Nothing is cut short, however busy the machine is. */
const unhurried = {
  'overfit-small-batch': { seconds: 300 },
  'learning-rate-search': { seconds: 300 },
  'gradient-check': { seconds: 300 },
};

test('the same preflight twice gives the same verdicts and numbers', async () => {
  const once = async () => {
    const { model, ...data } = subjects.noisy();
    const { checks } = await preflight(model, { ...data, print: false, checks: unhurried });
    return checks.map(({ id, verdict, value, message, learningRate }) => ({
      id,
      verdict,
      value,
      message,
      learningRate,
    }));
  };
  expect(await once()).toEqual(await once());
});

test('the vitals of a watched run tell nothing of the steps that a preflight takes', async () => {
  const { model, ...data } = subjects.noisy();
  const vitals = await watch(model, { port: 0, linger: 0 });
  await preflight(model, { ...data, ...quick });
  await vitals.flush();
  const metrics = await (await fetch(`${vitals.url}/metrics`)).text();
  await vitals.close();
  expect(metrics).toMatch(/^training_steps_total\{[^}]*\} 0$/m);
  expect(metrics).not.toMatch(/^training_loss\{/m);
});
