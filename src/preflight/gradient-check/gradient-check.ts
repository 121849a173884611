import { type Check, type Outcome, SOUND, skipped } from '../check.js';
import { seeded } from '../random.js';
import { compareAll, worstOf } from './compare-all.js';
import { findingOf } from './finding.js';
import { Grounds, TOO_SLOW } from './ground.js';
import { LossSurface } from './loss-surface.js';
import { errorBars, normBars } from './pictures.js';
import { summaryOf } from './words.js';

/**
 * A gradient that is not the derivative of the loss, as of a custom op or layer: training follows it all the same, and
 * gets nowhere, or less far than it could.
 *
 *   L(w + h·d) │        .·
 *              │     .·'     centred differences: (L(w + h·d) − L(w − h·d)) / 2h
 *   L(w − h·d) │ .·'         backpropagation: g · d
 *              └─────────── along d
 */
export const gradientCheck: Check = {
  id: 'gradient-check',
  severity: 'critical',
  title: 'Gradient check',
  question: 'Do the gradients agree with centred differences?',
  limits: {
    error: {
      value: 0.01,
      unit: 'ratio',
      min: 0.0001,
      max: 1,
      origin:
        'CS231n: a relative error above 1e-2 usually means that the gradient is wrong; measured in float32: the worst of a right model is 2e-3 in the median, and none of 309 was blamed',
    },
  },
  seconds: 10,
  advice: [
    'Derive the gradient of that custom op, layer or loss again: each term, sign and factor, the axis of each sum, and one gradient for each input.',
    'Compare the op alone with differences of its own output; tf.grad of the same formula in plain tfjs ops gives what it must be.',
  ],
  needs: SOUND,
  run: async (bench) => {
    const { model, small, clock } = bench;
    const { error: limit = 0 } = bench.limits;
    if (model.trained.length === 0) return skipped('No variable is trained, so that there is no gradient.');
    const random = seeded(2);
    const grounds = new Grounds(bench, random);
    try {
      const pictures = [normBars(model.trained, await new LossSurface(model, small).gradients())];
      const ground = await grounds.ground(0);
      if (typeof ground === 'string') return { ...skipped(ground), pictures };
      const checked = await compareAll(ground, { grounds, limit, clock, random });
      if (checked.every(({ tried }) => tried.length === 0)) return { ...skipped(TOO_SLOW), pictures };
      const errors = checked.flatMap((each) => worstOf(each)?.error ?? []);
      if (errors.length === 0) return { ...skipped(summaryOf(checked)), pictures };
      const [advice] = gradientCheck.advice;
      const finding = findingOf(model, checked, { limit, examples: ground.examples, advice });
      const outcome: Outcome = {
        findings: finding ? [finding] : [],
        message: summaryOf(checked),
        value: Math.max(...errors),
        limit,
        advice: '',
        pictures: [...pictures, errorBars(checked, limit)],
      };
      return outcome;
    } finally {
      grounds.dispose();
    }
  },
};
