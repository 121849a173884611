import type { Case } from '../symptom.js';
import { over, timeline } from '../timeline.js';
import { seriesDropped } from './series-dropped.js';

const { series } = seriesDropped.limits;
const many = series.value + 300;

export const cases: readonly Case[] = [
  {
    name: 'sick: the last layers have no series, until the run is started again with fewer layers',
    vitals: [{ key: 'agentSeriesDropped', values: timeline([0, 1], [many, 8], [0, 12]) }],
    expect: [
      { at: 0, raised: false },
      { at: 4, raised: true },
      { at: 8, raised: true },
      { at: 18, raised: false },
    ],
  },
  {
    name: 'sick: it stays raised while the same series are left out, although the counter stands still',
    vitals: [{ key: 'agentSeriesDropped', values: [many] }],
    expect: [
      { at: 3, raised: true },
      { at: 60, raised: true },
    ],
  },
  {
    name: 'healthy: everything is exported',
    vitals: [{ key: 'agentSeriesDropped', values: [0] }],
    expect: [
      { at: 2, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'boundary: as many as the limit are quiet, one more is raised',
    vitals: [{ key: 'agentSeriesDropped', values: timeline([series.value, 6], [over(series), 4]) }],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: runs that are started again at once with fewer layers do not stay raised',
    vitals: [{ key: 'agentSeriesDropped', values: timeline([0, 3], [many, 1], [0, 12], [many, 1], [0, 12]) }],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'not measured: before the first scrape nothing is counted',
    vitals: [{ key: 'agentSeriesDropped', values: [null] }],
    expect: [{ at: 10, raised: false }],
  },
];
