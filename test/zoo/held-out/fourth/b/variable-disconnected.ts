import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { sick, type Tf } from '../../../run.js';
import { ratings } from './ratings.js';
import { wines } from './records.js';
import { glyphs } from './signals.js';
import { breathe, draws, variablesOf } from './steps.js';

/** A layer normalisation of the user's own, whose second weight was forgotten. */
function scaledNorm(tf: Tf, name: string, used: boolean): tfjs.layers.Layer {
  class ScaledNorm extends tf.layers.Layer {
    static className = 'ScaledNorm';
    private gain: tfjs.LayerVariable | undefined;
    private shift: tfjs.LayerVariable | undefined;

    override build(shape: tfjs.Shape): void {
      const units = shape.at(-1) ?? 1;
      this.gain = this.addWeight('gain', [units], 'float32', tf.initializers.ones());
      this.shift = this.addWeight('shift', [units], 'float32', tf.initializers.zeros());
      super.build(shape);
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [input] = [inputs].flat();
      if (!input || !this.gain || !this.shift) throw new Error('normalising: expected one input, found none');
      const { mean, variance } = tf.moments(input, -1, true);
      const scaled = input.sub(mean).div(variance.add(1e-3).sqrt()).mul(this.gain.read());
      return used ? scaled.add(this.shift.read()) : scaled;
    }
  }
  return new ScaledNorm({ name });
}

export const variableDisconnected = sick('variable-disconnected', [
  {
    name: 'u-cut-shift-of-norm',
    heldOut: true,
    loop: 'fit',
    mistake: 'The second of two layer normalisations written by hand never adds its shift.',
    layers: ['norm2'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.dense({ name: 'mix1', units: 24, inputShape: [11] }));
      model.add(scaledNorm(tf, 'norm1', true));
      model.add(tf.layers.activation({ name: 'bend1', activation: 'elu' }));
      model.add(tf.layers.dense({ name: 'mix2', units: 16 }));
      model.add(scaledNorm(tf, 'norm2', false));
      model.add(tf.layers.activation({ name: 'bend2', activation: 'elu' }));
      model.add(tf.layers.dense({ name: 'kind', units: 4, activation: 'softmax' }));
      model.compile({ optimizer: tf.train.adam(0.004), loss: 'categoricalCrossentropy' });
      return fitting(model, wines(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'u-cut-spread-of-code',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    mistake: 'A variational autoencoder uses the mean of its code only: no sampling, no divergence.',
    layers: ['spread'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const input = tf.input({ shape: [64], name: 'pixels' });
      const dense = (name: string, units: number, from: tfjs.SymbolicTensor, activation?: 'tanh' | 'elu') =>
        tf.layers
          .dense({ name, units, ...(activation && { activation }) })
          .apply(from) as tfjs.SymbolicTensor;
      const inner = dense('inner', 32, input, 'tanh');
      const encoder = tf.model({
        inputs: input,
        outputs: [dense('center', 6, inner), dense('spread', 6, inner)],
      });
      const code = tf.input({ shape: [6], name: 'code' });
      const decoder = tf.model({
        inputs: code,
        outputs: dense('pixel', 64, dense('outer', 32, code, 'elu')),
      });
      const pixels = glyphs(tf, seed, { noise: 0.05 }).xs.reshape([-1, 64]);
      const optimizer = tf.train.adam(0.005);
      const trained = variablesOf(encoder, decoder);
      return {
        target: optimizer,
        model: [encoder, decoder],
        train: async (vitals) => {
          const draw = draws(tf, { xs: pixels, ys: pixels }, 32, seed);
          for (let step = 0; step < 320; step++) {
            const { xs, ys } = draw();
            const [x] = xs;
            if (!x) throw new Error('training: expected an input, found none');
            const loss = optimizer.minimize(
              () => {
                const [center] = encoder.apply(x) as tfjs.Tensor[];
                const logits = decoder.apply(center as tfjs.Tensor) as tfjs.Tensor;
                return tf.losses.sigmoidCrossEntropy(x, logits) as tfjs.Scalar;
              },
              true,
              trained,
            );
            if (loss) vitals?.step({ loss });
            tf.dispose([xs, ys, ...(loss ? [loss] : [])]);
            await breathe(step);
          }
        },
      };
    },
  },
  {
    name: 'u-cut-bias-of-things',
    heldOut: true,
    loop: 'custom',
    mistake: 'Factors of ratings: the bias of the things is trained, says the list, but not in the guess.',
    layers: ['thingBias'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const { pairs, stars, people, things } = ratings(tf, seed);
      const small = tf.initializers.randomNormal({ stddev: 0.4, seed });
      const variables = {
        people: tf.variable(small.apply([people, 4])),
        things: tf.variable(small.apply([things, 4])),
        personBias: tf.variable(tf.zeros([people])),
        thingBias: tf.variable(tf.zeros([things])),
      };
      const optimizer = tf.train.adagrad(0.15);
      return {
        target: optimizer,
        variables,
        train: async (vitals) => {
          const draw = draws(tf, { xs: pairs, ys: stars }, 64, seed);
          for (let step = 0; step < 340; step++) {
            const {
              xs: [pair],
              ys: [star],
            } = draw();
            if (!pair || !star) throw new Error('training: expected pairs and stars, found none');
            const error = () => {
              const [who, what] = pair.unstack(1) as [tfjs.Tensor1D, tfjs.Tensor1D];
              const match = variables.people.gather(who).mul(variables.things.gather(what)).sum(1);
              return star
                .sub(match.add(variables.personBias.gather(who)))
                .square()
                .mean() as tfjs.Scalar;
            };
            const loss = optimizer.minimize(error, true, Object.values(variables));
            if (loss) vitals?.step({ loss });
            tf.dispose([pair, star, ...(loss ? [loss] : [])]);
            await breathe(step);
          }
        },
      };
    },
  },
]);
