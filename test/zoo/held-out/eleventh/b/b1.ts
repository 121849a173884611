import { clusters } from '../../../data.js';

import { mlp, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { pairOf, sentenceShards, turn } from './b-parts.js';

/** Losses that become NaN or grow. */
export const lossRuns = [
  ...sick('loss-nonfinite', [
    {
      name: 'q-distance-to-itself',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'A siamese network takes the square root of the squared distance without an epsilon, and its rotating partners come around to each example itself.',
      onset: 160,
      build: (tf, seed) => {
        const { xs, ys } = clusters(tf, seed, { examples: 160, features: 10, classes: 4 });
        const labels = ys.argMax(1);
        const model = mlp(tf, [10, 24, 6], { out: { name: 'embedding', useBias: false } });
        const optimizer = tf.train.adam(0.003);
        const indices = (start: number) =>
          tf.tensor1d(
            Array.from({ length: 32 }, (_, k) => (start + k) % 160),
            'int32',
          );
        const loss = (step: number) => {
          const [left, right] = [indices(32 * step), indices(33 * step + 1)];
          const isSame = labels.gather(left).equal(labels.gather(right)).toFloat();
          const embed = (at: typeof left) => model.apply(xs.gather(at), { training: true }) as typeof xs;
          const distance = embed(left).sub(embed(right)).square().sum(1).sqrt();
          const apart = tf.relu(tf.scalar(2).sub(distance)).square();
          return distance
            .square()
            .mul(isSame)
            .add(apart.mul(tf.scalar(1).sub(isSame)))
            .mean()
            .asScalar();
        };
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 260; step++) {
              const cost = optimizer.minimize(() => loss(step), true);
              if (cost) vitals?.step({ loss: cost, examples: 32 });
              cost?.dispose();
              await turn(step);
            }
          },
        };
      },
    },
    {
      name: 'q-mean-over-no-words',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'The loss of a word tagger is divided by the number of real words, and one batch of a shard sorted by length has blank documents only.',
      onset: 180,
      build: (tf, seed) => {
        const words = sentenceShards(seed, { blankShard: 5 });
        const model = tf.sequential({
          layers: [
            tf.layers.embedding({ name: 'words', inputDim: 21, outputDim: 8, inputLength: 6 }),
            tf.layers.simpleRNN({ name: 'memory', units: 12, returnSequences: true }),
            tf.layers.dense({ name: 'tags', units: 4 }),
          ],
        });
        const optimizer = tf.train.rmsprop(0.005);
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 260; step++) {
              const { inputs, tags } = words(step);
              const x = tf.tensor2d(inputs);
              const cost = optimizer.minimize(() => {
                const mask = x.notEqual(0).toFloat();
                const logits = model.apply(x, { training: true }) as typeof x;
                const costs = tf
                  .oneHot(tf.tensor2d(tags, undefined, 'int32'), 4)
                  .mul(tf.logSoftmax(logits))
                  .sum(-1)
                  .neg();
                return costs.mul(mask).sum().div(mask.sum()).asScalar();
              }, true);
              if (cost) vitals?.step({ loss: cost, examples: inputs.length });
              tf.dispose([x, ...(cost ? [cost] : [])]);
              await turn(step);
            }
          },
        };
      },
    },
  ]),
  ...sick('loss-diverging', [
    {
      name: 'q-warmup-without-end',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'The warm-up of the learning rate lacks its upper end, so that the rate grows with every step.',
      alsoAllowed: ['learning-rate-too-high', 'loss-oscillating', 'loss-spike', 'saturated-activation'],
      build: (tf, seed) => {
        const data = clusters(tf, seed, { examples: 640, features: 8, classes: 3, spread: 0.8 });
        const model = mlp(tf, [8, 24, 24, 3], { hidden: { activation: 'tanh' } });
        const optimizer = tf.train.momentum(0.001, 0.9);
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 400; step++) {
              setLearningRate(optimizer, 0.05 * ((step + 1) / 10));
              const { x, y } = pairOf(data, step);
              const cost = optimizer.minimize(
                () => tf.losses.softmaxCrossEntropy(y, model.apply(x) as typeof data.xs).asScalar(),
                true,
              );
              if (cost) vitals?.step({ loss: cost, examples: 32 });
              tf.dispose([x, y, ...(cost ? [cost] : [])]);
              await turn(step);
            }
          },
        };
      },
    },
    {
      name: 'q-climbs-like-an-agent',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'The loop is copied from a policy-gradient agent, which climbs: gradients of a loss are negated before they are applied.',
      alsoAllowed: ['exploding-gradient', 'learning-rate-too-high'],
      build: (tf, seed) => {
        const data = clusters(tf, seed, { examples: 640, features: 12, classes: 5, spread: 1.2 });
        const model = mlp(tf, [12, 24, 5], { hidden: { activation: 'elu' } });
        const optimizer = tf.train.sgd(0.02);
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 280; step++) {
              const { x, y } = pairOf(data, step);
              const { value, grads } = optimizer.computeGradients(() =>
                tf.losses.sigmoidCrossEntropy(y, model.apply(x) as typeof data.xs).asScalar(),
              );
              const ascent = Object.fromEntries(
                Object.entries(grads).map(([name, gradient]) => [name, gradient.neg()]),
              );
              optimizer.applyGradients(ascent);
              vitals?.step({ loss: value, examples: 32 });
              tf.dispose([value, grads, ascent, x, y]);
              await turn(step);
            }
          },
        };
      },
    },
  ]),
];
