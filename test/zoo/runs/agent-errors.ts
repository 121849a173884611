import type * as tfjs from '@tensorflow/tfjs';
import { clusters, sines, teacher } from '../data.js';
import { custom, fitting } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';

export const agentErrors = sick('agent-errors', [
  {
    name: 'errors-listener-throws',
    heldOut: false,
    loop: 'fit',
    mistake: 'The listener for symptoms posts to a channel that does not exist any more.',
    alsoAllowed: ['learning-rate-too-low', 'loss-not-improving'],
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 3], { out: { activation: 'softmax' } });
      const subject = fitting(classifier(model, tf.train.sgd(1e-6)), clusters(tf, seed), { epochs: 14 });
      return {
        ...subject,
        train: async (vitals) => {
          vitals?.on('symptom', () => {
            throw new Error('channel_not_found');
          });
          await subject.train(vitals);
        },
      };
    },
  },
  {
    name: 'errors-disposed-metric',
    heldOut: false,
    loop: 'custom',
    mistake: 'The loop disposes of a metric, and reports it after that.',
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' } });
      const subject = custom(tf, tf.train.adam(0.004), model, teacher(tf, seed), {
        steps: 200,
        loss: (x, y) => tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
      });
      return {
        ...subject,
        train: async (vitals) => {
          const error = tf.scalar(1);
          error.dispose();
          await subject.train(
            vitals &&
              Object.assign(Object.create(vitals), {
                step: (report: object) => vitals.step({ ...report, error }),
              }),
          );
        },
      };
    },
  },
  {
    name: 'errors-run-listener-rejects',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The listener for the state of the run writes to a database that is closed.',
    build(tf, seed) {
      const model = tf.sequential({
        layers: [
          tf.layers.simpleRNN({ name: 'rnn', units: 12, inputShape: [8, 1] }),
          tf.layers.dense({ name: 'out', units: 1 }),
        ],
      });
      const data = sines(tf, seed, { length: 8 });
      const subject = fitting(regressor(model, tf.train.adam(0.005)), data, { epochs: 8 });
      return {
        ...subject,
        train: async (vitals) => {
          vitals?.on('run', async () => Promise.reject(new Error('database is closed')));
          await subject.train(vitals);
          await subject.train(vitals);
        },
      };
    },
  },
]);
