import { type Check, type Outcome, SOUND, skipped } from '../check.js';
import type { Bars } from '../picture.js';
import { spreadBatch } from '../small-batch.js';
import { digits, dominanceOf, faultOf } from './findings.js';
import { type Forces, forcesOf, ratioOf } from './pull.js';

/** Examples whose data loss is compared: about a batch. */
const EXAMPLES = 64;

/**
 * A penalty that outweighs the data from the first step on, or is none.
 *
 *   loss │            / sick: ×1 is many times the loss without it
 *        │          /
 *        │        /
 *        │──────────── healthy: rises a little
 *        └─ 0 ── ×1 ─── strength
 */
export const regularization: Check = {
  id: 'regularization',
  severity: 'warning',
  title: 'Regularization',
  question: 'Is the penalty small against the data loss, and does the loss rise with its strength?',
  limits: {
    share: {
      value: 1,
      unit: 'ratio',
      min: 0.01,
      max: 1_000_000,
      origin:
        'measured: 2.6 and more in runs that their penalty spoils, at most 0.053 in healthy ones; alone it would blame wide networks, 2.7 with an L2 of 1e-3 on 2,048 units',
    },
    pull: {
      value: 0.2,
      unit: 'ratio',
      min: 0.001,
      max: 1_000_000,
      origin:
        'balance of regularization-dominates; measured: 0.79 and more in runs that their penalty spoils, at most 0.037 in healthy ones, at most 0.15 in wide networks with an L2 of 1e-3',
    },
  },
  seconds: 10,
  advice: [
    'Switch the regularization off, look at the magnitude of the loss, then set the weight of the penalty to fit.',
    'Make sure that the loss rises as the strength of the regularization rises.',
  ],
  needs: SOUND,
  run: async ({ model, train, limits }) => {
    const batch = spreadBatch(model, train, EXAMPLES);
    try {
      const forces = await forcesOf(model, batch);
      if (!forces) return skipped('The model has no penalty: no layer has a regularizer.');
      return outcomeOf(forces, limits);
    } finally {
      batch.dispose();
    }
  },
};

/** What data loss, penalty and their gradients say. */
function outcomeOf(forces: Forces, { share = 1, pull = 1 }: Readonly<Record<string, number>>): Outcome {
  const { dataLoss, penalty, pulled } = forces;
  const [fit, rise] = regularization.advice;
  const pictures = [strengths(forces)];
  const fault = faultOf(forces, rise ?? fit);
  if (!fault && !Number.isFinite(dataLoss))
    return { ...skipped(`The penalty cannot be compared with a data loss of ${dataLoss}.`), pictures };
  const ratio = ratioOf(pulled);
  if (!fault && !Number.isFinite(ratio))
    return {
      ...skipped('The data loss has no gradient that the pull of the penalty could be compared with.'),
      pictures,
    };
  const finding = fault ?? dominanceOf(forces, { share, pull }, fit);
  return {
    findings: finding ? [finding] : [],
    message: `The penalty is ${digits(penalty)}, ${digits(penalty / Math.abs(dataLoss))} times the data loss, and pulls ${digits(ratio)} times as hard at the weights as the data do; the loss rises from ${digits(dataLoss)} without it to ${digits(dataLoss + penalty)}, and to ${digits(dataLoss + 10 * penalty)} at ten times its strength.`,
    value: ratio,
    limit: pull,
    advice: '',
    pictures,
  };
}

/** The loss at these strengths: tfjs adds the penalty to the data loss, so that it counts as many times. */
const strengths = ({ dataLoss, penalty }: Forces): Bars => ({
  kind: 'bars',
  title: 'Loss by the strength of the penalty',
  y: { name: 'loss' },
  bars: [0, 1, 10].map((strength) => {
    const loss = dataLoss + strength * penalty;
    return { name: strength === 0 ? 'none' : `×${strength}`, value: Number.isFinite(loss) ? loss : null };
  }),
  marks: [],
});
