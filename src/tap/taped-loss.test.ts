import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { findEngine, tapeOf } from '../statistics/engine.js';
import { type Misfit, misfitsOf, type TapeNode } from './taped-loss.js';
import type { WatchedVariable } from './topology.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

type Loss = (labels: tf.Tensor, output: tf.Tensor) => tf.Tensor;

/** What the tape tells of a network of two layers, the last one with this activation, under this loss. */
function misfits(activation: (logits: tf.Tensor) => tf.Tensor, loss: Loss) {
  let found: readonly Misfit[] = [];
  tf.tidy(() => {
    const xs = tf.randomNormal([8, 4], 0, 1, 'float32', 1);
    const ys = tf.oneHot(tf.tensor1d([0, 1, 2, 0, 1, 2, 0, 1], 'int32'), 3).toFloat();
    const variables = [
      ['hidden', tf.variable(tf.randomNormal([4, 5], 0, 1, 'float32', 2))],
      ['out', tf.variable(tf.randomNormal([5, 3], 0, 1, 'float32', 3))],
      ['out', tf.variable(tf.zeros([3]))],
    ] as const;
    const [[, first], [, second], [, bias]] = variables;
    const engine = findEngine();
    if (!engine) throw new Error('expected an engine');
    let tape: object | undefined;
    tf.variableGrads(() => {
      const hidden = xs.matMul(first).relu() as tf.Tensor2D;
      const value = loss(ys, activation(hidden.matMul(second).add(bias))).mean() as tf.Scalar;
      tape = tapeOf(engine);
      return value;
    });
    const watched = variables.map(([layer, tensor]) => ({ layer, tensor }) as unknown as WatchedVariable);
    found = misfitsOf(tape as readonly TapeNode[], watched);
    for (const [, variable] of variables) variable.dispose();
  });
  return found;
}

const linear = (x: tf.Tensor) => x;
const { losses, metrics } = tf;
const softmaxLogits = /softmax before a loss that takes logits/;
const sigmoidLogits = /sigmoid before a loss that takes logits/;
const byHand: Loss = (ys, output) => output.add(1e-7).log().mul(ys).sum(1).neg();
const ofLogSoftmax: Loss = (ys, output) => tf.logSoftmax(output).mul(ys).sum(1).neg();

test.each<[string, (x: tf.Tensor) => tf.Tensor, Loss, RegExp]>([
  ['a softmax under softmaxCrossEntropy', tf.softmax, losses.softmaxCrossEntropy, softmaxLogits],
  ['a sigmoid under softmaxCrossEntropy', tf.sigmoid, losses.softmaxCrossEntropy, sigmoidLogits],
  ['a sigmoid under sigmoidCrossEntropy', tf.sigmoid, losses.sigmoidCrossEntropy, sigmoidLogits],
  ['a softmax under a log softmax', tf.softmax, ofLogSoftmax, softmaxLogits],
  ['logits under categoricalCrossentropy', linear, metrics.categoricalCrossentropy, /no softmax/],
  ['logits under binaryCrossentropy', linear, metrics.binaryCrossentropy, /no sigmoid/],
])('%s does not fit the output layer', (_name, activation, loss, reason) => {
  expect(misfits(activation, loss)).toEqual([{ layer: 'out', reason: expect.stringMatching(reason) }]);
});

/** Soft labels of another network: a softmax, but no logits. */
const distilled: Loss = (ys, output) => losses.softmaxCrossEntropy(tf.softmax(ys.mul(2)), output);

test.each<[string, (x: tf.Tensor) => tf.Tensor, Loss]>([
  ['logits under softmaxCrossEntropy', linear, losses.softmaxCrossEntropy],
  ['logits under sigmoidCrossEntropy', linear, losses.sigmoidCrossEntropy],
  ['logits under a log softmax', linear, ofLogSoftmax],
  ['logits under the labels of another network', linear, distilled],
  ['a softmax under categoricalCrossentropy', tf.softmax, metrics.categoricalCrossentropy],
  ['a sigmoid under binaryCrossentropy', tf.sigmoid, metrics.binaryCrossentropy],
  ['a softmax under a cross-entropy by hand', tf.softmax, byHand],
  ['a sigmoid under a log loss', tf.sigmoid, losses.logLoss],
  ['a linear output under a squared error', linear, losses.meanSquaredError],
  ['a hinge', linear, losses.hingeLoss],
  ['shares of what is above zero', (x) => x.relu().add(1e-3), metrics.categoricalCrossentropy],
  ['a mixture of shares', (x) => x.softmax().matMul(tf.eye(3)), metrics.categoricalCrossentropy],
  [
    'a relative error of what is clipped',
    linear,
    (ys, output) => ys.sub(output.clipByValue(0.1, 10)).div(output.clipByValue(0.1, 10)).square(),
  ],
  [
    'the same, of one clipped output',
    (x) => x.clipByValue(0.1, 10),
    (ys, output) => ys.sub(output).div(output).square(),
  ],
  ['a gate', (x) => x.mul(x.sigmoid()), losses.softmaxCrossEntropy],
])('%s fits', (_name, activation, loss) => {
  expect(misfits(activation, loss)).toEqual([]);
});
