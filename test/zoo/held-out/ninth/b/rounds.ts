import type * as tfjs from '@tensorflow/tfjs';
import { blobs, spirals, split } from '../../../data.js';
import { classifier, cnn, mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { phases } from '../../eighth/loops.js';
import { drawn, output } from './helpers.js';

/** Harder examples, epoch by epoch and round by round. */
export const rounds = healthy([
  {
    // Images lose more of their pixels every epoch: the training loss rises while the one of clean images falls.
    name: 'n-ok-stronger-augmentation',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const random = new Random(seed + 4);
      const { train, test } = split(blobs(tf, seed, { examples: 500, size: 8, classes: 4 }), 400);
      const model = classifier(cnn(tf, [8, 8, 1], [6, 8], 4), tf.train.adam(0.004));
      let step = 0;
      const batches = tf.data.generator(function* () {
        for (let batch = 0; batch < 25; batch++, step++)
          yield tf.tidy(() => {
            const { xs, ys } = drawn(train, random, 12);
            const kept = tf
              .randomUniform(xs.shape, 0, 1, 'float32', random.integer(1e6))
              .greater(0.6 * Math.min(1, step / 240));
            return { xs: xs.mul(kept), ys };
          });
      });
      const validation = tf.data.generator(function* () {
        yield { xs: test.xs.clone(), ys: test.ys.clone() };
      });
      return {
        target: model,
        train: async () => {
          const [data, validationData] = [
            batches,
            validation,
          ] as unknown as tfjs.data.Dataset<tfjs.TensorContainer>[];
          if (!data || !validationData) throw new Error('augmentation: expected two sets');
          await model.fitDataset(data, { epochs: 12, verbose: 0, validationData });
        },
      };
    },
  },
  {
    // Every round adds the examples that the network is least sure of: what it trains on becomes harder.
    name: 'n-ok-asks-for-the-hard-ones',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train: pool, test } = split(
        spirals(tf, seed, { examples: 1700, classes: 3, noise: 0.2 }),
        1300,
      );
      const model = classifier(
        mlp(tf, [2, 32, 16, 3], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } }),
        tf.train.adam(0.01),
      );
      const known = new Set(Array.from({ length: 120 }, (_, at) => at));
      const round = (first: number) => async () => {
        const [xs, ys] = tf.tidy(() => [pool.xs.gather([...known]), pool.ys.gather([...known])] as const);
        await model.fit(xs, ys, {
          epochs: first + 6,
          initialEpoch: first,
          batchSize: 24,
          verbose: 0,
          validationData: [test.xs, test.ys],
        });
        const sure = tf.tidy(() => output(model, pool.xs).max(1).dataSync());
        const unsure = Array.from(sure, (_, at) => at).filter((at) => !known.has(at));
        unsure.sort((a, b) => (sure[a] ?? 0) - (sure[b] ?? 0));
        for (const at of unsure.slice(0, 80)) known.add(at);
        tf.dispose([xs, ys]);
      };
      return phases(model, ...[0, 6, 12, 18, 24].map(round));
    },
  },
]);
