import type { Case } from '../symptom.js';
import { ramp, timeline, under } from '../timeline.js';
import { variableDisconnected } from './variable-disconnected.js';

const { steps } = variableDisconnected.limits;
const gate = { layer: 'gate', variable: 'kernel' };
const dense1 = { layer: 'dense1', variable: 'kernel' };

export const cases: readonly Case[] = [
  {
    name: 'sick: one of two variables never gets a gradient, until the network is wired up',
    vitals: [
      {
        key: 'gradientlessSteps',
        labels: gate,
        values: [...ramp(10, (tick) => tick * steps.value), ...timeline([0, 12])],
      },
      { key: 'gradientlessSteps', labels: dense1, values: [0] },
    ],
    expect: [
      { at: 0, raised: false, layer: 'gate' },
      { at: 5, raised: true, layer: 'gate' },
      { at: 9, raised: true, layer: 'gate' },
      { at: 9, raised: false, layer: 'dense1' },
      { at: 20, raised: false, layer: 'gate' },
    ],
  },
  {
    name: 'sick: a path that is cut later, and a variable that is removed then',
    vitals: [
      {
        key: 'gradientlessSteps',
        labels: gate,
        values: timeline([0, 3], [3 * steps.value, 6], [null, 12]),
      },
    ],
    expect: [
      { at: 2, raised: false, layer: 'gate' },
      { at: 6, raised: true, layer: 'gate' },
      { at: 20, raised: false, layer: 'gate' },
    ],
  },
  {
    name: 'healthy: every step brings a gradient',
    vitals: [
      { key: 'gradientlessSteps', labels: gate, values: [0] },
      { key: 'gradientlessSteps', labels: dense1, values: [0] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'healthy: a part that takes turns with another waits for a few steps',
    vitals: [
      {
        key: 'gradientlessSteps',
        labels: gate,
        values: ramp(12, (tick) => (tick % 2) * Math.floor(steps.value / 4)),
      },
    ],
    expect: [{ at: 11, raised: false }],
  },
  {
    name: 'boundary: one step too few is quiet, exactly the steps are raised',
    vitals: [
      {
        key: 'gradientlessSteps',
        labels: gate,
        values: timeline([under(steps), 6], [steps.value, 6]),
      },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'gate' },
    ],
  },
  {
    name: 'flapping: a minute without a gradient does not stay raised',
    vitals: [
      {
        key: 'gradientlessSteps',
        labels: gate,
        values: timeline([0, 3], [steps.value, 1], [0, 12], [steps.value, 1], [0, 12]),
      },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: one gradient in between does not clear it',
    vitals: [
      {
        key: 'gradientlessSteps',
        labels: gate,
        values: timeline([9 * steps.value, 6], [0, 1], [9 * steps.value, 6]),
      },
    ],
    expect: [
      { at: 5, raised: true, layer: 'gate' },
      { at: 6, raised: true, layer: 'gate' },
      { at: 12, raised: true, layer: 'gate' },
    ],
  },
  {
    name: 'not measured: a frozen variable waits for no gradient',
    vitals: [
      { key: 'gradientlessSteps', labels: gate, values: [null] },
      { key: 'layerTrainable', labels: gate, values: [0] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
