import type { Case } from '../symptom.js';
import { over, ramp, timeline, under } from '../timeline.js';
import { classCollapse } from './class-collapse.js';

const { excess, even, progress, steps, later } = classCollapse.limits;
const enough = steps.value * 10;

export const cases: readonly Case[] = [
  {
    name: 'sick: everything is predicted as one class, until the loss is corrected',
    vitals: [
      { key: 'classPredictionExcess', values: timeline([over(excess), 10], [excess.value / 10, 12]) },
      { key: 'classLabelShare', values: [even.value / 2] },
      { key: 'lossRise', values: [progress.value - 0.1] },
      { key: 'steps', values: timeline([0, 2], [enough, 20]) },
    ],
    expect: [
      { at: 1, raised: false },
      { at: 5, raised: true },
      { at: 9, raised: true },
      { at: 20, raised: false },
    ],
  },
  {
    name: 'sick: a network that could tell the classes apart collapses later',
    vitals: [
      { key: 'classPredictionExcess', values: timeline([excess.value / 10, 4], [over(excess), 6]) },
      { key: 'classLabelShare', values: [even.value / 2] },
      { key: 'lossRise', values: [progress.value - 0.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 3, raised: false },
      { at: 7, raised: true },
    ],
  },
  {
    name: 'healthy: classes are predicted about as often as they are seen',
    vitals: [
      {
        key: 'classPredictionExcess',
        values: ramp(12, (tick) => excess.value * (0.05 + 0.02 * Math.sin(tick))),
      },
      { key: 'classLabelShare', values: [even.value / 2] },
      { key: 'lossRise', values: [progress.value - 0.1] },
      { key: 'steps', values: ramp(12, (tick) => tick * 60) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'healthy: an untrained network predicts one class, and leaves it soon',
    vitals: [
      { key: 'classPredictionExcess', values: timeline([over(excess), 3], [excess.value / 10, 12]) },
      { key: 'classLabelShare', values: [even.value / 2] },
      { key: 'lossRise', values: [progress.value - 0.1] },
      { key: 'steps', values: timeline([under(steps), 3], [enough, 12]) },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 10, raised: false },
    ],
  },
  {
    name: 'boundary: exactly the excess is quiet, just over it is raised',
    vitals: [
      { key: 'classPredictionExcess', values: timeline([excess.value, 6], [over(excess), 6]) },
      { key: 'classLabelShare', values: [even.value / 2] },
      { key: 'lossRise', values: [progress.value - 0.1] },
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
      { key: 'classPredictionExcess', values: [over(excess)] },
      { key: 'classLabelShare', values: [even.value / 2] },
      { key: 'lossRise', values: [progress.value - 0.1] },
      { key: 'steps', values: timeline([under(steps), 6], [steps.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'sick: nine in ten are of that class, and the loss has stopped falling',
    vitals: [
      { key: 'classPredictionExcess', values: [over(excess)] },
      { key: 'classLabelShare', values: [over(even)] },
      { key: 'lossRise', values: [0] },
      { key: 'steps', values: [later.value * 2] },
    ],
    expect: [{ at: 4, raised: true }],
  },
  {
    name: 'boundary: a class exactly as frequent as the limit may be predicted first, a rarer one not',
    vitals: [
      { key: 'classPredictionExcess', values: [over(excess)] },
      { key: 'classLabelShare', values: timeline([even.value, 6], [under(even), 6]) },
      { key: 'lossRise', values: [progress.value - 0.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a loss that falls exactly at the limit is on its way, one that falls less is not',
    vitals: [
      { key: 'classPredictionExcess', values: [over(excess)] },
      { key: 'classLabelShare', values: [over(even)] },
      { key: 'lossRise', values: timeline([progress.value, 6], [over(progress), 6]) },
      { key: 'steps', values: [later.value * 2] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: of a frequent class one step too few is quiet, enough steps are raised',
    vitals: [
      { key: 'classPredictionExcess', values: [over(excess)] },
      { key: 'classLabelShare', values: [over(even)] },
      { key: 'lossRise', values: [0] },
      { key: 'steps', values: timeline([under(later), 6], [later.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a minute over the excess does not stay raised',
    vitals: [
      {
        key: 'classPredictionExcess',
        values: timeline(
          [excess.value / 10, 3],
          [over(excess), 1],
          [excess.value / 10, 12],
          [over(excess), 1],
          [excess.value / 10, 12],
        ),
      },
      { key: 'classLabelShare', values: [even.value / 2] },
      { key: 'lossRise', values: [progress.value - 0.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a minute under the excess does not clear it',
    vitals: [
      {
        key: 'classPredictionExcess',
        values: timeline([over(excess), 6], [excess.value / 10, 1], [over(excess), 6]),
      },
      { key: 'classLabelShare', values: [even.value / 2] },
      { key: 'lossRise', values: [progress.value - 0.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: true },
      { at: 6, raised: true },
      { at: 12, raised: true },
    ],
  },
  {
    name: 'not measured: a regression has no classes',
    vitals: [
      { key: 'classPredictionExcess', values: [null] },
      { key: 'classLabelShare', values: [even.value / 2] },
      { key: 'lossRise', values: [progress.value - 0.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
