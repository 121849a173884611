import type * as tfjs from '@tensorflow/tfjs';
import { clusters, sentences, split, teacher } from '../../../data.js';
import { custom, fitting, onBatches } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { plainStep, training } from '../../eighth/loops.js';
import { generated } from '../../loops.js';
import { stack, variablesOf } from '../../part2-networks.js';

const blownUp = ['learning-rate-too-high', 'exploding-gradient', 'loss-spike', 'loss-oscillating'] as const;

export const diverging = sick('loss-diverging', [
  {
    // A generator of points against a discriminator; the generator is watched.
    heldOut: true,
    name: 'n-diverging-generator-that-cannot-reach',
    loop: 'custom',
    mistake: 'The generator ends in a tanh, and the data it should imitate were not scaled to -1..1.',
    alsoAllowed: ['saturated-activation', 'loss-not-improving'],
    build(tf, seed) {
      const random = new Random(seed);
      const generator = mlp(tf, [3, 16, 2], { hidden: { activation: 'elu' }, out: { activation: 'tanh' } });
      const scale = 1;
      const judge = mlp(tf, [2, 16, 16, 1], { hidden: { activation: 'elu' } });
      const [ours, theirs] = [tf.train.adam(0.002), tf.train.adam(0.003)];
      const normals = (size: number) => tf.tensor2d(random.normals(32 * size), [32, size]);
      const doubt = (xs: tfjs.Tensor, sign: number) =>
        (judge.apply(xs) as tfjs.Tensor).mul(sign).softplus().mean() as tfjs.Scalar;
      const step = () => {
        const [real, noise] = tf.tidy(() => [normals(2).mul(0.4).add([2, -2.2]).mul(scale), normals(3)]);
        const fake = generator.predict(noise) as tfjs.Tensor;
        const theirLoss = () => doubt(real, -1).add(doubt(fake, 1)) as tfjs.Scalar;
        tf.dispose(plainStep(tf, theirs, variablesOf(judge), theirLoss));
        const told = plainStep(tf, ours, variablesOf(generator), () =>
          doubt(generator.apply(noise) as tfjs.Tensor, -1),
        );
        tf.dispose([real, noise, fake]);
        return told;
      };
      return training(tf, { target: ours, model: generator }, { steps: 300, step });
    },
  },
  {
    // A line through ten columns that go together, by plain gradient descent.
    heldOut: true,
    name: 'n-diverging-columns-that-go-together',
    loop: 'custom',
    mistake:
      'The rate is 0.15: fine for columns of their own, too much for ones that share most of their variance.',
    alsoAllowed: ['learning-rate-too-high', 'exploding-gradient', 'loss-spike', 'loss-nonfinite'],
    build(tf, seed) {
      const { xs: own, ys } = teacher(tf, seed, { examples: 960, features: 10, noise: 0.2 });
      const xs = own.mul(0.6).add(own.slice([0, 0], [960, 1]).mul(0.8));
      const line = { 'line/slopes': tf.variable(tf.zeros([10, 1])), 'line/level': tf.variable(tf.scalar(0)) };
      return custom(
        tf,
        tf.train.sgd(0.15),
        line,
        { xs, ys },
        {
          steps: 220,
          loss: (x, y) =>
            tf.losses.meanSquaredError(
              y,
              x.matMul(line['line/slopes']).add(line['line/level']),
            ) as tfjs.Scalar,
        },
      );
    },
  },
  {
    // A network is trained on plenty, unwatched, and then fine-tuned on a task somewhat moved.
    heldOut: true,
    name: 'n-diverging-fine-tuning',
    loop: 'trainOnBatch',
    mistake: 'Fine-tuning has momentum and a rate of 0.3, twenty times what the trained weights bear.',
    alsoAllowed: [...blownUp, 'dead-relu', 'loss-nonfinite', 'variable-not-training', 'vanishing-gradient'],
    async build(tf, seed) {
      const { xs, ys: raw } = teacher(tf, seed, { examples: 1920, noise: 0.1 });
      const ys = raw.sub(raw.mean()).div(tf.moments(raw).variance.sqrt());
      const { train: plenty, test: moved } = split({ xs, ys }, 1280);
      const model = regressor(mlp(tf, [8, 40, 24, 1]), tf.train.adam(0.01));
      await model.fit(plenty.xs, plenty.ys, { epochs: 8, verbose: 0 });
      regressor(model, tf.train.momentum(0.3, 0.9));
      return onBatches(tf, model, { xs: moved.xs, ys: tf.mul(moved.ys, 1.2).add(0.1) }, { steps: 240 });
    },
  },
]);

export const notImproving = sick('loss-not-improving', [
  {
    // Sentences and their kinds are shuffled, each by itself.
    heldOut: true,
    name: 'n-not-improving-shuffled-apart',
    loop: 'fitDataset',
    mistake: 'Examples and labels are shuffled by two generators, so that they no longer belong together.',
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const { xs, ys } = sentences(tf, seed, { examples: 8000, words: 90, length: 6 });
      const [one, other] = [new Random(seed), new Random(seed + 1)];
      const draw = (random: Random) => Array.from({ length: 32 }, () => random.integer(8000));
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 90, outputDim: 6, inputLength: 6 }),
        tf.layers.globalAveragePooling1d({ name: 'mean' }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      const next = () => ({ xs: xs.gather(draw(one)), ys: ys.gather(draw(other)) });
      return generated(tf, classifier(model, tf.train.adam(0.003)), next, { epochs: 5, batches: 44 });
    },
  },
  {
    // A teacher that was trained before, unwatched; the student's batches run one ahead of the teacher's.
    heldOut: true,
    name: 'n-not-improving-student-one-batch-ahead',
    loop: 'custom',
    mistake: 'The teacher answers for one batch, and the student is asked about the next.',
    alsoAllowed: ['class-collapse'],
    async build(tf, seed) {
      const data = clusters(tf, seed, { examples: 6400, features: 6, classes: 4, spread: 1.2 });
      const master = classifier(mlp(tf, [6, 24, 4], { out: { activation: 'softmax' } }), tf.train.adam(0.01));
      await master.fit(data.xs, data.ys, { epochs: 1, verbose: 0 });
      const answers = tf.tidy(() => (master.predict(data.xs) as tfjs.Tensor).sqrt());
      const soft = answers.div(answers.sum(1, true));
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.02 });
      const student = mlp(tf, [6, 10, 4], { hidden: { activation: 'tanh' }, out: { kernelInitializer } });
      const optimizer = tf.train.rmsprop(0.002);
      const step = (index: number) => {
        const [xs, ys] = [data.xs.slice(((index + 1) % 200) * 32, 32), soft.slice((index % 200) * 32, 32)];
        const told = plainStep(tf, optimizer, variablesOf(student), () =>
          tf.losses.softmaxCrossEntropy(ys, student.apply(xs) as tfjs.Tensor),
        );
        tf.dispose([xs, ys]);
        return told;
      };
      return training(tf, { target: optimizer, model: student }, { steps: 300, step });
    },
  },
  {
    // Pictures come as 0..1 from the loader and are scaled once more.
    heldOut: true,
    name: 'n-not-improving-divided-twice',
    loop: 'fit',
    mistake: 'Pictures that are 0..1 already are divided by 255.',
    alsoAllowed: ['learning-rate-too-low', 'class-collapse', 'inputs-not-normalized'],
    build(tf, seed) {
      const random = new Random(seed);
      const { ys } = clusters(tf, seed, { examples: 640, classes: 5 });
      const faces = Array.from({ length: 5 }, () => Array.from({ length: 36 }, () => random.uniform()));
      const pixels = Array.from(ys.argMax(1).dataSync()).flatMap((kind) =>
        (faces[kind] ?? []).map((p) => Math.min(1, Math.max(0, p + 0.15 * random.normal()))),
      );
      const xs = tf.tensor2d(pixels, [640, 36]).div(255);
      const model = mlp(tf, [36, 24, 5], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.sgd(0.05)), { xs, ys }, { epochs: 15 });
    },
  },
]);
