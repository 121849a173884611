import { deadRelu } from '../../symptoms/dead-relu/dead-relu.js';
import { poorInitialization } from '../../symptoms/poor-initialization/poor-initialization.js';
import { saturatedActivation } from '../../symptoms/saturated-activation/saturated-activation.js';
import type { Limit } from '../../symptoms/symptom.js';
import { vanishingGradient } from '../../symptoms/vanishing-gradient/vanishing-gradient.js';
import { type Check, SOUND } from '../check.js';
import { spreadBatch } from '../small-batch.js';
import { activationFindings } from './activations.js';
import { firstLoss } from './first-loss.js';
import { flowFindings } from './flow.js';
import { weightFindings } from './weights.js';

/** Examples that are looked at: a unit that fires for 2 % of them is missed with a probability of 0.6 %. */
const EXAMPLES = 256;

const as = (limit: Limit, symptom: string): Limit => ({ ...limit, origin: `the limit of ${symptom}` });
const { spread, large, small, loss, outputs, pull } = poorInitialization.limits;

/** What the first forward pass says of the weights, before anything is learned. */
export const initialization: Check = {
  id: 'initialization',
  severity: 'critical',
  title: 'Initialization',
  question:
    'Are the weights neither constant nor symmetric, of the right scale, and is the first loss as good as guessing?',
  limits: {
    spread: as(spread, 'poor-initialization'),
    large: as(large, 'poor-initialization'),
    small: as(small, 'poor-initialization'),
    loss: as(loss, 'poor-initialization'),
    outputs: as(outputs, 'poor-initialization'),
    pull: as(pull, 'poor-initialization'),
    dead: as(deadRelu.limits.share, 'dead-relu'),
    saturated: as(saturatedActivation.limits.share, 'saturated-activation'),
    flow: as(vanishingGradient.limits.flow, 'vanishing-gradient'),
    toWeight: as(vanishingGradient.limits.toWeight, 'vanishing-gradient'),
  },
  seconds: 10,
  advice: [
    'Initialize the weights of every layer, and never all to the same value: He after a ReLU, Glorot after tanh, sigmoid or nothing.',
    'Use batch normalization, which forgives the scale.',
    'Take another activation where units are dead or at their rails from the start: Leaky ReLU, or ReLU in place of tanh and sigmoid.',
  ],
  needs: SOUND,
  run: async (bench) => {
    const batch = spreadBatch(bench.model, bench.train, EXAMPLES);
    try {
      const first = await firstLoss(bench, batch);
      if (first.isLost) return { ...first, message: '', advice: '' };
      await bench.clock.pause();
      const activations = await activationFindings(bench, batch);
      await bench.clock.pause();
      const findings = [
        ...(await weightFindings(bench)),
        ...first.findings,
        ...activations.findings,
        ...(await flowFindings(bench)),
      ];
      return { ...first, findings, advice: '', pictures: activations.pictures };
    } finally {
      batch.dispose();
    }
  },
};
