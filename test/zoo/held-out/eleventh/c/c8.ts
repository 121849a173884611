import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../../../data.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { draw, forward, initializers, stepped, turn, variablesOf } from './c-tools.js';

/** Networks that learn without labels, or from another network. */
export const selfTaught = healthy([
  {
    // Two noisy views of an example belong together, those of others do not. The loss starts a little below ln 32.
    name: 'q-ok-contrast-of-two-views',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const data = clusters(tf, seed, { examples: 1500, features: 16, classes: 8, spread: 0.4 });
      const model = mlp(tf, [16, 32, 16, 8], {
        hidden: { kernelInitializer: start.he() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.adam(0.002);
      const variables = variablesOf(model);
      const code = (view: tfjs.Tensor) => {
        const raw = forward(model, view);
        return raw.div(tf.sqrt(tf.sum(tf.square(raw), 1, true).add(1e-6)));
      };
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          const same = tf.eye(32);
          for (let step = 0; step < 320; step++) {
            const { x, y } = draw(tf, random, data, 32);
            const loss = tf.tidy(() => {
              const view = () => x.add(tf.tensor2d(random.normals(32 * 16), [32, 16]).mul(0.35));
              const [one, other] = [view(), view()];
              return stepped(
                optimizer,
                () => {
                  const likeness = code(one).matMul(code(other), false, true).div(0.2);
                  const right = tf.logSoftmax(likeness).add(tf.logSoftmax(likeness.transpose())).mul(same);
                  return tf.neg(tf.sum(right)).div(64) as tfjs.Scalar;
                },
                variables,
              );
            });
            if (loss) vitals?.step({ loss });
            tf.dispose([x, y, ...(loss ? [loss] : [])]);
            await turn(step);
          }
          same.dispose();
        },
      };
    },
  },
  {
    // A small network takes over the softened opinions of a large one, which a forward pass asks at each step.
    name: 'q-ok-small-network-distilled-from-large',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    backend: 'wasm',
    build: async (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const data = clusters(tf, seed, { examples: 1500, features: 12, classes: 5, spread: 0.8 });
      const large = mlp(tf, [12, 48, 5], {
        hidden: { kernelInitializer: start.he() },
        out: { kernelInitializer: start.glorot() },
      });
      large.compile({
        optimizer: tf.train.adam(0.01),
        loss: (labels: tfjs.Tensor, logits: tfjs.Tensor) => tf.losses.softmaxCrossEntropy(labels, logits),
      });
      await large.fit(data.xs, data.ys, { epochs: 4, verbose: 0 });
      const model = mlp(tf, [12, 14, 5], {
        hidden: { activation: 'tanh', kernelInitializer: start.glorot() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.rmsprop(0.003);
      const variables = variablesOf(model);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 300; step++) {
            const { x, y } = draw(tf, random, data, 32);
            const opinions = tf.tidy(() => tf.logSoftmax((large.predict(x) as tfjs.Tensor).div(2)));
            const loss = optimizer.minimize(
              () => {
                const own = tf.logSoftmax(forward(model, x).div(2));
                return tf.mean(tf.sum(tf.exp(opinions).mul(opinions.sub(own)), 1)).mul(4) as tfjs.Scalar;
              },
              true,
              variables,
            );
            if (loss) vitals?.step({ loss });
            tf.dispose([x, y, opinions, ...(loss ? [loss] : [])]);
            await turn(step);
          }
        },
      };
    },
  },
  {
    // One value in four is hidden, and is guessed from the rest; the error counts there alone.
    name: 'q-ok-hidden-values-guessed-from-the-rest',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const mixing = tf.tensor2d(random.normals(3 * 16), [3, 16]).div(Math.sqrt(3));
      const model = mlp(tf, [32, 48, 24, 16], {
        hidden: { activation: 'elu', kernelInitializer: start.he() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.adam(0.002);
      const variables = variablesOf(model);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 350; step++) {
            const loss = tf.tidy(() => {
              const noise = tf.tensor2d(random.normals(32 * 16), [32, 16]).mul(0.3);
              const x = tf
                .tensor2d(random.normals(32 * 3), [32, 3])
                .matMul(mixing)
                .add(noise);
              const hidden = tf.tensor2d(
                Array.from({ length: 32 * 16 }, () => Number(random.uniform() < 0.25)),
                [32, 16],
              );
              const shown = tf.concat([x.mul(tf.sub(1, hidden)), hidden], 1);
              return stepped(
                optimizer,
                () => {
                  const errors = tf.square(forward(model, shown).sub(x)).mul(hidden);
                  return tf.sum(errors).div(tf.sum(hidden)) as tfjs.Scalar;
                },
                variables,
              );
            });
            if (loss) vitals?.step({ loss });
            loss?.dispose();
            await turn(step);
          }
        },
      };
    },
  },
]);
