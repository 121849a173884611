import { fitting } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { minimizing, onEach, rows } from '../../loops.js';
import { engines, shapes, tanks } from './data.js';

export const poorInitialization = sick('poor-initialization', [
  {
    name: 'y-start-seeded-for-each-unit',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The generator is seeded again for each unit, so that all units of a layer are drawn alike.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const data = engines(tf, seed);
      const model = mlp(tf, [6, 20, 12, 1], { hidden: { activation: 'tanh' } });
      for (const [layer, [inputs, units]] of [
        ['hidden1', [6, 20]],
        ['hidden2', [20, 12]],
      ] as const) {
        const drawn = Array.from({ length: units }, () => [...new Random(seed + 53).normals(inputs)]);
        const kernel = tf.tensor2d(drawn).transpose().div(Math.sqrt(inputs));
        model.getLayer(layer).setWeights([kernel, tf.zeros([units])]);
      }
      return onEach(tf, regressor(model, tf.train.adamax(0.01)), (step) => rows(data, step), {
        steps: 300,
      });
    },
  },
  {
    name: 'y-start-counts-for-their-logarithms',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The last biases start at the counts of a batch, 17, 5, 5 and 5, not at their logarithms.',
    layers: ['out'],
    alsoAllowed: [
      'class-collapse',
      'loss-not-improving',
      'loss-oscillating',
      'learning-rate-too-low',
      'loss-stalled',
    ],
    build(tf, seed) {
      const model = cnn(tf, [8, 8, 1], [6, 12], 4);
      const out = model.getLayer('out');
      const [kernel] = out.getWeights();
      if (!kernel) throw new Error('building: expected a kernel, found none');
      out.setWeights([kernel, tf.tensor1d([17, 5, 5, 5])]);
      const data = shapes(tf, seed, { shares: [3, 1, 1, 1] });
      return fitting(classifier(model, tf.train.adam(0.002)), data, { epochs: 16 });
    },
  },
  {
    name: 'y-start-uniform-by-default',
    heldOut: true,
    loop: 'custom',
    mistake: 'A recurrent net by hand draws its matrices with randomUniform as it is: all between 0 and 1.',
    layers: ['input', 'recurrent', 'out'],
    alsoAllowed: ['saturated-activation', 'vanishing-gradient'],
    build(tf, seed) {
      const data = tanks(tf, seed);
      const drawn = (shape: [number, number], at: number) =>
        tf.variable(tf.randomUniform(shape, 0, 1, 'float32', seed + at));
      const input = drawn([2, 16], 1);
      const recurrent = drawn([16, 16], 2);
      const bias = tf.variable(tf.zeros([16]));
      const out = drawn([16, 1], 3);
      return minimizing(
        tf,
        tf.train.rmsprop(0.001),
        { input, recurrent, bias, out },
        {
          steps: 300,
          loss: (step) => {
            const { xs, ys } = rows(data, step);
            let state = tf.zeros([32, 16]);
            for (const flow of tf.unstack(xs, 1)) {
              state = flow.matMul(input).add(state.matMul(recurrent)).add(bias).tanh();
            }
            return tf.losses.meanSquaredError(ys, state.matMul(out));
          },
        },
      );
    },
  },
]);
