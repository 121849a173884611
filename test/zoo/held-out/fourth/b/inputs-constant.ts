import { fitting } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { customers, rentals } from './records.js';
import { glyphs } from './signals.js';
import { batches, breathe } from './steps.js';

export const inputsConstant = sick('inputs-constant', [
  {
    name: 'u-same-offset-again',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The offset of the next batch is computed from the epoch, which is always 0 in this loop.',
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const { xs, ys } = rentals(tf, seed, { level: 1 });
      const model = mlp(tf, [5, 8, 1], { hidden: { activation: 'softplus' } });
      model.compile({ optimizer: tf.train.sgd(0.03), loss: 'meanSquaredError' });
      return {
        target: model,
        train: async () => {
          const epoch = 0;
          for (let step = 0; step < 320; step++) {
            const [x, y] = [xs.slice(epoch * 64, 64), ys.slice(epoch * 64, 64)];
            await model.trainOnBatch(x, y);
            tf.dispose([x, y]);
            await breathe(step);
          }
        },
      };
    },
  },
  {
    name: 'u-black-pictures',
    heldOut: true,
    loop: 'fit',
    mistake: 'The pictures were divided by 255 as integers: every pixel is 0.',
    alsoAllowed: [
      'loss-not-improving',
      'class-collapse',
      'variable-not-training',
      'vanishing-gradient',
      'dead-relu',
    ],
    build(tf, seed) {
      const { xs, ys } = glyphs(tf, seed, { examples: 640 });
      const bytes = xs.mul(250).toInt();
      const model = tf.sequential();
      model.add(
        tf.layers.conv2d({
          name: 'edges',
          filters: 8,
          kernelSize: 3,
          strides: 2,
          activation: 'relu',
          inputShape: [8, 8, 1],
        }),
      );
      model.add(tf.layers.flatten({ name: 'row' }));
      model.add(tf.layers.dense({ name: 'shape', units: 5, activation: 'softmax' }));
      model.compile({
        optimizer: tf.train.adam(0.003),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return fitting(model, { xs: bytes.floorDiv(tf.scalar(255, 'int32')).toFloat(), ys }, { epochs: 16 });
    },
  },
  {
    name: 'u-first-batch-repeated',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'take(1) was left in from a quick look at the data, and repeat() makes an epoch of it.',
    build(tf, seed) {
      const data = customers(tf, seed, { examples: 640, sharp: 1 });
      const model = mlp(tf, [7, 12, 1], { hidden: { activation: 'tanh' }, out: { activation: 'sigmoid' } });
      model.compile({ optimizer: tf.train.adam(0.004), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
      return {
        target: model,
        train: async () => {
          const looked = batches(tf, data, 64).take(1).repeat(320);
          await model.fitDataset(looked, { epochs: 16, batchesPerEpoch: 20, verbose: 0 });
        },
      };
    },
  },
]);
