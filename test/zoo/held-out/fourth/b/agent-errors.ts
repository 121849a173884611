import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { arm, flats } from './records.js';
import { breathe, draws, variablesOf } from './steps.js';

export const agentErrors = sick('agent-errors', [
  {
    name: 'u-error-in-symptom-listener',
    heldOut: true,
    loop: 'fit',
    mistake:
      'The listener for symptoms reads the number of a ticket that is undefined; the table is unscaled.',
    alsoAllowed: ['inputs-not-normalized'],
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed, { raw: true });
      const model = mlp(tf, [5, 16, 1], { hidden: { activation: 'elu' } });
      model.compile({ optimizer: tf.train.adam(0.001), loss: 'meanSquaredError' });
      const subject = fitting(model, { xs, ys: ys.sub(ys.mean()).div(100) }, { epochs: 16 });
      return {
        ...subject,
        train: async (vitals) => {
          const tickets = new Map<string, { number: number }>();
          vitals?.on('symptom', ({ symptom }) => {
            const ticket = tickets.get(symptom);
            if (!ticket) throw new TypeError(`no ticket for ${symptom}`);
          });
          await subject.train(vitals);
        },
      };
    },
  },
  {
    name: 'u-error-in-reported-metric',
    heldOut: true,
    loop: 'custom',
    mistake: 'The evaluation reports a result object of another library, whose dataSync is not implemented.',
    build(tf, seed) {
      const { train, test } = split(arm(tf, seed, { examples: 740 }), 600);
      const model = mlp(tf, [3, 24, 16, 2], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.adam(0.005);
      const trained = variablesOf(model);
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
      const reach = {
        dataSync: (): number[] => {
          throw new Error('dataSync: not implemented');
        },
      };
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          const draw = draws(tf, train, 30, seed);
          for (let step = 0; step < 320; step++) {
            const { xs, ys } = draw();
            const loss = optimizer.minimize(
              () => error(xs[0] as tfjs.Tensor, ys[0] as tfjs.Tensor),
              true,
              trained,
            );
            if (loss) vitals?.step({ loss });
            tf.dispose([xs, ys, ...(loss ? [loss] : [])]);
            if (step % 20 === 19) {
              const value = tf.tidy(() => error(test.xs, test.ys));
              vitals?.evaluation({ loss: value, reach });
              value.dispose();
            }
            await breathe(step);
          }
        },
      };
    },
  },
]);
