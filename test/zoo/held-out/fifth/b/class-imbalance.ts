import { onBatches } from '../../../loops.js';
import { classifier } from '../../../networks.js';
import { sick } from '../../../run.js';
import { motions } from './signals.js';

export const classImbalance = sick('class-imbalance', [
  {
    name: 'v-imbalanced-falls',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Falls are one recording in 45, walking is more than half of them, and nothing evens that out.',
    build(tf, seed) {
      const data = motions(tf, seed, { examples: 1600, length: 10, shares: [25, 19, 1] });
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'conv',
          filters: 6,
          kernelSize: 4,
          strides: 3,
          activation: 'tanh',
          inputShape: [10, 3],
        }),
      );
      model.add(tf.layers.globalMaxPooling1d({ name: 'peak' }));
      model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
      return onBatches(tf, classifier(model, tf.train.adam(0.008)), data, { steps: 300 });
    },
  },
]);
