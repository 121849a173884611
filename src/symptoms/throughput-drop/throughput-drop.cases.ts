import type { Case } from '../symptom.js';
import { over, ramp, timeline, under } from '../timeline.js';
import { throughputDrop } from './throughput-drop.js';

const { ratio } = throughputDrop.limits;
const slow = ratio.value / 3;

export const cases: readonly Case[] = [
  {
    name: 'sick: steps take three times as long as the limit allows, until another job has ended',
    vitals: [{ key: 'throughput', values: timeline([1, 3], [slow, 10], [1, 12]) }],
    expect: [
      { at: 2, raised: false },
      { at: 9, raised: true },
      { at: 12, raised: true },
      { at: 22, raised: false },
    ],
  },
  {
    name: 'healthy: speed varies a little around its normal',
    vitals: [{ key: 'throughput', values: ramp(15, (tick) => 1 + 0.02 * Math.sin(tick)) }],
    expect: [
      { at: 7, raised: false },
      { at: 14, raised: false },
    ],
  },
  {
    name: 'healthy: steps became faster',
    vitals: [{ key: 'throughput', values: timeline([1, 3], [4, 12]) }],
    expect: [{ at: 14, raised: false }],
  },
  {
    name: 'boundary: exactly the ratio is quiet, just under it is raised',
    vitals: [{ key: 'throughput', values: timeline([ratio.value, 8], [under(ratio), 8]) }],
    expect: [
      { at: 7, raised: false },
      { at: 15, raised: true },
    ],
  },
  {
    name: 'boundary: just over the ratio stays quiet',
    vitals: [{ key: 'throughput', values: [over(ratio)] }],
    expect: [{ at: 12, raised: false }],
  },
  {
    name: 'flapping: a slow minute does not stay raised',
    vitals: [{ key: 'throughput', values: timeline([1, 3], [slow, 1], [1, 12], [slow, 1], [1, 12]) }],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: slow again after a minute at normal speed is raised again',
    vitals: [{ key: 'throughput', values: timeline([slow, 8], [1, 1], [slow, 8]) }],
    expect: [
      { at: 7, raised: true },
      { at: 16, raised: true },
    ],
  },
  {
    name: 'not measured: a run that has just begun has no normal speed, however long its steps take',
    vitals: [
      { key: 'throughput', values: [null] },
      { key: 'stepDurationTypical', values: timeline([0.1, 3], [10, 9]) },
    ],
    expect: [{ at: 11, raised: false }],
  },
];
