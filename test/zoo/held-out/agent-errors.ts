import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, teacher } from '../data.js';
import { custom, onBatches } from '../loops.js';
import { classifier, cnn, mlp } from '../networks.js';
import { sick } from '../run.js';

export const agentErrors = sick('agent-errors', [
  {
    name: 'h-errors-async-listener',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The listener sends a mail, and the mail server does not answer.',
    alsoAllowed: ['inputs-constant', 'loss-not-improving'],
    build(tf, seed) {
      const model = classifier(cnn(tf, [10, 10, 1], [6], 4), tf.train.adam(0.003));
      const { xs, ys } = blobs(tf, seed);
      const same = { xs: xs.slice(0, 32), ys: ys.slice(0, 32) };
      const subject = onBatches(tf, model, same, { steps: 180 });
      return {
        ...subject,
        train: async (vitals) => {
          vitals?.on('symptom', async () => Promise.reject(new Error('connect ECONNREFUSED')));
          await subject.train(vitals);
        },
      };
    },
  },
  {
    name: 'h-errors-metric-is-no-scalar',
    heldOut: true,
    loop: 'custom',
    mistake: 'The loop reports an object of its own as a metric, which throws when it is read.',
    build(tf, seed) {
      const model = mlp(tf, [8, 16, 3]);
      const subject = custom(tf, tf.train.sgd(0.1), model, clusters(tf, seed), {
        steps: 220,
        loss: (x, y) => tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
      });
      const speed = {
        dataSync: () => {
          throw new TypeError('speed is not a tensor');
        },
      };
      return {
        ...subject,
        train: (vitals) =>
          subject.train(
            vitals &&
              Object.assign(Object.create(vitals), {
                step: (report: object) => vitals.step({ ...report, speed }),
              }),
          ),
      };
    },
  },
  {
    name: 'h-errors-evaluation-of-nothing',
    heldOut: true,
    loop: 'custom',
    mistake: 'Evaluations are reported after their tensors were disposed of.',
    build(tf, seed) {
      const data = teacher(tf, seed, { noise: 0.1 });
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' } });
      return custom(tf, tf.train.rmsprop(0.003), model, data, {
        steps: 240,
        loss: (x, y) => tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
        evaluate: () => {
          const loss = tf.losses.meanSquaredError(
            data.ys,
            model.apply(data.xs) as tfjs.Tensor,
          ) as tfjs.Scalar;
          loss.dispose();
          return loss;
        },
      });
    },
  },
]);
