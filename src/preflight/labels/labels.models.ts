import type * as tfjs from '@tensorflow/tfjs';
import { normal, seeded } from '../random.js';
import type { Models, Subject, Tf } from '../subject.js';

type Loss = tfjs.ModelCompileArgs['loss'];
type Label = (row: number, random: () => number) => number | readonly number[];

const FEATURES = 4;
const oneHot = (index: number, classes = 3): number[] =>
  Array.from({ length: classes }, (_, each) => Number(each === index));

/** Points in a space, with labels of `units` values each. */
function points(tf: Tf, examples: number, label: Label, dtype: 'float32' | 'int32' | 'bool' = 'float32') {
  const random = seeded(4);
  const xs = Array.from({ length: examples * FEATURES }, () => normal(random));
  const ys = Array.from({ length: examples }, (_, row) => [label(row, random)].flat());
  return [
    tf.tensor2d(xs, [examples, FEATURES]),
    tf.tensor2d(ys, [examples, ys[0]?.length ?? 0], dtype),
  ] as const;
}

/** A network of one hidden layer. */
function network(tf: Tf, units: number, activation: 'softmax' | 'sigmoid' | 'linear', loss: Loss) {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ name: 'hidden', units: 6, activation: 'relu', inputShape: [FEATURES] }),
      tf.layers.dense({ name: 'out', units, activation }),
    ],
  });
  model.compile({ optimizer: 'adam', loss });
  return model;
}

function subject(
  model: tfjs.LayersModel,
  [xs, ys]: readonly [tfjs.Tensor, tfjs.Tensor],
  more: Partial<Subject> = {},
): Subject {
  return { model, xs, ys, ...more };
}

const categorical = (tf: Tf, examples: number, label: Label, more: Partial<Subject> = {}) =>
  subject(network(tf, 3, 'softmax', 'categoricalCrossentropy'), points(tf, examples, label), more);
const sparse = (tf: Tf, examples: number, label: Label, units = 3) =>
  subject(
    network(tf, units, 'softmax', 'sparseCategoricalCrossentropy'),
    points(tf, examples, label, 'float32'),
  );
const binary = (tf: Tf, examples: number, label: Label, units = 1) =>
  subject(network(tf, units, 'sigmoid', 'binaryCrossentropy'), points(tf, examples, label));
const regression = (tf: Tf, examples: number, label: Label, more: Partial<Subject> = {}) =>
  subject(network(tf, 1, 'linear', 'meanSquaredError'), points(tf, examples, label), more);

/** Tags of three kinds for each of six words; sentences of four words are padded with rows of zeros. */
function tagger(tf: Tf, padding: readonly number[]): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ name: 'words', inputDim: 20, outputDim: 3, inputLength: 6 }),
      tf.layers.timeDistributed({
        name: 'tags',
        layer: tf.layers.dense({ units: 3, activation: 'softmax' }),
      }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const random = seeded(5);
  const words = Array.from({ length: 40 }, () =>
    Array.from({ length: 6 }, (_, at) => (at < 4 ? 1 + Math.floor(19 * random()) : 0)),
  );
  const tags = words.map((row) => row.map((word) => (word === 0 ? [...padding] : oneHot(word % 3))));
  return { model, xs: tf.tensor2d(words, [40, 6], 'int32'), ys: tf.tensor3d(tags) };
}

/** Pictures whose bright pixels are to be marked: one in five, in 8 × 8. */
function marker(tf: Tf, mark: (isBright: boolean) => number): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: 'mask',
        filters: 1,
        kernelSize: 3,
        padding: 'same',
        activation: 'sigmoid',
        inputShape: [8, 8, 1],
      }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
  const random = seeded(6);
  const pixels = Array.from({ length: 30 * 64 }, () => random());
  const marks = pixels.map((pixel) => mark(pixel > 0.8));
  return { model, xs: tf.tensor4d(pixels, [30, 8, 8, 1]), ys: tf.tensor4d(marks, [30, 8, 8, 1]) };
}

/** A number and a class of the same point. */
function twoOutputs(tf: Tf, value: Label, label: Label): Subject {
  const input = tf.input({ name: 'points', shape: [FEATURES] });
  const output = (name: string, units: number, activation: 'linear' | 'softmax') =>
    tf.layers.dense({ name, units, activation }).apply(input) as tfjs.SymbolicTensor;
  const outputs = [output('value', 1, 'linear'), output('class', 3, 'softmax')];
  const model = tf.model({ inputs: input, outputs });
  model.compile({ optimizer: 'sgd', loss: ['meanSquaredError', 'sparseCategoricalCrossentropy'] });
  const [xs, values] = points(tf, 60, value);
  return { model, xs, ys: [values, points(tf, 60, label)[1]] };
}

const inTurn: Label = (row) => oneHot(row % 3);
const validated = (tf: Tf, examples: number, label: Label): Partial<Subject> => ({
  validationData: points(tf, examples, label),
});

export const models: Models = {
  passing: [
    { name: 'one-hot classes', build: (tf) => categorical(tf, 60, inTurn, validated(tf, 30, inTurn)) },
    { name: 'indices of classes', build: (tf) => sparse(tf, 60, (row) => row % 3) },
    {
      name: 'classes as three to one',
      build: (tf) => categorical(tf, 600, (row) => oneHot(row % 5 < 3 ? 0 : row % 2 ? 1 : 2)),
    },
    {
      name: 'few labels of a rare class',
      build: (tf) => categorical(tf, 120, (row) => oneHot(row % 60 === 0 ? 2 : row % 2)),
    },
    {
      name: 'smoothed labels',
      build: (tf) => categorical(tf, 60, (row) => oneHot(row % 3).map((each) => 0.9 * each + 0.1 / 3)),
    },
    {
      name: 'soft labels of a teacher',
      build: (tf) =>
        categorical(tf, 200, (_, random) => {
          const weights = [random(), random(), random()];
          const sum = weights.reduce((total, each) => total + each, 0);
          return weights.map((each) => each / sum);
        }),
    },
    { name: 'two classes of one unit', build: (tf) => binary(tf, 60, (row) => row % 2) },
    {
      name: 'two classes as bits',
      build: (tf) =>
        subject(
          network(tf, 1, 'sigmoid', 'binaryCrossentropy'),
          points(tf, 60, (row) => row % 2, 'bool'),
        ),
    },
    {
      name: 'several labels at once, some of them rare',
      build: (tf) =>
        binary(tf, 600, (_, random) => [0.5, 0.3, 0.02, 0.001].map((share) => Number(random() < share)), 4),
    },
    {
      name: 'logits',
      build: (tf) => subject(network(tf, 3, 'linear', tf.losses.softmaxCrossEntropy), points(tf, 60, inTurn)),
    },
    { name: 'targets in millions', build: (tf) => regression(tf, 60, (row) => 1e6 + 1e5 * row) },
    {
      name: 'targets of which most are zero',
      build: (tf) =>
        regression(
          tf,
          600,
          (row) => (row % 40 === 0 ? 3.2 : 0),
          validated(tf, 30, () => 0),
        ),
    },
    {
      name: 'an autoencoder',
      build: (tf) => {
        const model = network(tf, FEATURES, 'linear', 'meanSquaredError');
        const [xs] = points(tf, 60, inTurn);
        return { model, xs, ys: xs };
      },
    },
    {
      name: '−1 and 1 for a hinge loss',
      build: (tf) =>
        subject(
          network(tf, 1, 'linear', 'hinge'),
          points(tf, 60, (row) => (row % 2 ? 1 : -1)),
        ),
    },
    {
      name: 'dummies for a loss of one’s own',
      build: (tf) =>
        subject(
          network(tf, 1, 'linear', (_, output) => tf.mean(tf.square(output), -1)),
          points(tf, 60, () => 0),
        ),
    },
    { name: 'two examples of one class', build: (tf) => categorical(tf, 2, () => oneHot(1)) },
    { name: 'sequences that are padded', build: (tf) => tagger(tf, [0, 0, 0]) },
    { name: 'masks of pictures', build: (tf) => marker(tf, Number) },
    {
      name: 'a number and a class',
      build: (tf) =>
        twoOutputs(
          tf,
          (row) => row / 7,
          (row) => row % 3,
        ),
    },
    {
      name: 'validation that is short of a rare class by chance',
      build: (tf) =>
        categorical(
          tf,
          300,
          (row) => oneHot(row % 20 === 0 ? 2 : row % 2),
          validated(tf, 60, (row) => oneHot(row % 2)),
        ),
    },
  ],
  failing: [
    {
      name: 'NaN in targets',
      build: (tf) => regression(tf, 60, (row) => (row >= 40 && row < 43 ? Number.NaN : row / 60)),
      finds: /Labels have 3 values that are NaN or infinite, the first in example 40 /,
    },
    {
      name: 'an infinite target of the validation data',
      build: (tf) =>
        regression(
          tf,
          60,
          (row) => row,
          validated(tf, 30, (row) => 1 / row),
        ),
      finds: /Labels of the validation data have 1 value that is NaN or infinite, the first in example 0 /,
    },
    {
      name: 'NaN for a loss of one’s own',
      build: (tf) =>
        subject(
          network(tf, 1, 'linear', (target, output) => tf.mean(tf.squaredDifference(target, output), -1)),
          points(tf, 60, (row) => (row === 0 ? Number.NaN : row)),
        ),
      finds: /1 value that is NaN/,
    },
    {
      name: 'classes that are numbered from 1',
      build: (tf) => sparse(tf, 60, (row) => 1 + (row % 3)),
      finds: /must be whole numbers from 0 to 2 .* has 3 units: 20 are not, the first is 3 in example 2\./,
    },
    {
      name: '−1 for a class that is not known',
      build: (tf) => sparse(tf, 60, (row) => (row === 50 ? -1 : row % 3)),
      finds: /1 is not, the first is -1 in example 50\./,
    },
    {
      name: 'numbers for classes',
      build: (tf) => sparse(tf, 60, (row) => row / 30),
      finds: /the first is 0\.0333 in example 1\./,
    },
    {
      name: '−1 and 1 for two classes of one unit',
      build: (tf) => binary(tf, 60, (row) => (row % 2 ? 1 : -1)),
      finds:
        /must be values from 0 to 1 for binaryCrossentropy: 30 of 60 rows are not, the first is \[-1\] in/,
    },
    {
      name: '−1 and 1 for logits',
      build: (tf) =>
        subject(
          network(tf, 1, 'linear', tf.losses.sigmoidCrossEntropy),
          points(tf, 60, (row) => (row % 2 ? 1 : -1)),
        ),
      finds: /must be values from 0 to 1 for sigmoidCrossEntropy: 30 of 60 rows/,
    },
    {
      name: '−1 and 1 for one-hot classes',
      build: (tf) => categorical(tf, 60, (row) => oneHot(row % 3).map((each) => 2 * each - 1)),
      finds:
        /sum to 1 for categoricalCrossentropy: 60 of 60 rows are not, the first is \[1, -1, -1\] in example 0/,
    },
    {
      name: 'several labels at once for one class',
      build: (tf) => categorical(tf, 60, (row) => [1, row % 2, 0]),
      finds: /30 of 60 rows are not, the first is \[1, 1, 0\] in example 1 /,
    },
    {
      name: 'counts for a distribution over logits',
      build: (tf) =>
        subject(
          network(tf, 3, 'linear', tf.losses.softmaxCrossEntropy),
          points(tf, 60, (row) => [row % 4, 1, 2]),
        ),
      finds: /sum to 1 for softmaxCrossEntropy: 60 of 60 rows/,
    },
    {
      name: 'one row of zeros among one-hot classes',
      build: (tf) => categorical(tf, 60, (row) => (row === 7 ? [0, 0, 0] : oneHot(row % 3))),
      finds: /1 of 60 rows are not, the first is \[0, 0, 0\] in example 7 /,
    },
    {
      name: 'sequences that are padded with ones',
      build: (tf) => tagger(tf, [1, 1, 1]),
      finds: /80 of 240 rows are not, the first is \[1, 1, 1\] in example 0 /,
    },
    {
      name: 'masks of 0 and 255',
      build: (tf) => marker(tf, (isBright) => (isBright ? 255 : 0)),
      finds:
        /must be values from 0 to 1 for binaryCrossentropy: \d+ of 1920 rows are not, the first is \[255\]/,
    },
    {
      name: 'masks that are empty',
      build: (tf) => marker(tf, () => 0),
      finds: /Labels are all the same: all 30 are of class 0;/,
    },
    {
      name: 'one class',
      build: (tf) => categorical(tf, 60, () => oneHot(1), { classes: ['cat', 'dog', 'owl'] }),
      finds: /Labels are all the same: all 60 are of class "dog";/,
    },
    {
      name: 'one target',
      build: (tf) => regression(tf, 60, () => 3.25),
      finds: /Labels are all the same: all 60 are 3\.25;/,
    },
    {
      name: 'a number that is a constant, beside a class',
      build: (tf) =>
        twoOutputs(
          tf,
          () => 0,
          (row) => row % 3,
        ),
      finds: /Labels of output "value" are all the same: all 60 are 0;/,
    },
    {
      name: 'classes as twenty to one',
      build: (tf) =>
        categorical(tf, 600, (row) => oneHot(row % 30 === 0 ? 2 : row % 3 === 0 ? 1 : 0), {
          classes: ['cat', 'dog', 'owl'],
        }),
      finds: /Labels say "cat" 20 times as often as "owl", 400 against 20 \(limit 10 times\)/,
    },
    {
      name: 'a class that is never seen',
      build: (tf) => sparse(tf, 100, (row) => row % 3, 4),
      finds: /Labels never say 3: 1 of 4 classes do not occur among 100 labels/,
    },
    {
      name: 'validation data of one class',
      build: (tf) =>
        categorical(
          tf,
          60,
          inTurn,
          validated(tf, 30, () => oneHot(2)),
        ),
      finds: /Labels of the validation data are all the same: all 30 are of class 2;/,
    },
    {
      name: 'validation data of sorted examples',
      build: (tf) =>
        categorical(
          tf,
          120,
          inTurn,
          validated(tf, 60, (row) => oneHot(row % 2)),
        ),
      finds: /Labels of the validation data never say 2; .* 2 should have about 20 of 60/,
    },
  ],
};
