import { fitting } from '../../../loops.js';
import { mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { byGradients, portion, squared } from './steps.js';
import { friedman } from './tables.js';

export const agentErrors = sick('agent-errors', [
  {
    name: 'v-errors-no-handler-for',
    heldOut: true,
    loop: 'fit',
    mistake: 'The listener looks up who is to be told, in a list that lacks the symptom of raw inputs.',
    alsoAllowed: ['inputs-not-normalized', 'loss-stalled'],
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed);
      const model = mlp(tf, [10, 24, 1], { hidden: { activation: 'elu' } });
      const raw = { xs: xs.mul(12).add(75), ys };
      const subject = fitting(regressor(model, tf.train.adam(0.001)), raw, { epochs: 15 });
      const handlers = new Map([['loss-nonfinite', (run: string) => run.length]]);
      return {
        ...subject,
        train: async (vitals) => {
          vitals?.on('symptom', ({ symptom, run }) => {
            const handler = handlers.get(symptom);
            if (!handler) throw new Error(`no one to tell about ${symptom}`);
            handler(run);
          });
          await subject.train(vitals);
        },
      };
    },
  },
  {
    name: 'v-errors-metric-unreadable',
    heldOut: true,
    loop: 'custom',
    mistake: 'A metric of the user reads a sensor of the machine, which is gone from step 120 on.',
    onset: 120,
    build(tf, seed) {
      const data = friedman(tf, seed);
      const model = mlp(tf, [10, 24, 1], { hidden: { activation: 'tanh' } });
      const subject = byGradients(tf, tf.train.adam(0.005), model, {
        steps: 300,
        loss: (step) => squared(tf, model, ...portion(data, step, 32)),
      });
      return {
        ...subject,
        train: async (vitals) => {
          let steps = 0;
          const celsius = {
            dataSync(): number[] {
              if (steps >= 120) throw new Error('ENOENT: /sys/class/thermal/thermal_zone0/temp');
              return [58 + (steps % 5)];
            },
          };
          const step = (report: object = {}) => {
            steps++;
            vitals?.step({ ...report, celsius });
          };
          await subject.train(vitals && Object.assign(Object.create(vitals), { step }));
        },
      };
    },
  },
]);
