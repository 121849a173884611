import type { Case } from '../symptom.js';
import { over, timeline, under } from '../timeline.js';
import { lossOscillating } from './loss-oscillating.js';

const { swing, update, progress, steps } = lossOscillating.limits;
const enough = steps.value * 10;
const wide = swing.value * 3;
const narrow = swing.value / 10;
const level = progress.value + 0.1;
const large = update.value * 3;
const falling = progress.value - 0.3;

export const cases: readonly Case[] = [
  {
    name: 'sick: the loss swings around the same level, until the rate is lowered',
    vitals: [
      { key: 'lossSwing', values: timeline([narrow, 3], [wide, 8], [narrow, 12]) },
      { key: 'updateRatioMean', values: [large] },
      { key: 'lossRise', values: timeline([falling, 3], [level, 20]) },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 6, raised: true },
      { at: 10, raised: true },
      { at: 20, raised: false },
    ],
  },
  {
    name: 'healthy: the noise of batches is far smaller than the loss',
    vitals: [
      { key: 'lossSwing', values: [narrow] },
      { key: 'updateRatioMean', values: [large] },
      { key: 'lossRise', values: [level] },
      { key: 'steps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: it swings on its way down',
    vitals: [
      { key: 'lossSwing', values: [wide] },
      { key: 'updateRatioMean', values: [large] },
      { key: 'lossRise', values: [falling] },
      { key: 'steps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: exactly the swing is quiet, just over it is raised',
    vitals: [
      { key: 'lossSwing', values: timeline([swing.value, 6], [over(swing), 6]) },
      { key: 'updateRatioMean', values: [large] },
      { key: 'lossRise', values: [level] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'healthy: batches differ widely, but the weights hardly move',
    vitals: [
      { key: 'lossSwing', values: [wide] },
      { key: 'updateRatioMean', values: [update.value / 10] },
      { key: 'lossRise', values: [level] },
      { key: 'steps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: exactly the update is quiet, just over it is raised',
    vitals: [
      { key: 'lossSwing', values: [wide] },
      { key: 'updateRatioMean', values: timeline([update.value, 6], [over(update), 6]) },
      { key: 'lossRise', values: [level] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: exactly the progress is quiet, just less of it is raised',
    vitals: [
      { key: 'lossSwing', values: [wide] },
      { key: 'updateRatioMean', values: [large] },
      { key: 'lossRise', values: timeline([progress.value, 6], [over(progress), 6]) },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: one step too few is quiet, enough steps are raised',
    vitals: [
      { key: 'lossSwing', values: [wide] },
      { key: 'updateRatioMean', values: [large] },
      { key: 'lossRise', values: [level] },
      { key: 'steps', values: timeline([under(steps), 6], [steps.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a minute of wide swings does not stay raised',
    vitals: [
      {
        key: 'lossSwing',
        values: timeline([narrow, 3], [wide, 1], [narrow, 12], [wide, 1], [narrow, 12]),
      },
      { key: 'updateRatioMean', values: [large] },
      { key: 'lossRise', values: [level] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a calm minute does not clear it',
    vitals: [
      { key: 'lossSwing', values: timeline([wide, 6], [narrow, 1], [wide, 6]) },
      { key: 'updateRatioMean', values: [large] },
      { key: 'lossRise', values: [level] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: true },
      { at: 6, raised: true },
      { at: 12, raised: true },
    ],
  },
  {
    name: 'not measured: too few steps for a swing',
    vitals: [
      { key: 'lossSwing', values: [null] },
      { key: 'updateRatioMean', values: [large] },
      { key: 'lossRise', values: [null] },
      { key: 'steps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
