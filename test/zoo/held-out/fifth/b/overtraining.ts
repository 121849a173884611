import { split } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { churn } from './tables.js';

export const overtraining = sick('overtraining', [
  {
    name: 'v-overtrained-churn',
    heldOut: true,
    loop: 'fit',
    mistake:
      'Fifty-five epochs on customers of whom nobody can tell much: the best one was within the first fifteen.',
    alsoAllowed: ['overfitting', 'loss-stalled'],
    build(tf, seed) {
      const { train, test } = split(churn(tf, seed, { examples: 720, sharpness: 1.2 }), 320);
      const model = mlp(tf, [7, 16, 1], { hidden: { activation: 'tanh' }, out: { activation: 'sigmoid' } });
      const compiled = classifier(model, tf.train.adam(0.02), 'binaryCrossentropy');
      return fitting(compiled, train, { epochs: 55, validation: test });
    },
  },
]);
