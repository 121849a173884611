import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findEngine } from '../statistics/engine.js';
import { isModel } from '../tap/model.js';
import { BorrowedModel } from './borrowed-model.js';
import { isTrainingEngine } from './engine.js';
import { examplesOf } from './examples.js';
import { smallBatch } from './small-batch.js';

beforeEach(async () => {
  await tf.setBackend('cpu');
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
  tf.disposeVariables();
});

/** The first value of each example of the batch, and its class, of three classes. */
async function chosen(inputs: number[][], classes: number[], wanted: number) {
  const model: unknown = tf.sequential({
    layers: [tf.layers.dense({ units: 64, inputShape: [2] }), tf.layers.dense({ units: 3 })],
  });
  const engine = findEngine();
  if (!isModel(model) || !engine || !isTrainingEngine(engine)) throw new Error('expected a model');
  Object(model).compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
  const borrowed = new BorrowedModel(engine, model);
  const xs = tf.tensor2d(inputs);
  const ys = tf.oneHot(tf.tensor1d(classes, 'int32'), 3).toFloat();
  const train = examplesOf(engine, borrowed.inner, { xs, ys });
  const before = tf.memory().numTensors;
  const batch = await smallBatch(borrowed, train, wanted);
  const values = (await batch.inputs[0]?.data()) ?? [];
  const rows = Array.from({ length: batch.size }, (_, row) => values[2 * row] ?? Number.NaN);
  batch.dispose();
  expect(tf.memory().numTensors).toBe(before);
  borrowed.dispose();
  return rows;
}

const three = [0, 1, 2, 0, 1, 2, 0, 0, 0];

test('an input that is there twice is taken once, and its class still has others', async () => {
  const inputs = three.map((_, row) => [row === 3 ? 0 : row, 1]);
  expect(await chosen(inputs, three, 6)).toEqual([0, 1, 2, 4, 5, 6]);
});

test.each([
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
])('an example with %s is not taken', async (value) => {
  const inputs = three.map((_, row) => [row, row === 4 ? value : 1]);
  expect(await chosen(inputs, three, 4)).not.toContain(4);
});

test('of rare classes as many are taken as of others', async () => {
  const classes = Array.from({ length: 60 }, (_, row) => (row === 41 ? 1 : row === 17 ? 2 : 0));
  const rows = await chosen(
    classes.map((_, row) => [row, -row]),
    classes,
    4,
  );
  expect(rows).toEqual(expect.arrayContaining([17, 41]));
});
