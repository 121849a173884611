import { blobs, clusters, type Plain } from '../../../data.js';
import { custom, fitting, onBatches } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick, type Tf } from '../../../run.js';

/** Articles of ten words [examples, 10] about one or more of five topics, each with 6 words of its own. */
function articles(tf: Tf, seed: number, examples: number): Plain {
  const random = new Random(seed);
  const words: number[][] = [];
  const tags: number[][] = [];
  for (let article = 0; article < examples; article++) {
    const about = [0, 1, 2, 3, 4].filter(() => random.uniform() < 0.4);
    if (about.length === 0) about.push(random.integer(5));
    words.push(
      Array.from({ length: 10 }, () => 6 * (about[random.integer(about.length)] ?? 0) + random.integer(6)),
    );
    tags.push([0, 1, 2, 3, 4].map((topic) => Number(about.includes(topic))));
  }
  return { xs: tf.tensor2d(words), ys: tf.tensor2d(tags) };
}

/** Twelve sensors of a machine whose state has three degrees of freedom. */
function sensors(tf: Tf, seed: number, examples: number): Plain {
  const random = new Random(seed);
  const states = tf.tensor2d(random.normals(examples * 3), [examples, 3]);
  const mixing = tf.tensor2d(random.normals(3 * 12), [3, 12]);
  const noise = tf.tensor2d(random.normals(examples * 12), [examples, 12]).mul(0.1);
  const xs = states.matMul(mixing).div(Math.sqrt(3)).add(noise);
  return { xs, ys: xs };
}

export const a3 = [
  ...sick('loss-mismatch', [
    {
      name: 'q-labels-of-two-signs',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake: 'Labels the classes -1 and 1, as for a support vector machine, under a binary cross-entropy.',
      alsoAllowed: ['class-collapse', 'loss-oscillating', 'saturated-activation'],
      build: (tf, seed) => {
        const { xs, ys } = clusters(tf, seed, { examples: 512, features: 8, classes: 2, spread: 0.7 });
        const labels = ys.slice([0, 1], [-1, 1]).mul(2).sub(1);
        const model = mlp(tf, [8, 16, 8, 1], { out: { activation: 'sigmoid' } });
        return fitting(
          classifier(model, tf.train.adagrad(0.05), 'binaryCrossentropy'),
          { xs, ys: labels },
          { epochs: 20 },
        );
      },
    },
    {
      name: 'q-tags-under-softmax',
      heldOut: true,
      isUnseen: true,
      loop: 'trainOnBatch',
      mistake: 'Predicts several tags of an article with a softmax and a categorical cross-entropy.',
      alsoAllowed: ['loss-oscillating', 'loss-stalled'],
      build: (tf, seed) => {
        const model = tf.sequential();
        model.add(tf.layers.embedding({ name: 'words', inputDim: 30, outputDim: 8, inputLength: 10 }));
        model.add(tf.layers.globalAveragePooling1d({ name: 'mean' }));
        model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu' }));
        model.add(tf.layers.dense({ name: 'tags', units: 5, activation: 'softmax' }));
        classifier(model, tf.train.adam(0.01), 'categoricalCrossentropy');
        return onBatches(tf, model, articles(tf, seed, 768), { steps: 320 });
      },
    },
  ]),
  ...sick('poor-initialization', [
    {
      name: 'q-normals-of-deviation-one',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake: 'Draws all kernels from a standard normal distribution, whatever the number of inputs.',
      layers: ['hidden1', 'hidden2', 'out'],
      build: (tf, seed) => {
        const { xs, ys } = blobs(tf, seed, { examples: 512 });
        const kernel = (number: number) => ({
          kernelInitializer: tf.initializers.randomNormal({ stddev: 1, seed: 10 * seed + number }),
        });
        const model = tf.sequential();
        model.add(
          tf.layers.dense({
            name: 'hidden1',
            units: 48,
            activation: 'relu',
            inputShape: [100],
            ...kernel(1),
          }),
        );
        model.add(tf.layers.dense({ name: 'hidden2', units: 32, activation: 'relu', ...kernel(2) }));
        model.add(tf.layers.dense({ name: 'out', units: 4, ...kernel(3) }));
        return custom(
          tf,
          tf.train.adam(0.003),
          model,
          { xs: xs.reshape([512, 100]), ys },
          {
            steps: 320,
            loss: (x, y) => tf.losses.softmaxCrossEntropy(y, model.apply(x) as typeof x).asScalar(),
          },
        );
      },
    },
    {
      name: 'q-every-weight-a-twentieth',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake:
        'Starts every weight of an autoencoder at 0.05, so that the units of a layer stay the same for ever.',
      layers: ['hidden1', 'hidden2', 'hidden3', 'out'],
      alsoAllowed: ['loss-stalled'],
      build: (tf, seed) => {
        const start = tf.initializers.constant({ value: 0.05 });
        const model = mlp(tf, [12, 10, 3, 10, 12], {
          hidden: { activation: 'tanh', kernelInitializer: start },
          out: { kernelInitializer: start },
        });
        return fitting(regressor(model, tf.train.momentum(0.02, 0.9)), sensors(tf, seed, 512), {
          epochs: 20,
        });
      },
    },
  ]),
];
