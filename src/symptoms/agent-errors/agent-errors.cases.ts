import type { Case } from '../symptom.js';
import { over, ramp, timeline } from '../timeline.js';
import { agentErrors } from './agent-errors.js';

const { errors } = agentErrors.limits;
/** In one step. */
const several = errors.value + 5;

export const cases: readonly Case[] = [
  {
    name: 'sick: the statistics fail in a few steps, then the agent stops measuring',
    vitals: [
      { key: 'agentErrors', labels: { stage: 'statistics' }, values: timeline([0, 4], [several, 30]) },
      { key: 'agentErrors', labels: { stage: 'channel' }, values: [0] },
    ],
    expect: [
      { at: 3, raised: false },
      { at: 5, raised: true },
      { at: 30, raised: false },
    ],
  },
  {
    name: 'sick: a listener throws whenever it is called',
    vitals: [
      {
        key: 'agentErrors',
        labels: { stage: 'listener' },
        values: ramp(20, (tick) => Math.max(0, tick - 4) * several),
      },
    ],
    expect: [
      { at: 3, raised: false },
      { at: 6, raised: true },
      { at: 19, raised: true },
    ],
  },
  {
    name: 'sick: the first step failed before the first scrape, and none after it',
    vitals: [{ key: 'agentErrors', labels: { stage: 'tap' }, values: [several] }],
    expect: [{ at: 1, raised: true }],
  },
  {
    name: 'healthy: every stage stays at zero',
    vitals: [
      { key: 'agentErrors', labels: { stage: 'tap' }, values: [0] },
      { key: 'agentErrors', labels: { stage: 'statistics' }, values: [0] },
      { key: 'agentErrors', labels: { stage: 'channel' }, values: [0] },
      { key: 'agentErrors', labels: { stage: 'exporter' }, values: [0] },
      { key: 'agentErrors', labels: { stage: 'listener' }, values: [0] },
    ],
    expect: [
      { at: 1, raised: false },
      { at: 15, raised: false },
    ],
  },
  {
    name: 'boundary: as many as the limit are none, one more is enough',
    vitals: [
      {
        key: 'agentErrors',
        labels: { stage: 'exporter' },
        values: timeline([errors.value, 10], [errors.value + over(errors), 5]),
      },
    ],
    expect: [
      { at: 9, raised: false },
      { at: 11, raised: true },
    ],
  },
  {
    name: 'flapping: an error an hour is an episode an hour',
    vitals: [
      {
        key: 'agentErrors',
        labels: { stage: 'channel' },
        values: timeline([0, 3], [several, 60], [2 * several, 30]),
      },
    ],
    expect: [
      { at: 4, raised: true },
      { at: 40, raised: false },
      { at: 64, raised: true },
      { at: 92, raised: false },
    ],
  },
  {
    name: 'not measured: no counter, no verdict',
    vitals: [{ key: 'agentErrors', labels: { stage: 'exporter' }, values: [null] }],
    expect: [{ at: 10, raised: false }],
  },
];
