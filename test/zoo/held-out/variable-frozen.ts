import { spirals } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';
import { additions, friedman, rings, stripes } from './data.js';
import { minimizing, rows, squaredError } from './loops.js';

/** It does not move, of course. */
const alsoAllowed = ['variable-not-training'];

export const variableFrozen = sick('variable-frozen', [
  {
    name: 'h-frozen-random-base',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The convolutions are frozen as for transfer learning, but nobody loaded their weights.',
    layers: ['conv1', 'conv2'],
    alsoAllowed: [...alsoAllowed, 'loss-not-improving', 'class-collapse'],
    build(tf, seed) {
      const model = cnn(tf, [8, 8, 1], [8, 12], 4);
      for (const layer of model.layers.slice(0, 2)) layer.trainable = false;
      return fitting(classifier(model, tf.train.adam(0.003)), stripes(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'h-frozen-not-compiled-again',
    heldOut: true,
    loop: 'fitDataset',
    mistake:
      'Two layers were frozen when the model was compiled; setting them free without compiling again does nothing.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: [...alsoAllowed, 'loss-not-improving', 'class-collapse'],
    build(tf, seed) {
      const model = mlp(tf, [2, 24, 24, 16, 3], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      for (const layer of model.layers.slice(0, 2)) layer.trainable = false;
      classifier(model, tf.train.rmsprop(0.005));
      for (const layer of model.layers) layer.trainable = true;
      return fittingDataset(tf, model, rings(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'h-frozen-memory',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'The recurrent layer is created with trainable: false, copied from another script.',
    layers: ['memory'],
    alsoAllowed,
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [5, 2], trainable: false }));
      model.add(tf.layers.dense({ name: 'hidden', units: 12, activation: 'relu' }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return onBatches(tf, regressor(model, tf.train.adamax(0.01)), additions(tf, seed, { length: 5 }), {
        steps: 280,
      });
    },
  },
  {
    name: 'h-frozen-half-of-an-autoencoder',
    heldOut: true,
    loop: 'fit',
    mistake: 'The decoder was frozen to look at the code, and is still frozen in the next training.',
    layers: ['decoder1', 'decoder2'],
    alsoAllowed,
    build(tf, seed) {
      const { xs } = friedman(tf, seed, { features: 12 });
      const model = tf.sequential();
      model.add(tf.layers.dense({ name: 'encoder1', units: 16, activation: 'elu', inputShape: [12] }));
      model.add(tf.layers.dense({ name: 'encoder2', units: 6 }));
      model.add(tf.layers.dense({ name: 'decoder1', units: 16, activation: 'elu' }));
      model.add(tf.layers.dense({ name: 'decoder2', units: 12 }));
      for (const layer of model.layers.slice(2)) layer.trainable = false;
      return fitting(regressor(model, tf.train.momentum(0.02, 0.9)), { xs, ys: xs }, { epochs: 18 });
    },
  },
  {
    name: 'h-frozen-left-out-of-the-list',
    heldOut: true,
    loop: 'custom',
    mistake:
      'A hand-written loop gives only the last two layers to the optimizer: the first one was forgotten.',
    layers: ['hidden1'],
    alsoAllowed,
    build(tf, seed) {
      const data = spirals(tf, seed);
      const model = mlp(tf, [2, 32, 16, 2], { hidden: { activation: 'tanh' } });
      const trained = model.layers.slice(1).flatMap((layer) => layer.trainableWeights);
      return minimizing(tf, tf.train.adam(0.01), model, {
        steps: 300,
        trained: trained.map((weight) => weight.read() as ReturnType<typeof tf.variable>),
        loss: (step) => squaredError(tf, model, rows(data, step)),
      });
    },
  },
]);
