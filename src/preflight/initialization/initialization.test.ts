import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { examined } from '../examined.js';
import type { Subject } from '../subject.js';

const ID = 'initialization';
const ROWS = 300;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** 10 inputs, `units` hidden ones, 4 classes; weights as given, drawn by He and Glorot otherwise. */
function network(
  activation: 'relu' | 'tanh' | 'sigmoid',
  units: number,
  { bias, scale = 1, head }: { bias?: readonly number[]; scale?: number; head?: tf.Tensor } = {},
): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'hidden',
        units,
        activation,
        inputShape: [10],
        kernelInitializer: tf.initializers.heNormal({ seed: 1 }),
      }),
      tf.layers.dense({
        name: 'classes',
        units: 4,
        activation: 'softmax',
        kernelInitializer: tf.initializers.glorotNormal({ seed: 2 }),
      }),
    ],
  });
  const [hidden, classes] = model.layers;
  const [kernel, zeros] = hidden?.getWeights() ?? [];
  if (!kernel || !zeros) throw new Error('no weights');
  hidden?.setWeights([kernel.mul(scale), bias ? tf.tensor1d([...bias]) : zeros]);
  if (head) classes?.setWeights([head, tf.zeros([4])]);
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const ys = tf
    .oneHot(
      tf.tensor1d(
        Array.from({ length: ROWS }, (_, row) => row % 4),
        'int32',
      ),
      4,
    )
    .toFloat();
  return { model, xs: tf.randomNormal([ROWS, 10], 0, 1, 'float32', 3), ys };
}

test('an output of zeros guesses, and loses exactly ln C', async () => {
  const { verdict, value, message } = await examined(ID, network('relu', 16, { head: tf.zeros([16, 4]) }));
  expect(verdict, message).toBe('pass');
  expect(value).toBeCloseTo(1, 5);
  expect(message).toMatch(/^The first loss is 1\.386, that of guessing 1\.386/);
});

describe('units that are dead or at their rails', () => {
  const bias = (silent: number, of: number, value: number) =>
    Array.from({ length: of }, (_, unit) => (unit < silent ? value : 0));

  test.each([
    { activation: 'relu', value: -100, share: 5, of: 10, fails: false },
    // By chance alone, 6 of 10 are dead in a third of all layers whose inputs are of one sign.
    { activation: 'relu', value: -100, share: 6, of: 10, fails: false },
    { activation: 'relu', value: -100, share: 9, of: 10, fails: true },
    { activation: 'relu', value: -100, share: 10, of: 10, fails: true },
    { activation: 'tanh', value: 100, share: 5, of: 10, fails: false },
    { activation: 'tanh', value: -100, share: 6, of: 10, fails: true },
    { activation: 'sigmoid', value: 100, share: 6, of: 10, fails: true },
    { activation: 'sigmoid', value: -100, share: 5, of: 10, fails: false },
  ] as const)('are counted: $share of $of of $activation', async ({
    activation,
    value,
    share,
    of,
    fails,
  }) => {
    const { findings } = await examined(
      ID,
      network(activation, of, { bias: bias(share, of, value), head: tf.zeros([10, 4]) }),
    );
    const found = findings.filter(({ message }) => message.includes('of the units of layer hidden'));
    expect(found.map((finding) => finding.value)).toEqual(fails ? [share / of] : []);
  });

  test('are not counted of an output: a confident prediction is at its rail rightly', async () => {
    const { findings } = await examined(
      ID,
      network('relu', 16, { head: tf.randomNormal([16, 4], 0, 1.4, 'float32', 5) }),
    );
    expect(findings.filter(({ message }) => message.includes('layer classes'))).toEqual([]);
  });
});

describe('the scale of weights', () => {
  /** What the first matrix really has, over He's. */
  const ratioOf = ({ model }: Subject) => {
    const [kernel] = model.layers[0]?.getWeights() ?? [];
    if (!kernel) throw new Error('no kernel');
    return Number(tf.moments(kernel).variance.sqrt().dataSync()[0]) / Math.sqrt(2 / 10);
  };

  test.each([
    { limit: 5, over: 1.02, fails: true },
    { limit: 5, over: 0.98, fails: false },
  ])('fails from $limit times the usual one on: $over of that', async ({ limit, over, fails }) => {
    const scale = (limit * over) / ratioOf(network('tanh', 24));
    const { findings } = await examined(ID, network('tanh', 24, { scale }));
    const found = findings.filter(({ message }) => message.includes('far larger than usual'));
    expect(found).toHaveLength(fails ? 1 : 0);
    if (fails) expect(found[0]?.value).toBeCloseTo(limit * over, 1);
  });
});

test('draws the activations of every layer, each value in a bin', async () => {
  const { pictures } = await examined(ID, network('relu', 16));
  expect(pictures.map(({ title }) => title)).toEqual([
    'Initial activations of hidden',
    'Initial activations of classes',
  ]);
  const [hidden] = pictures;
  if (hidden?.kind !== 'histogram') throw new Error('no histogram');
  expect(hidden.counts.reduce((sum, count) => sum + count, 0)).toBe(256 * 16);
  expect(hidden.from).toBe(0);
});

test('an output that begins at zero is no symmetry: some updates tell its units apart', async () => {
  expect((await examined(ID, network('relu', 16, { head: tf.zeros([16, 4]) }))).verdict).toBe('pass');
  const symmetric = network('relu', 16, { head: tf.zeros([16, 4]) });
  const [hidden] = symmetric.model.layers;
  hidden?.setWeights([tf.zeros([10, 16]), tf.zeros([16])]);
  expect((await examined(ID, symmetric)).findings[0]?.message).toMatch(/units of hidden\/kernel.* identical/);
});
