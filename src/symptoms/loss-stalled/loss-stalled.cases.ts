import type { Case } from '../symptom.js';
import { over, ramp, timeline, under } from '../timeline.js';
import { lossStalled } from './loss-stalled.js';

const { progress, fell, high, steps } = lossStalled.limits;
const enough = steps.value * 10;
const flat = progress.value + 0.02;
const falling = progress.value - 0.2;
/** Materially below the start, and far above nothing. */
const between = (fell.value + high.value) / 2;

export const cases: readonly Case[] = [
  {
    name: 'sick: the loss fell by half and stays there, until the rate is decayed',
    vitals: [
      { key: 'lossRise', values: timeline([falling, 3], [flat, 12], [falling, 14]) },
      { key: 'lossBestImprovement', values: timeline([null, 1], [between, 28]) },
      { key: 'lossImprovement', values: [between] },
      { key: 'lossSteps', values: timeline([0, 1], [enough, 28]) },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 10, raised: true },
      { at: 14, raised: true },
      { at: 26, raised: false },
    ],
  },
  {
    name: 'healthy: the loss goes on falling',
    vitals: [
      { key: 'lossRise', values: [falling] },
      { key: 'lossBestImprovement', values: [between] },
      { key: 'lossImprovement', values: [between] },
      { key: 'lossSteps', values: ramp(12, (tick) => tick * 60) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'healthy: a flat loss of which almost nothing is left has converged',
    vitals: [
      { key: 'lossRise', values: [flat] },
      { key: 'lossBestImprovement', values: [0.99] },
      { key: 'lossImprovement', values: [0.99] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 14, raised: false }],
  },
  {
    name: 'healthy: a loss that never left its start has a name of its own',
    vitals: [
      { key: 'lossRise', values: [flat] },
      { key: 'lossBestImprovement', values: [0] },
      { key: 'lossImprovement', values: [0] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 14, raised: false }],
  },
  {
    name: 'boundary: exactly the progress is quiet, just less of it is raised',
    vitals: [
      { key: 'lossRise', values: timeline([progress.value, 10], [over(progress), 10]) },
      { key: 'lossBestImprovement', values: [between] },
      { key: 'lossImprovement', values: [between] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 9, raised: false },
      { at: 18, raised: true },
    ],
  },
  {
    name: 'boundary: a best exactly as far below the start as the limit is quiet, just over it is raised',
    vitals: [
      { key: 'lossRise', values: [flat] },
      { key: 'lossBestImprovement', values: timeline([fell.value, 10], [over(fell), 10]) },
      { key: 'lossImprovement', values: [fell.value] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 9, raised: false },
      { at: 18, raised: true },
    ],
  },
  {
    name: 'boundary: a loss exactly as low as the limit is quiet, just above it is raised',
    vitals: [
      { key: 'lossRise', values: [flat] },
      { key: 'lossBestImprovement', values: [high.value] },
      { key: 'lossImprovement', values: timeline([high.value, 10], [under(high), 10]) },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 9, raised: false },
      { at: 18, raised: true },
    ],
  },
  {
    name: 'boundary: one step too few is quiet, enough steps are raised',
    vitals: [
      { key: 'lossRise', values: [flat] },
      { key: 'lossBestImprovement', values: [between] },
      { key: 'lossImprovement', values: [between] },
      { key: 'lossSteps', values: timeline([under(steps), 10], [steps.value, 10]) },
    ],
    expect: [
      { at: 9, raised: false },
      { at: 18, raised: true },
    ],
  },
  {
    name: 'boundary: something else changes what is minimized; once it no longer does, a flat loss is raised',
    vitals: [
      { key: 'lossRise', values: [flat] },
      { key: 'lossBestImprovement', values: [between] },
      { key: 'lossImprovement', values: [between] },
      { key: 'lossSteps', values: [enough] },
      { key: 'objectiveMoving', values: timeline([1, 6], [0, 8]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 12, raised: true },
    ],
  },
  {
    name: 'flapping: a minute without progress does not stay raised',
    vitals: [
      {
        key: 'lossRise',
        values: timeline([falling, 3], [flat, 1], [falling, 12], [flat, 1], [falling, 12]),
      },
      { key: 'lossBestImprovement', values: [between] },
      { key: 'lossImprovement', values: [between] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a minute of progress does not clear it',
    vitals: [
      { key: 'lossRise', values: timeline([flat, 10], [falling, 1], [flat, 10]) },
      { key: 'lossBestImprovement', values: [between] },
      { key: 'lossImprovement', values: [between] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 9, raised: true },
      { at: 10, raised: true },
      { at: 20, raised: true },
    ],
  },
  {
    name: 'not measured: whether the loss ever fell is not known yet',
    vitals: [
      { key: 'lossRise', values: [flat] },
      { key: 'lossBestImprovement', values: [null] },
      { key: 'lossImprovement', values: [between] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 14, raised: false }],
  },
];
