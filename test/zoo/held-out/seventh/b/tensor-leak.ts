import type * as tfjs from '@tensorflow/tfjs';
import { teacher } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { looping } from '../../part2-loops.js';
import { stack, variablesOf } from '../../part2-networks.js';
import { Shuffled } from '../../sixth/b/x-loops.js';
import { drawings, tanks } from './data.js';

export const tensorLeak = sick('tensor-leak', [
  {
    name: 'z-leak-gradients',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The loop applies the gradients itself and never disposes of them: one for each variable a step.',
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 600, features: 7 });
      const model = mlp(tf, [7, 24, 1], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.momentum(0.02, 0.9);
      const weights = variablesOf(model);
      const source = new Shuffled(tf, data, 20, seed);
      return looping(tf, optimizer, model, {
        steps: 350,
        step: () => {
          const { xs, ys } = source.next();
          const { value, grads } = tf.variableGrads(
            () => tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar,
            weights,
          );
          optimizer.applyGradients(grads as Parameters<typeof optimizer.applyGradients>[0]);
          tf.dispose([xs, ys]);
          return { loss: value };
        },
      });
    },
  },
  {
    name: 'z-leak-probe-each-batch',
    heldOut: true,
    loop: 'fit',
    mistake:
      'After each batch a callback asks the model about a few examples and keeps no hold of the answer.',
    build(tf, seed) {
      const data = tanks(tf, seed, { examples: 480 });
      const model = stack(
        tf,
        tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [6, 2] }),
        tf.layers.dense({ name: 'level', units: 1 }),
      );
      const probe = data.xs.slice(0, 8);
      return fitting(regressor(model, tf.train.adam(0.005)), data, {
        epochs: 18,
        callbacks: {
          onBatchEnd: async () => {
            const answer = model.predict(probe) as tfjs.Tensor;
            await answer.data();
          },
        },
      });
    },
  },
  {
    name: 'z-leak-mirrors-later-on',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake:
      'From step 131 on drawings are brightened and mirrored outside of tidy: two tensors a step stay.',
    onset: 131,
    build(tf, seed) {
      const model = classifier(cnn(tf, [9, 9, 1], [6, 10], 4), tf.train.adagrad(0.05));
      const source = new Shuffled(tf, drawings(tf, seed), 24, seed);
      return {
        target: model,
        train: async () => {
          for (let step = 1; step <= 360; step++) {
            const { xs, ys } = source.next();
            const shown = step > 130 ? xs.mul(0.9 + 0.2 * Math.random()).reverse(2) : xs;
            await model.trainOnBatch(shown, ys);
            tf.dispose([xs, ys]);
            if (step % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    },
  },
]);
