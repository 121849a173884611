import type { Case } from '../symptom.js';
import { timeline } from '../timeline.js';
import { acceleratorUnused } from './accelerator-unused.js';

const { unused } = acceleratorUnused.limits;

export const cases: readonly Case[] = [
  {
    name: 'sick: a GPU was expected and the CPU computes, until the run is started again with its GPU',
    vitals: [{ key: 'acceleratorUnused', values: timeline([1, 8], [0, 10]) }],
    expect: [
      { at: 3, raised: true },
      { at: 7, raised: true },
      { at: 17, raised: false },
    ],
  },
  {
    name: 'healthy: the run computes on what it was given',
    vitals: [{ key: 'acceleratorUnused', values: [0] }],
    expect: [
      { at: 2, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'boundary: none unused is quiet, one is raised',
    vitals: [{ key: 'acceleratorUnused', values: timeline([unused.value, 6], [1, 4]) }],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a run that found its GPU within a minute does not stay raised',
    vitals: [{ key: 'acceleratorUnused', values: timeline([0, 3], [1, 1], [0, 12], [1, 1], [0, 12]) }],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'not measured: slow steps alone say nothing about the device',
    vitals: [
      { key: 'acceleratorUnused', values: [null] },
      { key: 'stepDurationTypical', values: [30] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
