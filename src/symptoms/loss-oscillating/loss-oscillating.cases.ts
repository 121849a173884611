import type { Case } from '../symptom.js';
import { over, timeline, under } from '../timeline.js';
import { lossOscillating } from './loss-oscillating.js';

const {
  swing,
  wide: wideSwing,
  update,
  thrown,
  wild,
  few,
  learned,
  rhythm,
  beat,
  moved,
  rising,
  progress,
  steps,
  pulled,
} = lossOscillating.limits;
const enough = steps.value * 10;
const wide = wideSwing.value * 3;
const some = (swing.value + wideSwing.value) / 2;
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
      { key: 'lossSteps', values: [enough] },
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
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'sick: a slow swing that is in step with itself, though updates are small',
    vitals: [
      { key: 'lossSwing', values: [some] },
      { key: 'updateRatioMean', values: [update.value / 5] },
      { key: 'lossRhythm', values: timeline([0.1, 3], [0.8, 4]) },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 6, raised: true },
    ],
  },
  {
    name: 'healthy: in step with itself, because it is on its way up',
    vitals: [
      { key: 'lossSwing', values: [wide] },
      { key: 'updateRatioMean', values: [update.value / 5] },
      { key: 'lossRhythm', values: [0.9] },
      { key: 'lossRise', values: [5] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: it swings on its way down',
    vitals: [
      { key: 'lossSwing', values: [wide] },
      { key: 'updateRatioMean', values: [large] },
      { key: 'lossRise', values: [falling] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: with updates that overshoot exactly the swing is quiet, just over it is raised',
    vitals: [
      { key: 'lossSwing', values: timeline([swing.value, 6], [over(swing), 6]) },
      { key: 'updateRatioMean', values: [thrown.value * 3] },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: with large updates exactly the wide swing is quiet, just over it is raised',
    vitals: [
      { key: 'lossSwing', values: timeline([wideSwing.value, 6], [over(wideSwing), 6]) },
      { key: 'updateRatioMean', values: [(update.value + thrown.value) / 2] },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: exactly the overshooting update is quiet, just over it is raised',
    vitals: [
      { key: 'lossSwing', values: [some] },
      { key: 'updateRatioMean', values: timeline([thrown.value, 6], [over(thrown), 6]) },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: of a loss that never fell exactly the wild swing is quiet, just over it is raised',
    vitals: [
      { key: 'lossSwing', values: timeline([wild.value, 6], [over(wild), 6]) },
      { key: 'updateRatioMean', values: [update.value / 5] },
      { key: 'lossImprovement', values: [-0.5] },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a wild swing of one example too few is quiet, of exactly enough it is raised',
    vitals: [
      { key: 'lossSwing', values: [wild.value * 2] },
      { key: 'updateRatioMean', values: [update.value / 5] },
      { key: 'lossImprovement', values: [-0.5] },
      { key: 'batchSize', values: timeline([under(few), 6], [few.value, 6]) },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: of a wild swing a loss that fell exactly as far as the limit is quiet, just less is raised',
    vitals: [
      { key: 'lossSwing', values: [wild.value * 2] },
      { key: 'updateRatioMean', values: [update.value / 5] },
      { key: 'lossImprovement', values: timeline([learned.value, 6], [under(learned), 6]) },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: exactly the rhythm is quiet, just over it is raised',
    vitals: [
      { key: 'lossSwing', values: [some] },
      { key: 'updateRatioMean', values: [update.value / 5] },
      { key: 'lossRhythm', values: timeline([rhythm.value, 6], [over(rhythm), 6]) },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: with updates that are moderate exactly the beat is quiet, just over it is raised',
    vitals: [
      { key: 'lossSwing', values: [some] },
      { key: 'updateRatioMean', values: [(moved.value + update.value) / 2] },
      { key: 'lossRhythm', values: timeline([beat.value, 6], [over(beat), 6]) },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: with a beat exactly the moderate update is quiet, just over it is raised',
    vitals: [
      { key: 'lossSwing', values: [some] },
      { key: 'updateRatioMean', values: timeline([moved.value, 6], [over(moved), 6]) },
      { key: 'lossRhythm', values: [(beat.value + rhythm.value) / 2] },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a beat with moderate updates is quiet on its way up, and raised where it stays',
    vitals: [
      { key: 'lossSwing', values: [some] },
      { key: 'updateRatioMean', values: [(moved.value + update.value) / 2] },
      { key: 'lossRhythm', values: [(beat.value + rhythm.value) / 2] },
      { key: 'lossRise', values: timeline([over(rising), 6], [under(rising), 6]) },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a beat with moderate updates is quiet while they are the penalty’s',
    vitals: [
      { key: 'lossSwing', values: [some] },
      { key: 'updateRatioMean', values: [(moved.value + update.value) / 2] },
      { key: 'lossRhythm', values: [(beat.value + rhythm.value) / 2] },
      {
        key: 'regularizationDominance',
        labels: { layer: 'a', variable: 'kernel' },
        values: timeline([over(pulled), 6], [under(pulled), 6]),
      },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a rhythm that rises exactly as far as the limit is quiet, just less is raised',
    vitals: [
      { key: 'lossSwing', values: [some] },
      { key: 'updateRatioMean', values: [update.value / 5] },
      { key: 'lossRhythm', values: [0.9] },
      { key: 'lossRise', values: timeline([rising.value, 6], [under(rising), 6]) },
      { key: 'lossSteps', values: [enough] },
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
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: exactly the update is quiet, just over it is raised',
    vitals: [
      { key: 'lossSwing', values: [wide] },
      { key: 'updateRatioMean', values: timeline([update.value, 6], [over(update), 6]) },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
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
      { key: 'lossSteps', values: [enough] },
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
      { key: 'lossSteps', values: timeline([under(steps), 6], [steps.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: it swings with what something else changes; once that stands still, a swing is raised',
    vitals: [
      { key: 'lossSwing', values: [wide] },
      { key: 'updateRatioMean', values: [large / 2] },
      { key: 'lossRhythm', values: [0.7] },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
      { key: 'objectiveMoving', values: timeline([1, 6], [0, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: "boundary: updates are the penalty's where it pulls exactly as hard as the limit, just under it a swing is raised",
    vitals: [
      { key: 'lossSwing', values: [wide] },
      { key: 'updateRatioMean', values: [thrown.value * 2] },
      { key: 'lossRise', values: [level] },
      { key: 'lossSteps', values: [enough] },
      {
        key: 'regularizationDominance',
        labels: { layer: 'users', variable: 'tastes' },
        values: timeline([pulled.value, 6], [under(pulled), 6]),
      },
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
      { key: 'lossSteps', values: [enough] },
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
      { key: 'lossSteps', values: [enough] },
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
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
