import type * as tfjs from '@tensorflow/tfjs';
import { clock } from '../../../clock.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, cnn, mlp, regressor, setLearningRate } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { costOf, looping } from '../../part2-loops.js';
import { stack, through, variablesOf } from '../../part2-networks.js';
import { drawing, minimizing, Shuffled } from '../../sixth/b/x-loops.js';
import { arm, beats, board, drawings, linear, tanks } from './data.js';
import { fading } from './layers.js';

const softmax = { activation: 'softmax' } as const;

/** Neighbours of slow runs, of leaks, and of variables that stand still. */
export const healthyShapes = healthy([
  {
    name: 'z-ok-pauses-for-checkpoints',
    heldOut: true,
    loop: 'trainOnBatch',
    clock: 'virtual',
    build(tf, seed) {
      // Every sixty steps a minute goes by: all is written down.
      const random = new Random(seed + 21);
      const model = mlp(tf, [2, 32, 32, 2], { out: softmax });
      return drawing(tf, classifier(model, tf.train.adam(0.006)), board(tf, seed), {
        steps: 420,
        seed,
        after: (step) => clock.advance(0.5 * (0.9 + 0.2 * random.uniform()) + (step % 60 === 0 ? 60 : 0)),
      });
    },
  },
  {
    name: 'z-ok-backup-beside-it',
    heldOut: true,
    loop: 'fit',
    clock: 'virtual',
    build(tf, seed) {
      // From the middle on a backup runs beside it: 1.35 times as slow, no more.
      const random = new Random(seed + 22);
      let step = 0;
      const model = stack(
        tf,
        tf.layers.conv1d({
          name: 'local',
          filters: 10,
          kernelSize: 6,
          activation: 'relu',
          inputShape: [16, 1],
        }),
        tf.layers.globalAveragePooling1d({ name: 'pooled' }),
        tf.layers.dense({ name: 'kind', units: 3, ...softmax }),
      );
      return fitting(classifier(model, tf.train.rmsprop(0.006)), beats(tf, seed), {
        epochs: 24,
        callbacks: {
          onBatchEnd: async () => {
            clock.advance((++step > 190 ? 1.08 : 0.8) * (0.85 + 0.3 * random.uniform()));
          },
        },
      });
    },
  },
  {
    name: 'z-ok-slow-first-epoch',
    heldOut: true,
    loop: 'custom',
    clock: 'virtual',
    build(tf, seed) {
      // The first epoch fills the cache, the others run five times as fast; single steps take long.
      const random = new Random(seed + 23);
      const model = mlp(tf, [3, 24, 16, 2], { hidden: { activation: 'tanh' } });
      let step = 0;
      return minimizing(tf, tf.train.adagrad(0.08), model, arm(tf, seed), {
        steps: 400,
        seed,
        loss: (x, y) => {
          const hiccup = random.uniform() < 0.02 ? 4 : 0;
          clock.advance((++step <= 20 ? 2 : 0.4) * (0.9 + 0.2 * random.uniform()) + hiccup);
          return tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'z-ok-memory-of-seventy',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // Earlier batches are kept and learned again; of seventy the oldest is let go.
      const model = mlp(tf, [12, 24, 1], { hidden: { activation: 'elu' } });
      const optimizer = tf.train.momentum(0.01, 0.9);
      const weights = variablesOf(model);
      const source = new Shuffled(tf, linear(tf, seed, { examples: 960 }), 16, seed);
      const random = new Random(seed + 24);
      const kept: { xs: tfjs.Tensor; ys: tfjs.Tensor }[] = [];
      return looping(tf, optimizer, model, {
        steps: 380,
        step: () => {
          kept.push({ ...source.next() });
          if (kept.length > 70) tf.dispose(kept.shift() ?? {});
          const old = kept[random.integer(kept.length)];
          const fresh = kept.at(-1);
          if (!old || !fresh) throw new Error('training: expected kept batches, found none');
          const error = ({ xs, ys }: typeof old) =>
            tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;
          const loss = costOf(
            optimizer.minimize(() => error(old).add(error(fresh)).div(2) as tfjs.Scalar, true, weights),
          );
          return { loss };
        },
      });
    },
  },
  {
    name: 'z-ok-keeps-three-epochs',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // The weights of the last three epochs are kept as tensors.
      const data = tanks(tf, seed, { examples: 512 });
      const model = stack(
        tf,
        tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [6, 2] }),
        tf.layers.dense({ name: 'level', units: 1 }),
      );
      const kept: tfjs.Tensor[][] = [];
      return fitting(regressor(model, tf.train.adam(0.004), 'meanAbsoluteError'), data, {
        epochs: 20,
        callbacks: {
          onEpochEnd: async () => {
            kept.push(model.getWeights().map((weight) => weight.clone()));
            if (kept.length > 3) tf.dispose(kept.shift() ?? []);
          },
        },
      });
    },
  },
  {
    name: 'z-ok-frozen-after-it-learned',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    build: async (tf, seed) => {
      // The base has learned from other drawings before: it stays, and a new head learns to read it.
      const data = drawings(tf, seed, { examples: 512 });
      const model = cnn(tf, [9, 9, 1], [8, 12], 4);
      const former = classifier(model, tf.train.adam(0.01));
      await former.fit(data.xs.slice(0, 256), data.ys.slice(0, 256), {
        epochs: 12,
        batchSize: 32,
        verbose: 0,
      });
      const base = model.layers.slice(0, -1);
      for (const layer of base) layer.trainable = false;
      const tuned = stack(tf, ...base, tf.layers.dense({ name: 'head', units: 4, ...softmax }));
      const rest = { xs: data.xs.slice(256, 256), ys: data.ys.slice(256, 256) };
      return fittingDataset(tf, classifier(tuned, tf.train.adamax(0.01)), rest, { epochs: 28 });
    },
  },
  {
    name: 'z-ok-branch-fades-in',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // A branch that counts little at first, by a fixed factor, beside a short way around it.
      const input = tf.input({ shape: [3], name: 'joints' });
      const entry = through(tf.layers.dense({ name: 'entry', units: 20, activation: 'elu' }), input);
      const first = through(tf.layers.dense({ name: 'branch1', units: 24, activation: 'tanh' }), entry);
      const second = through(tf.layers.dense({ name: 'branch2', units: 20 }), first);
      const sum = through(tf.layers.add({ name: 'sum' }), [entry, through(fading(tf, 'fade', 0.3), second)]);
      const out = through(tf.layers.dense({ name: 'hand', units: 2 }), sum);
      const model = regressor(tf.model({ inputs: input, outputs: out }), tf.train.rmsprop(0.003));
      return drawing(tf, model, arm(tf, seed), { steps: 360, seed, batchSize: 40 });
    },
  },
  {
    name: 'z-ok-warm-up-and-cosine',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const optimizer = tf.train.momentum(0.0005, 0.9);
      const model = mlp(tf, [2, 32, 24, 2], {
        hidden: { activation: 'relu', kernelInitializer: 'heNormal' },
        out: softmax,
      });
      return drawing(tf, classifier(model, optimizer), board(tf, seed), {
        steps: 480,
        seed,
        batchSize: 64,
        before: (step) => {
          const rise = Math.min(1, step / 40);
          setLearningRate(optimizer, 0.08 * rise * (0.52 + 0.48 * Math.cos((Math.PI * step) / 480)));
        },
      });
    },
  },
]);
