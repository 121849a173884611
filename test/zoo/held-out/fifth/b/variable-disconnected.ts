import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier } from '../../../networks.js';
import { sick, type Tf } from '../../../run.js';
import { motions } from './signals.js';
import { breathe, byGradients, portion, type Symbolic, variablesOf } from './steps.js';
import { flowers, friedman } from './tables.js';

/** Adds a learned position to each time step, by way of plain numbers. */
function positions(tf: Tf, name: string): tfjs.layers.Layer {
  class Positions extends tf.layers.Layer {
    static className = 'Positions';
    private table?: tfjs.LayerVariable;

    override build(shape: tfjs.Shape): void {
      const [, length = 1, width = 1] = shape;
      const initial = tf.initializers.randomNormal({ stddev: 0.1 });
      this.table = this.addWeight('table', [length, width], 'float32', initial);
      super.build(shape);
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [input] = [inputs].flat();
      if (!input || !this.table) throw new Error('calling a layer of positions: expected an input');
      const table = this.table.read();
      return input.add(tf.tensor(table.dataSync(), table.shape));
    }
  }
  return new Positions({ name });
}

export const variableDisconnected = sick('variable-disconnected', [
  {
    name: 'v-disconnected-positions',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A layer of the user copies its table of positions through dataSync before it adds it.',
    layers: ['positions'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.dense({ name: 'project', units: 10, activation: 'tanh', inputShape: [16, 3] }));
      model.add(positions(tf, 'positions'));
      model.add(tf.layers.globalMaxPooling1d({ name: 'peak' }));
      model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.adam(0.01)), motions(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'v-disconnected-encoder-outside',
    heldOut: true,
    loop: 'custom',
    mistake: 'The features are computed before minimize is called, not within it: the encoder gets nothing.',
    layers: ['encode1', 'encode2'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const data = friedman(tf, seed);
      const encoder = tf.sequential({
        layers: [
          tf.layers.dense({ name: 'encode1', units: 24, activation: 'selu', inputShape: [10] }),
          tf.layers.dense({ name: 'encode2', units: 16, activation: 'selu' }),
        ],
      });
      const head = tf.sequential({
        layers: [
          tf.layers.dense({ name: 'head', units: 16, activation: 'tanh', inputShape: [16] }),
          tf.layers.dense({ name: 'out', units: 1 }),
        ],
      });
      const optimizer = tf.train.momentum(0.02, 0.8);
      const all = [...variablesOf(encoder), ...variablesOf(head)];
      return {
        target: optimizer,
        model: [encoder, head],
        train: async (vitals) => {
          for (let step = 0; step < 300; step++) {
            const [x, y] = portion(data, step, 32);
            const features = encoder.predict(x) as tfjs.Tensor;
            const error = () => tf.losses.meanSquaredError(y, head.apply(features) as tfjs.Tensor);
            const loss = optimizer.minimize(error as () => tfjs.Scalar, true, all);
            if (loss) vitals?.step({ loss });
            tf.dispose([x, y, features, ...(loss ? [loss] : [])]);
            await breathe(step);
          }
        },
      };
    },
  },
  {
    name: 'v-disconnected-coarse-head',
    heldOut: true,
    loop: 'custom',
    mistake: 'A curriculum changes to the fine head after 150 steps, and goes on handing the coarse one in.',
    layers: ['coarse'],
    alsoAllowed: ['variable-not-training'],
    onset: 151,
    build(tf, seed) {
      const { xs, ys } = flowers(tf, seed, { examples: 640, kinds: 4, overlap: 0.4 });
      const input = tf.input({ shape: [6], name: 'features' });
      const trunk = tf.layers
        .dense({ name: 'trunk', units: 24, activation: 'relu', kernelInitializer: 'heNormal' })
        .apply(input) as Symbolic;
      const heads = [
        tf.layers.dense({ name: 'coarse', units: 2 }),
        tf.layers.dense({ name: 'fine', units: 4 }),
      ].map((head) => head.apply(trunk) as Symbolic);
      const model = tf.model({ inputs: input, outputs: heads });
      return byGradients(tf, tf.train.sgd(0.1), model, {
        steps: 400,
        loss: (step) => {
          const [x, y] = portion({ xs, ys }, step, 32);
          const [coarse, fine] = model.apply(x) as [tfjs.Tensor, tfjs.Tensor];
          const exact = tf.losses.softmaxCrossEntropy(y, fine) as tfjs.Scalar;
          if (step >= 150) return exact;
          const pairs = y.reshape([-1, 2, 2]).sum(2);
          return exact.add(tf.losses.softmaxCrossEntropy(pairs, coarse)) as tfjs.Scalar;
        },
      });
    },
  },
]);
