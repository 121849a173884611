import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, digits, teacher } from '../../../data.js';
import { batchOf, fitting, onBatches } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick, type Tf } from '../../../run.js';

/** x · scale + shift, of learned scales and shifts, as after a normalisation; the shift was forgotten in `call`. */
const scaleAndShift = (tf: Tf, name: string): tfjs.layers.Layer => {
  class ScaleAndShift extends tf.layers.Layer {
    static readonly className = 'ScaleAndShift';
    private scale: tfjs.LayerVariable | undefined;
    protected shift: tfjs.LayerVariable | undefined;

    override build(shape: tfjs.Shape): void {
      const features = shape.at(-1) ?? 1;
      this.scale = this.addWeight('scale', [features], 'float32', tf.initializers.ones());
      this.shift = this.addWeight('shift', [features], 'float32', tf.initializers.zeros());
      this.built = true;
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      return tf.tidy(() => {
        const [x] = [inputs].flat();
        if (!x || !this.scale) throw new Error('scale and shift: expected an input of a built layer');
        return x.mul(this.scale.read());
      });
    }
  }
  return new ScaleAndShift({ name });
};

export const gradients = [
  // Its author called it not training; the catalogue calls what is outside of the optimizer's list frozen.
  ...sick('variable-frozen', [
    // A convolutional network in a loop of its own.
    {
      name: 'p-skips-the-first-layer',
      heldOut: true,
      loop: 'custom',
      mistake:
        'The list of weights to train leaves out layers[0] as if it were the input layer, which a sequential model does not have.',
      layers: ['conv1'],
      alsoAllowed: [],
      build: (tf, seed) => {
        const data = blobs(tf, seed, { classes: 4, examples: 480, size: 8 });
        const model = cnn(tf, [8, 8, 1], [4, 8], 4);
        const optimizer = tf.train.rmsprop(0.004);
        const weights = model.layers.slice(1).flatMap((layer) => layer.trainableWeights);
        const variables = weights.map((weight) => weight.read() as tfjs.Variable);
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 260; step++) {
              const { xs, ys } = batchOf(data, step);
              const [x, y] = [xs[0] as tfjs.Tensor, ys[0] as tfjs.Tensor];
              const cost = optimizer.minimize(
                () =>
                  tf.metrics
                    .categoricalCrossentropy(y, model.predict(x) as tfjs.Tensor)
                    .mean() as tfjs.Scalar,
                true,
                variables,
              );
              if (cost) vitals?.step({ loss: cost });
              tf.dispose([x, y, ...(cost ? [cost] : [])]);
              if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
            }
          },
        };
      },
    },
  ]),
  ...sick('variable-disconnected', [
    // A regression with a layer of the user's own behind the hidden one.
    {
      name: 'p-shift-never-added',
      heldOut: true,
      loop: 'fit',
      mistake: "The custom layer makes a weight 'shift' in build and forgets to add it in call.",
      layers: ['affine'],
      alsoAllowed: ['variable-not-training'],
      build: (tf, seed) => {
        const data = teacher(tf, seed, { features: 8, noise: 0.1 });
        const model = mlp(tf, [8, 24, 1], {
          hidden: { activation: 'tanh' },
          between: () => [scaleAndShift(tf, 'affine')],
        });
        return fitting(regressor(model, tf.train.momentum(0.01, 0.9)), data, { epochs: 20 });
      },
    },
  ]),
  ...sick('vanishing-gradient', [
    // A deep network of sigmoids on tabular data.
    {
      name: 'p-seven-sigmoids',
      heldOut: true,
      loop: 'fit',
      mistake:
        'Seven hidden layers of sigmoids in a row, of which each lets at most a quarter of a gradient pass.',
      layers: ['hidden1', 'hidden2'],
      alsoAllowed: ['loss-not-improving', 'class-collapse'],
      build: (tf, seed) => {
        const data = clusters(tf, seed, { features: 10, classes: 3, spread: 1.5 });
        const model = mlp(tf, [10, 20, 20, 20, 20, 20, 20, 20, 3], {
          hidden: { activation: 'sigmoid' },
          out: { activation: 'softmax' },
        });
        return fitting(classifier(model, tf.train.momentum(0.05, 0.9)), data, { epochs: 20 });
      },
    },
  ]),
  ...sick('exploding-gradient', [
    // The power of a park of solar cells, out of a stream that reaches the first nights after 200 batches.
    {
      name: 'p-percentage-of-nothing',
      heldOut: true,
      loop: 'trainOnBatch',
      mistake: 'The percentage error is the loss for targets of which some are almost zero.',
      onset: 201,
      alsoAllowed: ['loss-spike', 'loss-diverging', 'loss-oscillating'],
      build: (tf, seed) => {
        const { xs, ys } = teacher(tf, seed, { features: 6, examples: 9600, noise: 0.05 });
        const random = new Random(seed);
        const isNight = Array.from(
          { length: 9600 },
          (_, row) => row === 6410 || (row > 6410 && random.uniform() < 0.004),
        );
        const day = tf.tensor2d(isNight.map((night) => [night ? 0.00001 : 1]));
        const power = ys.tanh().add(1.5).mul(day);
        const model = mlp(tf, [6, 24, 12, 1], { hidden: { activation: 'elu' } });
        regressor(model, tf.train.adam(0.003), 'meanAbsolutePercentageError');
        return onBatches(tf, model, { xs, ys: power }, { steps: 300 });
      },
    },
  ]),
  ...sick('dead-relu', [
    // One detector for each of four kinds, with the output bias of a rare event as in RetinaNet.
    {
      name: 'p-prior-bias-everywhere',
      heldOut: true,
      loop: 'trainOnBatch',
      mistake:
        'The bias of -4.6 (a prior of 1 %) that the output layer should have was given to the hidden layers.',
      layers: ['hidden1', 'hidden2'],
      alsoAllowed: [
        'poor-initialization',
        'loss-not-improving',
        'loss-stalled',
        'class-collapse',
        'vanishing-gradient',
        'variable-not-training',
      ],
      build: (tf, seed) => {
        const data = clusters(tf, seed, { features: 8, classes: 4, spread: 1.5 });
        const model = mlp(tf, [8, 32, 16, 4], {
          hidden: { biasInitializer: tf.initializers.constant({ value: -4.6 }) },
          out: { activation: 'sigmoid' },
        });
        classifier(model, tf.train.momentum(0.05, 0.9), 'binaryCrossentropy');
        return onBatches(tf, model, data, { steps: 320 });
      },
    },
  ]),
  ...sick('saturated-activation', [
    // Handwritten digits through one layer of sigmoids.
    {
      name: 'p-weights-all-positive',
      heldOut: true,
      loop: 'fit',
      mistake:
        'The hidden kernel begins uniform in 0…1, so that all sums over the pixels are far above zero.',
      layers: ['hidden1'],
      alsoAllowed: [
        'poor-initialization',
        'vanishing-gradient',
        'loss-not-improving',
        'class-collapse',
        'variable-not-training',
      ],
      build: async (tf) => {
        const { train } = await digits(tf, 480);
        const pixels = train.xs.reshape([480, -1]);
        const model = mlp(tf, [pixels.shape[1] ?? 0, 20, 10], {
          hidden: {
            activation: 'sigmoid',
            kernelInitializer: tf.initializers.randomUniform({ minval: 0, maxval: 1 }),
          },
          out: { activation: 'softmax' },
        });
        return fitting(
          classifier(model, tf.train.rmsprop(0.003)),
          { xs: pixels, ys: train.ys },
          { epochs: 9, batchSize: 16 },
        );
      },
    },
  ]),
];
