import type { Case } from '../symptom.js';
import { ramp, timeline, under } from '../timeline.js';
import { inputsConstant } from './inputs-constant.js';

const { steps } = inputsConstant.limits;
const images = { input: 'images' };

export const cases: readonly Case[] = [
  {
    name: 'sick: one of two inputs is always the same, until the pipeline is repaired',
    vitals: [
      {
        key: 'inputUnchangedSteps',
        labels: images,
        values: [...ramp(10, (tick) => tick * steps.value), ...timeline([0, 12])],
      },
      { key: 'inputUnchangedSteps', labels: { input: 'masks' }, values: [0] },
    ],
    expect: [
      { at: 0, raised: false },
      { at: 5, raised: true },
      { at: 9, raised: true },
      { at: 20, raised: false },
    ],
  },
  {
    name: 'sick: an iterator stands still from some step on',
    vitals: [{ key: 'inputUnchangedSteps', labels: images, values: timeline([0, 3], [5 * steps.value, 6]) }],
    expect: [
      { at: 2, raised: false },
      { at: 6, raised: true },
    ],
  },
  {
    name: 'healthy: every batch differs from the one before',
    vitals: [
      { key: 'inputUnchangedSteps', labels: images, values: [0] },
      { key: 'inputStd', labels: images, values: [0.3] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'boundary: one step too few is quiet, exactly the steps are raised',
    vitals: [
      { key: 'inputUnchangedSteps', labels: images, values: timeline([under(steps), 6], [steps.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a minute with the same batch does not stay raised',
    vitals: [
      {
        key: 'inputUnchangedSteps',
        labels: images,
        values: timeline([0, 3], [steps.value, 1], [0, 12], [steps.value, 1], [0, 12]),
      },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: one other batch in between does not clear it',
    vitals: [
      {
        key: 'inputUnchangedSteps',
        labels: images,
        values: timeline([9 * steps.value, 6], [0, 1], [9 * steps.value, 6]),
      },
    ],
    expect: [
      { at: 5, raised: true },
      { at: 6, raised: true },
      { at: 12, raised: true },
    ],
  },
  {
    name: 'not measured: the spread alone decides nothing',
    vitals: [
      { key: 'inputUnchangedSteps', labels: images, values: [null] },
      { key: 'inputStd', labels: images, values: [0] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
