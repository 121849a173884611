import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, oneHot, sines, teacher } from '../../../data.js';
import { custom, onBatches } from '../../../loops.js';
import { classifier, cnn, mlp, regressor, setLearningRate } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';

export const losses = [
  ...sick('loss-nonfinite', [
    // A siamese network: pairs of measurements of the same thing should lie close, others at least 1 apart.
    {
      name: 'p-distance-of-twins',
      heldOut: true,
      loop: 'custom',
      mistake:
        'The contrastive loss takes the square root of the squared distance without an epsilon, and a pair holds the same example twice.',
      alsoAllowed: [],
      build: (tf, seed) => {
        const random = new Random(seed);
        const things = Array.from({ length: 12 }, () => random.normals(6));
        const measured = (thing: number) => Array.from(things[thing] ?? [], (x) => x + 0.3 * random.normal());
        const pairs: number[][] = [];
        const same: number[][] = [];
        for (let pair = 0; pair < 960; pair++) {
          const isSame = random.uniform() < 0.5;
          const thing = random.integer(12);
          const first = measured(thing);
          // Drawn with replacement: now and then both are the same measurement.
          const second =
            pair === 900 ? first : measured(isSame ? thing : (thing + 1 + random.integer(11)) % 12);
          pairs.push([...first, ...second]);
          same.push([Number(pair === 900 || isSame)]);
        }
        const encoder = mlp(tf, [6, 24, 4]);
        const code = (x: tfjs.Tensor) => encoder.predict(x) as tfjs.Tensor;
        const data = { xs: tf.tensor2d(pairs), ys: tf.tensor2d(same) };
        return custom(tf, tf.train.momentum(0.01, 0.9), encoder, data, {
          steps: 300,
          loss: (x, y) => {
            const [first, second] = tf.split(x, 2, 1) as [tfjs.Tensor, tfjs.Tensor];
            const distance = code(first).sub(code(second)).square().sum(1, true).sqrt();
            const far = tf.relu(tf.scalar(1).sub(distance)).square();
            return y.mul(distance.square()).add(tf.scalar(1).sub(y).mul(far)).mean() as tfjs.Scalar;
          },
        });
      },
    },
  ]),
  ...sick('loss-diverging', [
    // Four kinds of samples; the learning rate should rise for 15 steps and then stay.
    {
      name: 'p-warmup-without-end',
      heldOut: true,
      loop: 'trainOnBatch',
      mistake:
        'The warm-up of the learning rate lacks its Math.min(1, …), so that the rate never stops growing.',
      alsoAllowed: ['learning-rate-too-high', 'dead-relu', 'loss-oscillating', 'class-collapse'],
      build: (tf, seed) => {
        const data = clusters(tf, seed, { features: 10, classes: 4, spread: 0.8 });
        const optimizer = tf.train.momentum(0.001, 0.9);
        const model = classifier(mlp(tf, [10, 24, 16, 4], { out: { activation: 'softmax' } }), optimizer);
        return onBatches(tf, model, data, {
          steps: 330,
          before: (step) => setLearningRate(optimizer, 0.06 * ((step + 1) / 15)),
        });
      },
    },
  ]),
  ...sick('loss-not-improving', [
    // A small convolutional network on images that are shuffled anew for each pass.
    {
      name: 'p-shuffled-apart',
      heldOut: true,
      loop: 'trainOnBatch',
      mistake:
        'Each pass shuffles images and labels separately, so that labels no longer belong to their images.',
      alsoAllowed: ['class-collapse'],
      build: (tf, seed) => {
        const { xs, ys } = blobs(tf, seed, { classes: 4, examples: 480, size: 8 });
        const model = classifier(cnn(tf, [8, 8, 1], [4, 6], 4), tf.train.adam(0.003));
        const random = new Random(seed);
        const shuffled = (tensor: tfjs.Tensor): tfjs.Tensor => {
          const order = Array.from({ length: 480 }, (_, at) => at);
          for (let at = 479; at > 0; at--) {
            const other = random.integer(at + 1);
            [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
          }
          return tf.tidy(() => tf.gather(tensor, tf.tensor1d(order, 'int32')));
        };
        return {
          target: model,
          train: async () => {
            for (let epoch = 0; epoch < 20; epoch++) {
              const [images, labels] = [shuffled(xs), shuffled(ys)];
              for (let batch = 0; batch < 15; batch++) {
                const [x, y] = [images.slice(32 * batch, 32), labels.slice(32 * batch, 32)];
                await model.trainOnBatch(x, y);
                tf.dispose([x, y]);
              }
              tf.dispose([images, labels]);
              await new Promise((resolve) => setImmediate(resolve));
            }
          },
        };
      },
    },
  ]),
  ...sick('loss-oscillating', [
    // Frequencies of signals, from a file that holds one class after the other.
    {
      name: 'p-file-in-order-of-class',
      heldOut: true,
      loop: 'fit',
      mistake: 'The examples lie in the order of their classes and are fitted with shuffle: false.',
      alsoAllowed: ['class-collapse'],
      build: (tf, seed) => {
        const { xs, ys } = sines(tf, seed, { examples: 640, classes: 4, length: 10, noise: 0.5 });
        const labels = Array.from(ys.argMax(1).dataSync());
        const order = labels.map((_, at) => at).sort((a, b) => (labels[a] ?? 0) - (labels[b] ?? 0));
        const sorted = tf.gather(xs, tf.tensor1d(order, 'int32'));
        const sortedLabels = oneHot(
          tf,
          order.map((at) => labels[at] ?? 0),
          4,
        );
        const model = tf.sequential();
        model.add(tf.layers.simpleRNN({ name: 'recurrent', units: 20, inputShape: [10, 1] }));
        model.add(tf.layers.dense({ name: 'frequency', units: 4, activation: 'softmax' }));
        classifier(model, tf.train.rmsprop(0.01));
        return {
          target: model,
          train: async () => {
            await model.fit(sorted, sortedLabels, { epochs: 16, batchSize: 32, shuffle: false, verbose: 0 });
          },
        };
      },
    },
  ]),
  ...sick('loss-spike', [
    // Prices out of a stream of sales that is read once.
    {
      name: 'p-one-shard-in-cents',
      heldOut: true,
      loop: 'fitDataset',
      mistake: 'One shard of the stream gives its prices in cents, all others in euros.',
      onset: 231,
      alsoAllowed: ['exploding-gradient'],
      build: (tf, seed) => {
        const { xs, ys } = teacher(tf, seed, { features: 6, examples: 640, noise: 0.1 });
        const model = regressor(mlp(tf, [6, 32, 16, 1]), tf.train.adam(0.004));
        const shards = function* () {
          for (let shard = 0; shard < 320; shard++) {
            const from = 32 * (shard % 20);
            const [features, prices] = [xs.slice(from, 32), ys.slice(from, 32)];
            yield { xs: features, ys: shard === 230 ? prices.mul(100) : prices };
          }
        };
        return {
          target: model,
          train: async () => {
            await model.fitDataset(tf.data.generator(shards), {
              epochs: 1,
              batchesPerEpoch: 320,
              verbose: 0,
            });
          },
        };
      },
    },
  ]),
];
