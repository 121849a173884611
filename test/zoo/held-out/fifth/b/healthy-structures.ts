import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { bars, loads, motions, walks } from './signals.js';
import { fromGenerator, type Symbolic } from './steps.js';

export const healthyStructures = healthy([
  {
    name: 'v-ok-next-state',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Nobody can know the next of three states: the loss ends near the logarithm of 3 and a bit more.
      const { train, test } = split(walks(tf, seed, { examples: 1600, length: 3 }), 1280);
      const model = tf.sequential();
      model.add(tf.layers.embedding({ name: 'states', inputDim: 12, outputDim: 6, inputLength: 3 }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'hidden', units: 10, activation: 'tanh' }));
      model.add(tf.layers.dense({ name: 'out', units: 12, activation: 'softmax' }));
      const compiled = classifier(model, tf.train.adam(0.01), 'sparseCategoricalCrossentropy');
      return fitting(compiled, train, { epochs: 8, validation: test });
    },
  },
  {
    name: 'v-ok-load-and-weather',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Two inputs: the hours before for a recurrent layer, the weather beside it.
      const random = new Random(seed + 11);
      const { xs, ys } = loads(tf, seed, { examples: 840, length: 4 });
      const weather = tf.tensor2d(random.normals(840 * 3), [840, 3]);
      const effect = weather
        .slice([0, 0], [-1, 1])
        .mul(0.4)
        .add(weather.slice([0, 1], [-1, 1]).mul(0.2));
      const targets = ys.add(effect);
      const inputs = [tf.input({ shape: [4, 1], name: 'past' }), tf.input({ shape: [3], name: 'weather' })];
      const [past, beside] = inputs as [Symbolic, Symbolic];
      const memory = tf.layers.simpleRNN({ name: 'memory', units: 8 }).apply(past) as Symbolic;
      const sky = tf.layers.dense({ name: 'sky', units: 6, activation: 'tanh' }).apply(beside) as Symbolic;
      const joined = tf.layers.concatenate({ name: 'joined' }).apply([memory, sky]);
      const out = tf.layers.dense({ name: 'out', units: 1 }).apply(joined) as Symbolic;
      const model = regressor(tf.model({ inputs, outputs: out }), tf.train.rmsprop(0.004));
      const part = (from: number, size: number) => ({
        xs: [xs.slice(from, size), weather.slice(from, size)],
        ys: targets.slice(from, size),
      });
      return fitting(model, part(0, 640), { epochs: 15, validation: part(640, 200) });
    },
  },
  {
    name: 'v-ok-direction-and-thickness',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys, thickness } = bars(tf, seed, { examples: 840 });
      const flat = xs.reshape([-1, 81]);
      const input = tf.input({ shape: [81], name: 'pixels' });
      const trunk = tf.layers
        .dense({ name: 'trunk', units: 32, activation: 'relu', kernelInitializer: 'heNormal' })
        .apply(input) as Symbolic;
      const dropped = tf.layers.dropout({ name: 'dropout', rate: 0.15 }).apply(trunk) as Symbolic;
      const outputs = [
        tf.layers.dense({ name: 'direction', units: 4, activation: 'softmax' }),
        tf.layers.dense({ name: 'thickness', units: 1 }),
      ].map((head) => head.apply(dropped) as Symbolic);
      const model = tf.model({ inputs: input, outputs });
      model.compile({
        optimizer: tf.train.adam(0.002),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      const part = (from: number, size: number) => ({
        xs: flat.slice(from, size),
        ys: [ys.slice(from, size), thickness.slice(from, size)] as tfjs.Tensor[],
      });
      return fitting(model, part(0, 640), { epochs: 16, validation: part(640, 200) });
    },
  },
  {
    name: 'v-ok-motions-normalised',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const { xs, ys } = motions(tf, seed, { examples: 900, length: 10, noise: 0.5 });
      const { train, test } = split({ xs: xs.reshape([-1, 30]), ys }, 640);
      const model = mlp(tf, [30, 24, 16, 3], {
        hidden: { activation: 'elu' },
        out: { activation: 'softmax' },
        between: (number) => [
          tf.layers.batchNormalization({ name: `norm${number}` }),
          tf.layers.dropout({ name: `drop${number}`, rate: 0.3 }),
        ],
      });
      const compiled = classifier(model, tf.train.adam(0.004));
      return fromGenerator(tf, compiled, train, { epochs: 15, validation: test });
    },
  },
]);
