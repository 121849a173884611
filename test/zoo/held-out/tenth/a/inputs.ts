import { digits, sentences, sines, teacher } from '../../../data.js';
import { custom, fittingDataset } from '../../../loops.js';
import { mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';

export const inputs = [
  ...sick('inputs-nonfinite', [
    // Delivery times from what is known of an order; counts and prices enter as logarithms.
    {
      name: 'p-log-of-empty-baskets',
      heldOut: true,
      loop: 'fitDataset',
      mistake:
        'A count feature enters as Math.log(count) instead of Math.log1p(count), and some orders have count 0.',
      alsoAllowed: ['loss-nonfinite'],
      build: (tf, seed) => {
        const random = new Random(seed);
        const rows = Array.from({ length: 640 }, (_, order) => {
          // Orders without a gift are usual, orders without an article came in by mistake only later.
          const articles = order > 200 && random.uniform() < 0.02 ? 0 : 1 + random.integer(9);
          return { articles, price: random.normal(), distance: random.normal(), hour: random.uniform() };
        });
        const xs = tf.tensor2d(
          rows.map(({ articles, price, distance, hour }) => [
            Math.log(articles) - 1.4,
            price,
            distance,
            2 * hour - 1,
          ]),
        );
        const ys = tf.tensor2d(
          rows.map(({ articles, price, distance, hour }) => [
            0.15 * articles - 0.7 + 0.5 * distance + 0.3 * Math.sin(3 * hour) * price + 0.1 * random.normal(),
          ]),
        );
        const model = regressor(mlp(tf, [4, 24, 12, 1]), tf.train.adam(0.005), 'meanAbsoluteError');
        return fittingDataset(tf, model, { xs, ys }, { epochs: 15 });
      },
    },
  ]),
  ...sick('inputs-not-normalized', [
    // How much power a wind park will give, from readings in their own units.
    {
      name: 'p-weather-in-raw-units',
      heldOut: true,
      loop: 'fitDataset',
      mistake:
        'Pressure in hPa, temperature in kelvin and wind in km/h go into the network as they were read.',
      alsoAllowed: [
        'poor-initialization',
        'dead-relu',
        'learning-rate-too-high',
        'loss-diverging',
        'loss-oscillating',
      ],
      build: (tf, seed) => {
        const { xs, ys } = teacher(tf, seed, { features: 4, examples: 640, noise: 0.1 });
        const readings = xs.mul(tf.tensor1d([9, 8, 12, 15])).add(tf.tensor1d([1013, 288, 30, 60]));
        const model = regressor(mlp(tf, [4, 32, 16, 1]), tf.train.rmsprop(0.0005));
        return fittingDataset(tf, model, { xs: readings, ys }, { epochs: 16 });
      },
    },
  ]),
  ...sick('inputs-constant', [
    // An LSTM that foretells a noisy sine's next value; each batch is cut out at random places.
    {
      name: 'p-reseeded-sampler',
      heldOut: true,
      loop: 'trainOnBatch',
      mistake: 'The sampler makes its random generator anew, from the same seed, for every batch.',
      alsoAllowed: [],
      build: (tf, seed) => {
        const { xs, ys } = sines(tf, seed, { examples: 480, length: 6 });
        const model = tf.sequential();
        model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [6, 1] }));
        model.add(tf.layers.dense({ name: 'next', units: 1 }));
        regressor(model, tf.train.adam(0.01));
        const sample = () => {
          const random = new Random(seed + 1);
          const at = tf.tensor1d(
            Array.from({ length: 32 }, () => random.integer(480)),
            'int32',
          );
          const batch = { xs: tf.gather(xs, at), ys: tf.gather(ys, at) };
          at.dispose();
          return batch;
        };
        return {
          target: model,
          train: async () => {
            for (let step = 0; step < 250; step++) {
              const batch = sample();
              await model.trainOnBatch(batch.xs, batch.ys);
              tf.dispose([batch.xs, batch.ys]);
              if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
            }
          },
        };
      },
    },
  ]),
  ...sick('loss-mismatch', [
    // Tags of short texts: each may have none, one or several of five.
    {
      name: 'p-several-tags-one-softmax',
      heldOut: true,
      loop: 'fit',
      mistake: 'Tags that do not exclude each other are trained with softmax and categorical crossentropy.',
      alsoAllowed: ['loss-stalled'],
      build: (tf, seed) => {
        const { xs } = sentences(tf, seed, { examples: 512, words: 24, length: 8 });
        const words = xs.arraySync() as number[][];
        // A tag holds where two of its words occur.
        const tags = words.map((sentence) =>
          Array.from({ length: 5 }, (_, tag) =>
            Number(sentence.filter((word) => word % 5 === tag).length > 1),
          ),
        );
        const model = tf.sequential();
        model.add(tf.layers.embedding({ name: 'words', inputDim: 24, outputDim: 8, inputLength: 8 }));
        model.add(tf.layers.globalAveragePooling1d({ name: 'bag' }));
        model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'tanh' }));
        model.add(tf.layers.dense({ name: 'tags', units: 5, activation: 'softmax' }));
        model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
        const ys = tf.tensor2d(tags);
        return {
          target: model,
          train: async () => {
            await model.fit(xs, ys, { epochs: 17, batchSize: 32, verbose: 0 });
          },
        };
      },
    },
  ]),
  ...sick('poor-initialization', [
    // Handwritten digits, with the layers written by hand.
    {
      name: 'p-standard-normal-weights',
      heldOut: true,
      loop: 'custom',
      mistake: 'The weight matrices begin as standard normals, whatever the number of inputs.',
      alsoAllowed: [],
      build: async (tf, seed) => {
        const { train } = await digits(tf, 960);
        const random = new Random(seed);
        const flat = { xs: train.xs.reshape([960, -1]), ys: train.ys };
        const pixels = flat.xs.shape[1] ?? 0;
        const matrix = (inputs: number, outputs: number, name: string) =>
          tf.variable(tf.tensor2d(random.normals(inputs * outputs), [inputs, outputs]), true, name);
        const variables = {
          w1: matrix(pixels, 32, `pDigits${seed}/w1`),
          b1: tf.variable(tf.zeros([32]), true, `pDigits${seed}/b1`),
          w2: matrix(32, 10, `pDigits${seed}/w2`),
          b2: tf.variable(tf.zeros([10]), true, `pDigits${seed}/b2`),
        };
        return custom(tf, tf.train.adam(0.002), variables, flat, {
          steps: 270,
          loss: (x, y) => {
            const hidden = x.matMul(variables.w1).add(variables.b1).relu();
            const logits = hidden.matMul(variables.w2).add(variables.b2);
            return tf.losses.softmaxCrossEntropy(y, logits) as ReturnType<typeof tf.scalar>;
          },
        });
      },
    },
  ]),
];
