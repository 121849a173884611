import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, sines, teacher } from '../../../data.js';
import { fitting, onBatches } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { plainStep, training } from '../../eighth/loops.js';
import { onEach, rows } from '../../loops.js';
import { stack, variablesOf } from '../../part2-networks.js';

export const nonfiniteLosses = sick('loss-nonfinite', [
  {
    // Pairs of pictures; the 131st batch has one example paired with itself.
    heldOut: true,
    name: 'n-nonfinite-distance-of-a-pair-of-same',
    loop: 'custom',
    mistake: 'The root of a squared distance of zero is taken without a small number below it.',
    onset: 131,
    build(tf, seed) {
      const random = new Random(seed);
      const { xs, ys } = clusters(tf, seed, { examples: 600, features: 12, classes: 4, spread: 1.5 });
      const labels = ys.argMax(1).dataSync();
      const model = mlp(tf, [12, 24, 4], {
        hidden: { activation: 'tanh' },
        out: { useBias: false },
      });
      const optimizer = tf.train.adam(0.003);
      const step = (index: number) => {
        const left = Array.from({ length: 32 }, () => random.integer(300));
        const right = left.map((one, at) => (index >= 130 && at === 5 ? one : 300 + random.integer(300)));
        const same = tf.tensor1d(left.map((one, at) => Number(labels[one] === labels[right[at] ?? 0])));
        const told = plainStep(tf, optimizer, variablesOf(model), () => {
          const embed = (which: number[]) => model.apply(xs.gather(which)) as tfjs.Tensor;
          const distance = embed(left).sub(embed(right)).square().sum(1).sqrt();
          const apart = tf.relu(tf.scalar(1.5).sub(distance)).square();
          return distance
            .square()
            .mul(same)
            .add(apart.mul(tf.scalar(1).sub(same)))
            .mean();
        });
        same.dispose();
        return told;
      };
      return training(tf, { target: optimizer, model }, { steps: 300, step });
    },
  },
  {
    // Counts; the rate that is told is a ReLU's, and so is zero for some from the start.
    heldOut: true,
    name: 'n-nonfinite-log-of-a-rate-of-zero',
    loop: 'fit',
    mistake: 'A Poisson loss takes the logarithm of what a ReLU says.',
    build(tf, seed) {
      const random = new Random(seed + 5);
      const { xs, ys: signal } = teacher(tf, seed, { examples: 640, features: 6 });
      const counts = Array.from(signal.dataSync(), (s) =>
        Math.floor(Math.exp(0.6 * s) * (0.5 + 2 * random.uniform())),
      );
      const ys = tf.tensor2d(counts, [640, 1]);
      const model = mlp(tf, [6, 24, 1], { hidden: { activation: 'elu' }, out: { activation: 'relu' } });
      const poisson = (truth: tfjs.Tensor, rate: tfjs.Tensor) => rate.sub(truth.mul(rate.log())).mean();
      return fitting(regressor(model, tf.train.rmsprop(0.002), poisson), { xs, ys }, { epochs: 15 });
    },
  },
]);

export const nonfiniteInputs = sick('inputs-nonfinite', [
  {
    // Visits of a page as logarithms: a quarter of the pages have none in one of the columns.
    heldOut: true,
    name: 'n-inputs-nonfinite-log-of-no-visits',
    loop: 'fit',
    mistake: 'Counts are put on a logarithmic scale without adding one: the log of none is minus infinity.',
    alsoAllowed: ['loss-nonfinite'],
    build(tf, seed) {
      const random = new Random(seed + 9);
      const { xs, ys } = clusters(tf, seed, { examples: 640, features: 6, classes: 2 });
      const visits = tf.tensor2d(
        Array.from({ length: 640 }, () => (random.uniform() < 0.02 ? 0 : 1 + random.integer(20))),
        [640, 1],
      );
      const all = tf.concat([xs, visits.log().sub(2)], 1);
      const model = mlp(tf, [7, 20, 2], { out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.adam(0.004)), { xs: all, ys }, { epochs: 15 });
    },
  },
  {
    // Each series is standardised by itself; that of a sensor that had stopped is flat.
    heldOut: true,
    name: 'n-inputs-nonfinite-flat-series',
    loop: 'trainOnBatch',
    mistake: 'Series are divided by their own deviation, which is zero for one in the 91st batch.',
    alsoAllowed: ['loss-nonfinite'],
    onset: 91,
    build(tf, seed) {
      const { xs: raw, ys } = sines(tf, seed, { examples: 3200, length: 7, classes: 3 });
      const works = Array.from({ length: 3200 }, (_, example) => Number(example !== 90 * 32 + 11));
      const read = raw.mul(tf.tensor3d(works, [3200, 1, 1]));
      const { mean, variance } = tf.moments(read, 1, true);
      const xs = read.sub(mean).div(variance.sqrt());
      const model = stack(
        tf,
        tf.layers.gru({ name: 'gru', units: 8, inputShape: [7, 1] }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return onBatches(tf, classifier(model, tf.train.adam(0.01)), { xs, ys }, { steps: 160 });
    },
  },
]);

export const spikes = sick('loss-spike', [
  {
    // Prices in euros, but those of one batch in cents.
    heldOut: true,
    name: 'n-spike-a-batch-in-cents',
    loop: 'trainOnBatch',
    mistake: 'The targets of the 221st batch are a hundred times as large as all others.',
    onset: 221,
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 2048, features: 6, noise: 0.2 });
      const model = regressor(
        mlp(tf, [6, 24, 12, 1], { hidden: { activation: 'elu' } }),
        tf.train.adam(0.004),
      );
      const next = (step: number) => {
        const { xs, ys } = rows(data, step);
        return { xs, ys: step === 220 ? ys.mul(100) : ys };
      };
      return onEach(tf, model, next, { steps: 320 });
    },
  },
  {
    // Pictures of four kinds from two sources; the other one numbers the kinds from one.
    heldOut: true,
    name: 'n-spike-a-batch-numbered-from-one',
    loop: 'custom',
    mistake: 'The labels of one batch, the 201st, are those of the next class.',
    onset: 201,
    build(tf, seed) {
      const data = blobs(tf, seed, { examples: 1600, size: 8, classes: 4, noise: 0.3 });
      const model = cnn(tf, [8, 8, 1], [5, 8], 4);
      const optimizer = tf.train.adam(0.006);
      const step = (index: number) => {
        const { xs, ys } = rows(data, index);
        const [first, rest] = tf.split(ys, [1, 3], 1);
        const truth = index === 200 && first && rest ? tf.concat([rest, first], 1) : ys;
        const told = plainStep(tf, optimizer, variablesOf(model), () =>
          tf.metrics.categoricalCrossentropy(truth, model.apply(xs) as tfjs.Tensor).mean(),
        );
        tf.dispose([xs, ys, truth, first, rest]);
        return told;
      };
      return training(tf, { target: optimizer, model }, { steps: 280, step });
    },
  },
]);
