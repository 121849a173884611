import { clusters, sines } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp } from '../../networks.js';
import { Random } from '../../random.js';
import { sick } from '../../run.js';
import { indices, rings } from './data-b.js';
import { batches, compiled, feeding, stacked, streaming } from './loops-b.js';

export const classImbalance = sick('class-imbalance', [
  {
    name: 't-imbalance-fraud',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'One payment in forty is a fraud, and all payments are trained on as they come.',
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const random = new Random(seed + 31);
      const fraud = Array.from({ length: 800 }, () => Number(random.uniform() < 0.025));
      const rows = fraud.flatMap((bad) =>
        Array.from({ length: 6 }, (_, f) => random.normal() + bad * (f < 4 ? 1 : 0)),
      );
      const model = compiled(mlp(tf, [6, 12, 1], { out: { activation: 'sigmoid' } }), {
        optimizer: tf.train.adam(0.003),
        loss: 'binaryCrossentropy',
        metrics: ['accuracy'],
      });
      const table = { xs: tf.tensor2d(rows, [800, 6]), ys: tf.tensor2d(fraud, [800, 1]) };
      return fitting(model, table, { epochs: 12, batchSize: 32 });
    },
  },
  {
    name: 't-imbalance-rare-species',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Of four species one makes up two thirds of the catches, and one is hardly ever caught.',
    build(tf, seed) {
      const fish = clusters(tf, seed, {
        examples: 640,
        classes: 4,
        features: 5,
        spread: 2,
        shares: [40, 14, 6, 1],
      });
      const model = compiled(mlp(tf, [5, 16, 4], { out: { activation: 'softmax' } }), {
        optimizer: tf.train.momentum(0.02, 0.9),
        loss: 'sparseCategoricalCrossentropy',
      });
      return streaming(tf, model, indices(fish), { epochs: 10, size: 32 });
    },
  },
  {
    name: 't-imbalance-inner-ring',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The innermost of three rings has one point where each of the others has thirty.',
    build(tf, seed) {
      const data = rings(tf, seed, { examples: 640, shares: [1, 30, 30] });
      const model = compiled(
        mlp(tf, [2, 24, 12, 3], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } }),
        { optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return feeding(tf, model, 300, batches(tf, seed, data, 32));
    },
  },
  {
    name: 't-imbalance-fast-signals',
    heldOut: true,
    loop: 'fit',
    mistake: 'Signals of the fast kind were hardly recorded: one for each twenty-eight of the slow ones.',
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const random = new Random(seed + 32);
      const { xs, ys } = sines(tf, seed, { examples: 1800, length: 10, classes: 2, noise: 0.2 });
      const labels = ys.argMax(1).dataSync();
      const kept = Array.from(labels.keys()).filter((at) => labels[at] === 0 || random.uniform() < 1 / 28);
      const rows = tf.tensor1d(kept.slice(0, 640), 'int32');
      const model = compiled(
        stacked(
          tf,
          tf.layers.simpleRNN({ name: 'rnn', units: 8, inputShape: [10, 1] }),
          tf.layers.dense({ name: 'out', units: 2, activation: 'softmax' }),
        ),
        { optimizer: tf.train.rmsprop(0.003), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return fitting(model, { xs: xs.gather(rows), ys: ys.gather(rows) }, { epochs: 9, batchSize: 32 });
    },
  },
]);
