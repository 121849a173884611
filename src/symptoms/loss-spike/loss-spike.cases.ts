import type { Case } from '../symptom.js';
import { over, ramp, timeline } from '../timeline.js';
import { lossSpike } from './loss-spike.js';

const { spikes } = lossSpike.limits;
const several = spikes.value + 3;

export const cases: readonly Case[] = [
  {
    name: 'sick: a few steps jump out, then none',
    vitals: [{ key: 'lossSpikes', values: timeline([0, 4], [several, 30]) }],
    expect: [
      { at: 3, raised: false },
      { at: 4, raised: true },
      { at: 5, raised: true },
      { at: 30, raised: false },
    ],
  },
  {
    name: 'sick: the counter was above zero when it was first seen, and never grows again',
    vitals: [{ key: 'lossSpikes', values: [several] }],
    expect: [{ at: 1, raised: true }],
  },
  {
    name: 'healthy: no step ever jumps out',
    vitals: [
      { key: 'lossSpikes', values: [0] },
      { key: 'lossZscore', values: ramp(16, (tick) => Math.sin(tick)) },
    ],
    expect: [
      { at: 1, raised: false },
      { at: 15, raised: false },
    ],
  },
  {
    name: 'healthy: a far value that is not counted, as among the first steps',
    vitals: [
      { key: 'lossSpikes', values: [0] },
      { key: 'lossZscore', values: [12] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: as many as the limit are none, one more is enough',
    vitals: [{ key: 'lossSpikes', values: timeline([spikes.value, 10], [over(spikes), 5]) }],
    expect: [
      { at: 9, raised: false },
      { at: 11, raised: true },
    ],
  },
  {
    name: 'flapping: one spike an hour is one episode an hour',
    vitals: [{ key: 'lossSpikes', values: timeline([0, 3], [several, 60], [2 * several, 30]) }],
    expect: [
      { at: 4, raised: true },
      { at: 40, raised: false },
      { at: 64, raised: true },
      { at: 92, raised: false },
    ],
  },
  {
    name: 'not measured: no counter, no verdict',
    vitals: [
      { key: 'lossSpikes', values: [null] },
      { key: 'lossZscore', values: [12] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
