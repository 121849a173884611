import { clock } from '../../../clock.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { loads, motions } from './signals.js';
import { breathe, byGradients, fromGenerator, portion, squared } from './steps.js';
import { friedman } from './tables.js';

export const throughputDrop = sick('throughput-drop', [
  {
    name: 'v-slow-growing-log',
    heldOut: true,
    loop: 'custom',
    clock: 'virtual',
    mistake: 'From step 160 on a log is written anew, whole, at each step, onto a network drive.',
    onset: 181,
    build(tf, seed) {
      const random = new Random(seed + 5);
      const data = friedman(tf, seed);
      const model = mlp(tf, [10, 24, 1], { hidden: { activation: 'elu' } });
      return byGradients(tf, tf.train.adam(0.004), model, {
        steps: 420,
        loss: (step) => squared(tf, model, ...portion(data, step, 32)),
        after: (step) => {
          const log = step < 160 ? 0 : Math.min(2.4, 0.03 * (step - 160));
          clock.advance(0.6 * (0.9 + 0.2 * random.uniform()) + log);
        },
      });
    },
  },
  {
    name: 'v-slow-every-third-step',
    heldOut: true,
    loop: 'trainOnBatch',
    clock: 'virtual',
    mistake: 'From step 170 on every third step waits five seconds for a loader that was left one thread.',
    onset: 172,
    build(tf, seed) {
      const random = new Random(seed + 6);
      const data = loads(tf, seed);
      const flat = { xs: data.xs.reshape([-1, 10]), ys: data.ys };
      const model = regressor(
        mlp(tf, [10, 20, 1], { hidden: { activation: 'tanh' } }),
        tf.train.adamax(0.005),
      );
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 420; step++) {
            const [x, y] = portion(flat, step, 32);
            await model.trainOnBatch(x, y);
            tf.dispose([x, y]);
            clock.advance(0.35 + 0.1 * random.uniform() + (step >= 170 && step % 3 === 0 ? 5 : 0));
            await breathe(step);
          }
        },
      };
    },
  },
  {
    name: 'v-slow-two-downloads-stop',
    heldOut: true,
    loop: 'fitDataset',
    clock: 'virtual',
    mistake: 'Of three downloads one stops at step 130, which is bearable, and a second one at step 220.',
    onset: 220,
    build(tf, seed) {
      const random = new Random(seed + 7);
      let step = 0;
      const { xs, ys } = motions(tf, seed, { examples: 640, length: 10 });
      const model = mlp(tf, [30, 24, 3], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } });
      const compiled = classifier(model, tf.train.adam(0.005));
      return fromGenerator(
        tf,
        compiled,
        { xs: xs.reshape([-1, 30]), ys },
        {
          epochs: 22,
          before: () => {
            step++;
            clock.advance((step < 130 ? 1 : step < 220 ? 1.4 : 3) * (0.85 + 0.3 * random.uniform()));
          },
        },
      );
    },
  },
]);
