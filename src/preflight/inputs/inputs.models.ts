import type * as tfjs from '@tensorflow/tfjs';
import { normal, seeded } from '../random.js';
import type { Models, Subject, Tf } from '../subject.js';

type Row = (random: () => number, row: number) => readonly number[];

const rowsOf = (examples: number, row: Row, seed = 1): number[][] => {
  const random = seeded(seed);
  return Array.from({ length: examples }, (_, index) => [...row(random, index)]);
};
const normals = (features: number) => (random: () => number) =>
  Array.from({ length: features }, () => normal(random));
const oneHot = (rows: readonly number[][], classOf: (row: readonly number[]) => number, classes = 3) =>
  rows.map((row) => Array.from({ length: classes }, (_, index) => Number(index === classOf(row))));
/** Three classes by the sum of the features. */
const bySum = (row: readonly number[]) => {
  const sum = row.reduce((total, value) => total + value, 0) / Math.sqrt(row.length);
  return sum < -0.4 ? 0 : sum < 0.4 ? 1 : 2;
};

/** Rows of numbers, and the classes that they tell; or other targets. */
function table(tf: Tf, rows: readonly number[][], ys = oneHot(rows, bySum), more: Partial<Subject> = {}) {
  const [features = 0, classes = 0] = [rows[0]?.length, ys[0]?.length];
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ name: 'hidden', units: 8, activation: 'relu', inputShape: [features] }),
      tf.layers.dense({ name: 'out', units: classes, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  return { model, xs: tf.tensor2d([...rows]), ys: tf.tensor2d(ys), ...more };
}

/** 8 × 8 pictures of a bright half, left or right. */
function pictures(tf: Tf, scale: number, validationScale = scale, examples = 60): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ name: 'conv', filters: 4, kernelSize: 3, strides: 2, inputShape: [8, 8, 1] }),
      tf.layers.flatten({ name: 'flat' }),
      tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: 'binaryCrossentropy' });
  const [xs, ys] = halves(tf, scale, examples);
  return { model, xs, ys, validationData: halves(tf, validationScale, examples / 2) };
}

function halves(tf: Tf, scale: number, examples: number): [tfjs.Tensor, tfjs.Tensor] {
  const random = seeded(3);
  const sides = Array.from({ length: examples }, (_, row) => row % 2);
  const pixels = sides.flatMap((side) =>
    Array.from({ length: 64 }, (_, at) => scale * ((at % 8 < 4 ? 0 : 1) === side ? random() : 0)),
  );
  return [tf.tensor4d(pixels, [examples, 8, 8, 1]), tf.tensor1d(sides)];
}

/** Words of a vocabulary of 50, looked up by an embedding; the label is whether the first is an even one. */
function words(tf: Tf, wordOf: (word: number, row: number) => number, dtype: 'int32' | 'float32' = 'int32') {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ name: 'embedding', inputDim: 50, outputDim: 4, inputLength: 6 }),
      tf.layers.gru({ name: 'gru', units: 4 }),
      tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: 'rmsprop', loss: 'binaryCrossentropy' });
  const rows = rowsOf(80, (random, row) =>
    Array.from({ length: 6 }, () => wordOf(Math.floor(50 * random()), row)),
  );
  const labels = rows.map(([first = 0]) => (first % 2 === 0 ? 1 : 0));
  return { model, xs: tf.tensor2d(rows, [80, 6], dtype), ys: tf.tensor1d(labels) };
}

/** A table and a mask that is 1 everywhere, joined. */
function masked(tf: Tf, rows: readonly number[][]): Subject {
  const inputs = [tf.input({ name: 'table', shape: [4] }), tf.input({ name: 'mask', shape: [4] })];
  const joined = tf.layers.concatenate({ name: 'joined' }).apply(inputs) as tfjs.SymbolicTensor;
  const outputs = tf.layers.dense({ name: 'out', units: 1 }).apply(joined) as tfjs.SymbolicTensor;
  const model = tf.model({ inputs, outputs });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const ys = tf.tensor1d(rows.map(([a = 0, b = 0]) => 1000 * (a - b)));
  return { model, xs: [tf.tensor2d([...rows]), tf.ones([rows.length, 4])], ys };
}

/** Waves of some length and place, and their next value. */
function waves(tf: Tf): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({ name: 'lstm', units: 4, inputShape: [12, 1] }),
      tf.layers.dense({ name: 'next', units: 1 }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const rows = rowsOf(240, (random) => {
    const [from, pace] = [6 * random(), 0.3 + 0.2 * random()];
    return Array.from({ length: 13 }, (_, at) => Math.sin(from + at * pace));
  });
  const xs = tf.tensor3d(rows.map((row) => row.slice(0, 12).map((value) => [value])));
  return { model, xs, ys: tf.tensor1d(rows.map((row) => row[12] ?? 0)) };
}

/** Pixels that are to be given back. */
function autoencoder(tf: Tf): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ name: 'code', units: 3, activation: 'tanh', inputShape: [16] }),
      tf.layers.dense({ name: 'pixels', units: 16, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
  const rows = rowsOf(250, (random) => Array.from({ length: 16 }, () => random()));
  return { model, xs: tf.tensor2d(rows), ys: tf.tensor2d(rows) };
}

/** Raw pixels that the model itself divides. */
function rescaled(tf: Tf): Subject {
  const { xs, ys } = pictures(tf, 255);
  const model = tf.sequential({
    layers: [
      tf.layers.rescaling({ name: 'rescaling', scale: 1 / 255, inputShape: [8, 8, 1] }),
      tf.layers.flatten({ name: 'flat' }),
      tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: 'binaryCrossentropy' });
  return { model, xs, ys };
}

const standard = (examples = 240, seed = 1) => rowsOf(examples, normals(4), seed);
const replaced = (rows: number[][], row: number, value: number) =>
  rows.map((each, at) => (at === row ? [value, ...each.slice(1)] : each));
const scaled = (rows: number[][], factor: number) => rows.map((row) => row.map((value) => value * factor));
const validated = (tf: Tf, rows: number[][]): Partial<Subject> => ({
  validationData: [tf.tensor2d(rows), tf.tensor2d(oneHot(rows, bySum))],
});
/** The labels of the examples after these. */
const moved = (rows: number[][]) => [...oneHot(rows, bySum).slice(7), ...oneHot(rows, bySum).slice(0, 7)];

export const models: Models = {
  passing: [
    { name: 'standardized features', build: (tf) => table(tf, standard()) },
    {
      name: 'standardized features with outliers',
      build: (tf) => table(tf, replaced(replaced(standard(), 3, 40), 100, -25)),
    },
    {
      name: 'features whose labels each tells a little of',
      build: (tf) => table(tf, rowsOf(400, normals(60))),
    },
    {
      name: 'training and validation alike',
      build: (tf) => table(tf, standard(), undefined, validated(tf, standard(30, 2))),
    },
    { name: 'two examples', build: (tf) => table(tf, standard(2)) },
    { name: 'twenty examples', build: (tf) => table(tf, standard(20)) },
    { name: 'pixels of 0 to 1', build: (tf) => pictures(tf, 1) },
    { name: 'raw pixels that the model divides', build: rescaled },
    { name: 'indices of an embedding', build: (tf) => words(tf, (word) => word) },
    {
      name: 'a one-hot code of ten thousand words',
      build: (tf) => {
        const at = rowsOf(40, (random) => [Math.floor(10_000 * random())]).flat();
        const rows = at.map((word) => [word % 2]);
        const { model } = table(tf, [new Array(10_000).fill(0)], [[0, 0, 0]]);
        return {
          model,
          xs: tf.oneHot(tf.tensor1d(at, 'int32'), 10_000),
          ys: tf.tensor2d(oneHot(rows, ([odd = 0]) => odd)),
        };
      },
    },
    { name: 'a mask that is constant beside a table', build: (tf) => masked(tf, standard()) },
    { name: 'waves and their next value', build: waves },
    { name: 'an autoencoder', build: autoencoder },
    {
      name: 'bits',
      build: (tf) => {
        const rows = rowsOf(60, (random) => Array.from({ length: 8 }, () => Math.round(random())));
        return { ...table(tf, rows), xs: tf.tensor2d(rows, undefined, 'bool') };
      },
    },
  ],
  failing: [
    {
      name: 'one NaN',
      build: (tf) => table(tf, replaced(standard(), 17, Number.NaN)),
      finds: /Input "hidden_input" has 1 value that is NaN or infinite, the first in example 17 /,
    },
    {
      name: 'infinite values in the validation data',
      build: (tf) =>
        table(
          tf,
          standard(),
          undefined,
          validated(tf, replaced(standard(30, 2), 4, Number.POSITIVE_INFINITY)),
        ),
      finds: /Input "hidden_input" of the validation data has 1 value that is .* example 4 /,
    },
    {
      name: 'words that are numbered from 1',
      build: (tf) => words(tf, (word) => word + 1),
      finds: /Input "embedding_input" must have whole numbers from 0 to 49, .* the first is 50 in example/,
    },
    {
      name: 'a word that is unknown, −1',
      build: (tf) => words(tf, (word, row) => (row === 30 ? -1 : word)),
      finds: /6 values are not, the first is -1 in example 30/,
    },
    {
      name: 'words that were standardized',
      build: (tf) => words(tf, (word) => (word - 25) / 14.5, 'float32'),
      finds: /must have whole numbers from 0 to 49/,
    },
    {
      name: 'raw pixels',
      build: (tf) => pictures(tf, 255),
      finds: /Input "conv_input" has a root mean square of 1\d\d \(usual is about 1, limit 5\)/,
    },
    {
      name: 'pixels that are divided twice',
      build: (tf) => pictures(tf, 1 / 255),
      finds: /has a root mean square of 0\.001\d+ \(usual is about 1, limit 0\.002\)/,
    },
    {
      name: 'a wide table with one column of years',
      build: (tf) => {
        const rows = rowsOf(100, (random) =>
          Array.from({ length: 600 }, (_, at) => (at === 500 ? 90 + 30 * random() : 0.1 * normal(random))),
        );
        return table(
          tf,
          rows,
          oneHot(rows, (row) => bySum(row.slice(0, 4).map((value) => 10 * value))),
        );
      },
      finds:
        /Feature 500 of input "hidden_input" has a root mean square of 10\d .*limit 25\); the whole input/,
    },
    {
      name: 'blank pictures',
      build: (tf) => pictures(tf, 0),
      finds: /All 60 examples are the same/,
    },
    {
      name: 'the same example again and again',
      build: (tf) => table(tf, Array(50).fill([0.3, -1, 2, 0.5]), oneHot(standard(50), bySum)),
      finds: /All 50 examples are the same/,
    },
    {
      name: 'raw pixels in the validation data',
      build: (tf) => pictures(tf, 1, 255),
      finds:
        /not preprocessed alike in the validation data: root mean square 1\d\d against 0\.\d+ in training/,
    },
    {
      name: 'raw pixels in a validation data of ten examples',
      build: (tf) => pictures(tf, 1, 255, 20),
      finds: /Input "conv_input" of the validation data has a root mean square of 1\d\d/,
    },
    {
      name: 'validation data that kept their mean',
      build: (tf) => {
        const rows = standard(30, 2);
        const kept = rows.map((row) => row.map((value) => value + 2));
        const validationData = [tf.tensor2d(kept), tf.tensor2d(oneHot(rows, bySum))] as const;
        return table(tf, standard(), undefined, { validationData });
      },
      finds: /not preprocessed alike in the validation data: mean [12]\.\d+ against -?0\.0\d+ in training/,
    },
    {
      name: 'labels of other examples',
      build: (tf) => table(tf, standard(), moved(standard())),
      finds: /no sign that the inputs tell anything of the labels/,
    },
    {
      name: 'noise and random labels',
      build: (tf) => table(tf, standard(400), oneHot(standard(400, 9), bySum)),
      finds: /no sign that the inputs tell anything of the labels/,
    },
    {
      name: 'equal inputs with different labels',
      build: (tf) => {
        const rows = rowsOf(100, (random) => [Math.round(random()), Math.round(random())]);
        return table(tf, rows, oneHot(rowsOf(100, normals(4), 5), bySum));
      },
      finds: /% of the labels cannot be told from the inputs/,
    },
    {
      name: 'a scale in thousands',
      build: (tf) => table(tf, scaled(standard(), 1000), oneHot(standard(), bySum)),
      finds: /has a root mean square of \d+ /,
    },
  ],
};
