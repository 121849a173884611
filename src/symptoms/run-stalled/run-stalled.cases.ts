import type { Case } from '../symptom.js';
import { ramp, timeline } from '../timeline.js';
import { runStalled } from './run-stalled.js';

const { steps, seconds } = runStalled.limits;
const minute = 60;
const running = { state: 'running' };

/** Unix times of a last sign of training that is always as old as given; the clock of a case starts at 0. */
const aged = (ticks: number, age: (tick: number) => number) =>
  ramp(ticks, (tick) => tick * minute - age(tick));

export const cases: readonly Case[] = [
  {
    name: 'sick: the last step ended twenty minutes ago, then the loop goes on',
    vitals: [
      {
        key: 'lastActivity',
        values: [...aged(3, () => 1), ...timeline([2 * minute, 20]), ...ramp(12, (n) => (23 + n) * minute)],
      },
      { key: 'stepDurationTypical', values: [0.5] },
      { key: 'runState', labels: running, values: [1] },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 6, raised: true },
      { at: 22, raised: true },
      { at: 32, raised: false },
    ],
  },
  {
    name: 'healthy: a step a second',
    vitals: [
      { key: 'lastActivity', values: aged(12, () => 1) },
      { key: 'stepDurationTypical', values: [1] },
      { key: 'runState', labels: running, values: [1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'healthy: a step takes ten minutes, the last one ended twenty minutes ago',
    vitals: [
      { key: 'lastActivity', values: aged(12, () => 20 * minute) },
      { key: 'stepDurationTypical', values: [10 * minute] },
      { key: 'runState', labels: running, values: [1] },
    ],
    expect: [{ at: 11, raised: false }],
  },
  {
    name: 'healthy: half an hour of validation, a batch of which ends every second',
    vitals: [
      { key: 'lastActivity', values: aged(30, () => 1) },
      { key: 'lastStep', values: [0] },
      { key: 'stepDurationTypical', values: [0.5] },
      { key: 'runState', labels: running, values: [1] },
    ],
    expect: [{ at: 29, raised: false }],
  },
  {
    name: 'healthy: a finished run takes no steps',
    vitals: [
      { key: 'lastActivity', values: [0] },
      { key: 'stepDurationTypical', values: [0.5] },
      { key: 'runState', labels: running, values: [0] },
      { key: 'runState', labels: { state: 'finished' }, values: [1] },
    ],
    expect: [{ at: 30, raised: false }],
  },
  {
    name: 'boundary: typical steps up to the limit take five minutes; until then it is quiet',
    vitals: [
      { key: 'lastActivity', values: [0] },
      { key: 'stepDurationTypical', values: [(5 * minute) / steps.value] },
      { key: 'runState', labels: running, values: [1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 6, raised: true },
    ],
  },
  {
    name: 'boundary: a fast run is given as many seconds as the limit, and no more',
    vitals: [
      { key: 'lastActivity', values: [0] },
      { key: 'stepDurationTypical', values: [0.01] },
      { key: 'runState', labels: running, values: [1] },
    ],
    expect: [
      { at: Math.floor(seconds.value / minute), raised: false },
      { at: Math.floor(seconds.value / minute) + 1, raised: true },
    ],
  },
  {
    name: 'flapping: a pause that ends does not stay raised',
    vitals: [
      { key: 'lastActivity', values: aged(40, (tick) => (tick % 20 === 3 ? 10 * minute : 1)) },
      { key: 'stepDurationTypical', values: [0.5] },
      { key: 'runState', labels: running, values: [1] },
    ],
    expect: [
      { at: 3, raised: true },
      { at: 18, raised: false },
      { at: 23, raised: true },
      { at: 38, raised: false },
    ],
  },
  {
    name: 'not measured: before the first step nothing is overdue',
    vitals: [
      { key: 'lastActivity', values: [null] },
      { key: 'stepDurationTypical', values: [null] },
      { key: 'runState', labels: running, values: [1] },
    ],
    expect: [{ at: 30, raised: false }],
  },
];
