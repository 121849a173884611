import { blobs, clusters, split, teacher } from '../../data.js';
import { fitting } from '../../loops.js';
import { classifier, mlp, regressor } from '../../networks.js';
import { healthy } from '../../run.js';
import { onEach, rows } from '../loops.js';
import { stack } from '../part2-networks.js';
import { direction, dot, made, normals } from './data.js';
import { phases } from './loops.js';

/** Trainings that go on with other data, other weights or another aim than they began with. */
export const inPhases = healthy([
  {
    name: 'e-ok-thaws-layer-by-layer',
    heldOut: true,

    loop: 'fit',
    async build(tf, seed) {
      // A trunk that knows other targets: its head alone first, then the upper layer too, then all.
      const data = teacher(tf, seed, { examples: 640, outputs: 2, noise: 0.1 });
      const [old, now] = [data.ys.slice([0, 0], [640, 1]), data.ys.sum(1, true)];
      const trunk = [1, 2].map((level) =>
        tf.layers.dense({
          name: `trunk${level}`,
          units: 24,
          activation: 'tanh',
          ...(level === 1 && { inputShape: [8] }),
        }),
      );
      const before = stack(tf, ...trunk, tf.layers.dense({ name: 'former', units: 1 }));
      regressor(before, tf.train.adam(0.01));
      await before.fit(data.xs, old, { epochs: 8, verbose: 0 });
      const model = stack(tf, ...trunk, tf.layers.dense({ name: 'head', units: 1 }));
      const phase = (frozen: number, rate: number) => async () => {
        for (const [level, layer] of trunk.entries()) layer.trainable = level >= frozen;
        regressor(model, tf.train.adam(rate));
        await model.fit(data.xs, now, { epochs: 6, verbose: 0 });
      };
      for (const layer of trunk) layer.trainable = false;
      regressor(model, tf.train.adam(0.01));
      return phases(model, phase(2, 0.01), phase(1, 0.004), phase(0, 0.002));
    },
  },
  {
    name: 'e-ok-head-on-random-filters',
    heldOut: true,

    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(blobs(tf, seed, { examples: 760, classes: 5 }), 560);
      const model = stack(
        tf,
        tf.layers.conv2d({
          name: 'filters',
          filters: 12,
          kernelSize: 3,
          strides: 2,
          activation: 'relu',
          kernelInitializer: 'heNormal',
          trainable: false,
          inputShape: [10, 10, 1],
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 5, activation: 'softmax' }),
      );
      classifier(model, tf.train.adam(0.004));
      return fitting(model, train, { epochs: 10, validation: test });
    },
  },
  {
    name: 'e-ok-a-new-day-a-fit',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Five days of 330 examples, each day a little elsewhere; the last batch of an epoch has ten.
      const weights = direction(seed, 6);
      const model = mlp(tf, [6, 16, 1], { hidden: { activation: 'tanh' } });
      regressor(model, tf.train.rmsprop(0.003));
      const day = (number: number) => {
        const { xs, ys } = made(tf, seed + 13 * number, 330, (random) => {
          const x = normals(random, 6).map((value, at) => value + (at === number ? 0.5 : 0));
          return [x, [1.4 * Math.sin(dot(weights, x) + 0.1 * number) + 0.2 * random.normal()]];
        });
        return () => model.fit(xs, ys, { epochs: 6, verbose: 0 });
      };
      return phases(model, ...[0, 1, 2, 3, 4].map(day));
    },
  },
  {
    name: 'e-ok-four-folds',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Cross-validation: each fold begins with the first weights and a new optimizer.
      const { xs, ys } = clusters(tf, seed, { examples: 400, classes: 3, spread: 1.1 });
      const model = mlp(tf, [8, 16, 3], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } });
      classifier(model, tf.train.adam(0.01));
      const first = model.getWeights().map((weight) => weight.clone());
      const fold = (number: number) => async () => {
        model.setWeights(first);
        classifier(model, tf.train.adam(0.01));
        const others = [0, 1, 2, 3].filter((other) => other !== number);
        const part = (tensor: typeof xs, at: number) => tensor.slice(100 * at, 100);
        const join = (tensor: typeof xs) => tf.concat(others.map((other) => part(tensor, other)));
        await model.fit(join(xs), join(ys), {
          epochs: 9,
          verbose: 0,
          validationData: [part(xs, number), part(ys, number)],
        });
      };
      return phases(model, fold(0), fold(1), fold(2), fold(3));
    },
  },
  {
    name: 'e-ok-another-loss-half-way',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Squared errors first, then absolute ones: the number on the screen is another from there on.
      const data = teacher(tf, seed, { examples: 640, noise: 0.15 });
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'swish' } });
      regressor(model, tf.train.adam(0.008));
      return phases(
        model,
        () => model.fit(data.xs, data.ys, { epochs: 9, verbose: 0 }),
        () => {
          regressor(model, tf.train.adam(0.003), 'meanAbsoluteError');
          return model.fit(data.xs, data.ys, { epochs: 9, verbose: 0 });
        },
      );
    },
  },
  {
    name: 'e-ok-long-at-its-floor',
    heldOut: true,

    loop: 'trainOnBatch',
    build(tf, seed) {
      // A straight line through noise: done after forty steps, and kept running for four hundred more.
      const data = made(tf, seed, 1600, (random) => {
        const x = normals(random, 3);
        return [x, [dot([0.8, -0.5, 0.3], x) + 0.4 + 0.5 * random.normal()]];
      });
      const model = stack(tf, tf.layers.dense({ name: 'out', units: 1, inputShape: [3] }));
      regressor(model, tf.train.sgd(0.05));
      return onEach(tf, model, (step) => rows(data, step, 64), { steps: 440 });
    },
  },
]);
