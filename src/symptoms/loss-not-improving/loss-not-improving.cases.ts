import type { Case } from '../symptom.js';
import { over, ramp, timeline, under } from '../timeline.js';
import { lossNotImproving } from './loss-not-improving.js';

const { improvement, risen, best, steps, none, seen, later, reported, noisy, taught, falling } =
  lossNotImproving.limits;
const enough = steps.value * 10;

export const cases: readonly Case[] = [
  {
    name: 'sick: a thousand steps in, the loss is where it started, until the rate is corrected',
    vitals: [
      { key: 'lossImprovement', values: timeline([0.001, 10], [0.6, 12]) },
      { key: 'lossBestImprovement', values: timeline([null, 1], [0.02, 9], [0.6, 12]) },
      { key: 'lossSteps', values: timeline([0, 2], [enough, 20]) },
    ],
    expect: [
      { at: 1, raised: false },
      { at: 5, raised: true },
      { at: 9, raised: true },
      { at: 18, raised: false },
    ],
  },
  {
    name: 'sick: the loss is a little above its start',
    vitals: [
      { key: 'lossImprovement', values: [-0.05] },
      { key: 'lossBestImprovement', values: [0.01] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 4, raised: true }],
  },
  {
    name: 'healthy: batches of four have shown few examples yet',
    vitals: [
      { key: 'lossImprovement', values: [0.001] },
      { key: 'lossBestImprovement', values: [0.02] },
      { key: 'lossSteps', values: [later.value / 2] },
      { key: 'examples', values: [later.value * 2] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: a plateau that is being left is quiet, a fall just too small is raised',
    vitals: [
      { key: 'lossImprovement', values: [0.01] },
      { key: 'lossBestImprovement', values: [0.02] },
      { key: 'lossSteps', values: [enough] },
      { key: 'lossFall', values: timeline([falling.value, 6], [under(falling), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'healthy: the loss fell to a tenth',
    vitals: [
      { key: 'lossImprovement', values: timeline([0.3, 2], [0.9, 10]) },
      { key: 'lossBestImprovement', values: timeline([0.3, 2], [0.9, 10]) },
      { key: 'lossSteps', values: ramp(12, (tick) => tick * 60) },
    ],
    expect: [
      { at: 3, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'healthy: a loss far above its start has not stood still, it is named by what drove it up',
    vitals: [
      { key: 'lossImprovement', values: [-3] },
      { key: 'lossBestImprovement', values: [0] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: a loss that had fallen by half and came back has learned once',
    vitals: [
      { key: 'lossImprovement', values: timeline([0.5, 3], [0, 8]) },
      { key: 'lossBestImprovement', values: [0.5] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: exactly the improvement is quiet, just under it is raised',
    vitals: [
      { key: 'lossImprovement', values: timeline([improvement.value, 6], [under(improvement), 6]) },
      { key: 'lossBestImprovement', values: [0.1] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a loss exactly as far above its start as the limit is quiet, just less is raised',
    vitals: [
      { key: 'lossImprovement', values: timeline([risen.value, 6], [over(risen), 6]) },
      { key: 'lossBestImprovement', values: [0] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a best exactly at the limit is quiet, just under it is raised',
    vitals: [
      { key: 'lossImprovement', values: [0] },
      { key: 'lossBestImprovement', values: timeline([best.value, 6], [under(best), 6]) },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: one step too few is quiet, enough steps are raised',
    vitals: [
      { key: 'lossImprovement', values: [0] },
      { key: 'lossBestImprovement', values: [0.1] },
      { key: 'lossSteps', values: timeline([under(steps), 6], [steps.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: one example too few is quiet, enough are raised',
    vitals: [
      { key: 'lossImprovement', values: [0.001] },
      { key: 'lossBestImprovement', values: [0.02] },
      { key: 'lossSteps', values: [later.value - 10] },
      { key: 'examples', values: timeline([under(seen), 6], [seen.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: of few examples one step too few is quiet, enough steps are raised',
    vitals: [
      { key: 'lossImprovement', values: [0.001] },
      { key: 'lossBestImprovement', values: [0.02] },
      { key: 'lossSteps', values: timeline([under(later), 6], [later.value, 6]) },
      { key: 'examples', values: [seen.value / 2] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a loop that tells no examples is raised, one that tells a few is quiet',
    vitals: [
      { key: 'lossImprovement', values: [0.001] },
      { key: 'lossBestImprovement', values: [0.02] },
      { key: 'lossSteps', values: [later.value - 10] },
      { key: 'examples', values: timeline([over(none), 6], [none.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: noise exactly at the limit is raised, with more of it nothing can be told',
    vitals: [
      { key: 'lossImprovement', values: [0] },
      { key: 'lossBestImprovement', values: [0.1] },
      { key: 'lossSteps', values: [enough] },
      { key: 'lossSwing', values: timeline([over(noisy), 6], [noisy.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'sick: the loss that the loop reports stands still while the one it minimizes fell',
    vitals: [
      { key: 'lossImprovement', values: [0.9] },
      { key: 'lossBestImprovement', values: [0.9] },
      { key: 'reportedImprovement', values: [0.001] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 4, raised: true }],
  },
  {
    name: 'healthy: the loss that the loop reports falls, if less',
    vitals: [
      { key: 'lossImprovement', values: [0.9] },
      { key: 'lossBestImprovement', values: [0.9] },
      { key: 'reportedImprovement', values: [0.1] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: of what the loop reports one step too few is quiet, enough steps are raised',
    vitals: [
      { key: 'lossImprovement', values: [0.9] },
      { key: 'lossBestImprovement', values: [0.9] },
      { key: 'reportedImprovement', values: [0] },
      { key: 'lossSteps', values: timeline([under(reported), 6], [reported.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: wrong answers that became fewer, just less than the limit is raised, exactly the limit is quiet',
    vitals: [
      { key: 'lossImprovement', values: [0.01] },
      { key: 'lossBestImprovement', values: [0.02] },
      { key: 'lossSteps', values: [enough] },
      { key: 'accuracyImprovement', values: timeline([taught.value, 6], [under(taught), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: something else changes what is minimized; once it no longer does, a level loss is raised',
    vitals: [
      { key: 'lossImprovement', values: [0] },
      { key: 'lossBestImprovement', values: [0.02] },
      { key: 'lossSteps', values: [enough] },
      { key: 'objectiveMoving', values: timeline([1, 6], [0, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a loss that falls back to its start for a minute does not stay raised',
    vitals: [
      { key: 'lossImprovement', values: timeline([0.1, 3], [0, 1], [0.1, 12], [0, 1], [0.1, 12]) },
      { key: 'lossBestImprovement', values: [0.1] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a minute above the limit does not clear it',
    vitals: [
      { key: 'lossImprovement', values: timeline([0, 6], [0.1, 1], [0, 6]) },
      { key: 'lossBestImprovement', values: [0.1] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: true },
      { at: 6, raised: true },
      { at: 12, raised: true },
    ],
  },
  {
    name: 'not measured: steps alone decide nothing',
    vitals: [
      { key: 'lossImprovement', values: [null] },
      { key: 'lossBestImprovement', values: [null] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'not measured: whether the loss ever fell is not known yet',
    vitals: [
      { key: 'lossImprovement', values: [0] },
      { key: 'lossBestImprovement', values: [null] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
