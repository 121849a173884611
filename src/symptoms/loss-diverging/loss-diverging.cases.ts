import type { Case } from '../symptom.js';
import { over, timeline, under } from '../timeline.js';
import { lossDiverging } from './loss-diverging.js';

const { factor, rise, lost, steady, runaway, steep } = lossDiverging.limits;

export const cases: readonly Case[] = [
  {
    name: 'sick: five times its best and rising, then recovered',
    vitals: [
      { key: 'lossDivergence', values: timeline([1, 3], [5, 8], [1, 12]) },
      { key: 'lossRise', values: timeline([-0.02, 3], [0.4, 8], [-0.02, 12]) },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 6, raised: true },
      { at: 10, raised: true },
      { at: 20, raised: false },
    ],
  },
  {
    name: 'healthy: at its best and falling',
    vitals: [
      { key: 'lossDivergence', values: [1] },
      { key: 'lossRise', values: [-0.03] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: high above its best, but coming down again',
    vitals: [
      { key: 'lossDivergence', values: [4] },
      { key: 'lossRise', values: [-0.2] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: high above its best, but only noise around a level since',
    vitals: [
      { key: 'lossDivergence', values: [4] },
      { key: 'lossRise', values: timeline([0.01, 3], [-0.01, 3], [0.01, 5]) },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 10, raised: false },
    ],
  },
  {
    name: 'boundary: exactly the factor is quiet, just over it is raised',
    vitals: [
      { key: 'lossDivergence', values: timeline([factor.value, 6], [over(factor), 6]) },
      { key: 'lossRise', values: [0.1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a rise as small as noise is quiet, just over it is raised',
    vitals: [
      { key: 'lossDivergence', values: [3] },
      { key: 'lossRise', values: timeline([rise.value, 6], [over(rise), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: exactly back at its start is quiet where it no longer rises, just above it is raised',
    vitals: [
      { key: 'lossDivergence', values: [4] },
      { key: 'lossRise', values: [-0.2] },
      { key: 'lossImprovement', values: timeline([lost.value, 6], [under(lost), 6]) },
      { key: 'lossSwing', values: [0.1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: above its start it is quiet for as long as it swings',
    vitals: [
      { key: 'lossDivergence', values: [4] },
      { key: 'lossRise', values: [-0.2] },
      { key: 'lossImprovement', values: [-1] },
      { key: 'lossSwing', values: timeline([steady.value, 6], [under(steady), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: it rises as what it is held against gets better; once that stands still, a rise is raised',
    vitals: [
      { key: 'lossDivergence', values: [4] },
      { key: 'lossRise', values: [0.2] },
      { key: 'objectiveMoving', values: timeline([1, 6], [0, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: while something else changes what is minimized, exactly the larger factor is quiet, just over it is raised',
    vitals: [
      { key: 'lossDivergence', values: timeline([runaway.value, 6], [over(runaway), 6]) },
      { key: 'lossRise', values: [0.2] },
      { key: 'objectiveMoving', values: [1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: far up against something else, a slow rise is quiet, a steep one is raised',
    vitals: [
      { key: 'lossDivergence', values: [8] },
      { key: 'lossRise', values: timeline([steep.value, 6], [over(steep), 6]) },
      { key: 'objectiveMoving', values: [1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: high while falling and low while rising, by turns, is never raised',
    vitals: [
      {
        key: 'lossDivergence',
        values: timeline([3, 1], [1, 1], [3, 1], [1, 1], [3, 1], [1, 1], [3, 1], [1, 1]),
      },
      {
        key: 'lossRise',
        values: timeline([-0.2, 1], [0.2, 1], [-0.2, 1], [0.2, 1], [-0.2, 1], [0.2, 1], [-0.2, 1]),
      },
    ],
    expect: [
      { at: 4, raised: false },
      { at: 7, raised: false },
    ],
  },
  {
    name: 'flapping: a minute over the limit does not stay raised',
    vitals: [
      { key: 'lossDivergence', values: timeline([1, 3], [3, 1], [1, 12], [3, 1], [1, 12]) },
      { key: 'lossRise', values: timeline([-0.1, 3], [0.2, 1], [-0.1, 12], [0.2, 1], [-0.1, 12]) },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'not measured: without a rise nothing is decided',
    vitals: [
      { key: 'lossDivergence', values: [9] },
      { key: 'lossRise', values: [null] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
