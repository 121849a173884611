import { clusters } from '../../../data.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, cnn, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { labelsOf } from '../../part2-data.js';
import { stack } from '../../part2-networks.js';
import { drawing } from '../../sixth/b/x-loops.js';
import { drawings, tickets } from './data.js';

export const classImbalance = sick('class-imbalance', [
  {
    name: 'z-imbalance-rare-drawing',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Of four kinds of drawings one was hardly ever collected: one in sixty.',
    build(tf, seed) {
      const data = drawings(tf, seed, { examples: 640, shares: [20, 20, 20, 1] });
      return fitting(classifier(cnn(tf, [9, 9, 1], [8, 12], 4), tf.train.adamax(0.006)), data, {
        epochs: 14,
      });
    },
  },
  {
    name: 'z-imbalance-fraud',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Three payments in a hundred are fraud, and all are trained on as they come.',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, {
        examples: 1200,
        features: 10,
        classes: 2,
        spread: 1,
        shares: [97, 3],
      });
      const model = mlp(tf, [10, 20, 1], { hidden: { activation: 'selu' }, out: { activation: 'sigmoid' } });
      classifier(model, tf.train.sgd(0.1), 'binaryCrossentropy');
      return drawing(tf, model, { xs, ys: labelsOf(ys) }, { steps: 400, seed });
    },
  },
  {
    name: 'z-imbalance-tickets',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Tickets of the third kind are one in forty, and the loader does not draw them more often.',
    build(tf, seed) {
      const { xs, ys } = tickets(tf, seed, { examples: 800, own: 0.7, shares: [20, 19, 1] });
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 36, outputDim: 6, inputLength: 6 }),
        tf.layers.globalAveragePooling1d({ name: 'mean' }),
        tf.layers.dense({ name: 'kind', units: 3, activation: 'softmax' }),
      );
      classifier(model, tf.train.adam(0.01), 'sparseCategoricalCrossentropy');
      return fittingDataset(tf, model, { xs, ys: labelsOf(ys) }, { epochs: 12 });
    },
  },
]);
