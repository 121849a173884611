import type { Case } from '../symptom.js';
import { over, timeline, under } from '../timeline.js';
import { regularizationDominates } from './regularization-dominates.js';

const { ratio, improvement, steps, balance, share, learned, settled, overwhelming, dead } =
  regularizationDominates.limits;
const dense1 = { layer: 'dense1', variable: 'kernel' };
const dense2 = { layer: 'dense2', variable: 'kernel' };
const strong = ratio.value * 10;
const weak = Math.min(ratio.value, balance.value) / 10;
const enough = steps.value * 10;

export const cases: readonly Case[] = [
  {
    name: 'sick: the penalty overwhelms the data, until its weight is lowered',
    vitals: [
      {
        key: 'regularizationDominance',
        labels: dense1,
        values: timeline([weak, 3], [strong, 8], [weak, 12]),
      },
      { key: 'lossImprovement', values: [0] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 2, raised: false, layer: 'dense1' },
      { at: 6, raised: true, layer: 'dense1' },
      { at: 10, raised: true, layer: 'dense1' },
      { at: 20, raised: false, layer: 'dense1' },
    ],
  },
  {
    name: 'sick: the loss is above its start, and two layers are held down',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [strong] },
      { key: 'regularizationDominance', labels: dense2, values: [strong * 2] },
      { key: 'lossImprovement', values: [-0.1] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 4, raised: true, layer: 'dense1' },
      { at: 4, raised: true, layer: 'dense2' },
    ],
  },
  {
    name: 'healthy: the penalty is far weaker than the data',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [weak] },
      { key: 'lossImprovement', values: [0] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'healthy: the loss is down, and the penalty keeps the balance with small gradients',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [strong] },
      { key: 'lossImprovement', values: [1] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'sick: the data loss is down to nothing, and the penalty is all there is to gain from',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [strong] },
      { key: 'regularizationDominance', labels: dense2, values: [weak] },
      { key: 'regularizationShare', values: [overwhelming.value * 2] },
      { key: 'lossImprovement', values: [1] },
      { key: 'lossSteps', values: [settled.value * 10] },
    ],
    expect: [
      { at: 4, raised: true, layer: 'dense1' },
      { at: 4, raised: false, layer: 'dense2' },
    ],
  },
  {
    name: 'boundary: exactly the overwhelming share is quiet, just over it is raised',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [strong] },
      {
        key: 'regularizationShare',
        values: timeline([overwhelming.value, 6], [over(overwhelming), 6]),
      },
      { key: 'lossImprovement', values: [1] },
      { key: 'lossSteps', values: [settled.value * 10] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'healthy: one layer has little to learn, the others follow the data',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [strong] },
      { key: 'regularizationDominance', labels: dense2, values: [weak] },
      { key: 'lossImprovement', values: [0] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: just under the ratio is quiet, exactly at it is raised',
    vitals: [
      {
        key: 'regularizationDominance',
        labels: dense1,
        values: timeline([under(ratio), 6], [ratio.value, 6]),
      },
      { key: 'lossImprovement', values: [0] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'boundary: exactly the improvement is quiet, just under it is raised',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [strong] },
      { key: 'lossImprovement', values: timeline([improvement.value, 6], [under(improvement), 6]) },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'boundary: one step too few is quiet, enough steps are raised',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [strong] },
      { key: 'lossImprovement', values: [0] },
      { key: 'lossSteps', values: timeline([under(steps), 6], [steps.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'boundary: in balance with the data, just under the limit is quiet, exactly at it is raised',
    vitals: [
      {
        key: 'regularizationDominance',
        labels: dense1,
        values: timeline([under(balance), 6], [balance.value, 6]),
      },
      { key: 'regularizationShare', values: [share.value * 2] },
      { key: 'lossImprovement', values: [(improvement.value + learned.value) / 2] },
      { key: 'lossSteps', values: [settled.value * 10] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'boundary: a penalty exactly as large as the limit is quiet, just over it is raised',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [(balance.value + ratio.value) / 2] },
      { key: 'regularizationShare', values: timeline([share.value, 6], [over(share), 6]) },
      { key: 'lossImprovement', values: [(improvement.value + learned.value) / 2] },
      { key: 'lossSteps', values: [settled.value * 10] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'boundary: a data loss exactly as low as the limit is quiet, just above it is raised',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [(balance.value + ratio.value) / 2] },
      { key: 'regularizationShare', values: [share.value * 2] },
      { key: 'lossImprovement', values: timeline([learned.value, 6], [under(learned), 6]) },
      { key: 'lossSteps', values: [settled.value * 10] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'boundary: in balance, one step too few is quiet, enough steps are raised',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [(balance.value + ratio.value) / 2] },
      { key: 'regularizationShare', values: [share.value * 2] },
      { key: 'lossImprovement', values: [(improvement.value + learned.value) / 2] },
      { key: 'lossSteps', values: timeline([under(settled), 6], [settled.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'boundary: just over the dead share is quiet, exactly at it is raised',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [strong] },
      { key: 'lossImprovement', values: [0] },
      {
        key: 'layerDeadUnits',
        labels: { layer: 'dense1' },
        values: timeline([over(dead), 6], [dead.value, 6]),
      },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'flapping: a minute in which the data has little to say does not stay raised',
    vitals: [
      {
        key: 'regularizationDominance',
        labels: dense1,
        values: timeline([weak, 3], [strong, 1], [weak, 12], [strong, 1], [weak, 12]),
      },
      { key: 'lossImprovement', values: [0] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a minute under the ratio does not clear it',
    vitals: [
      {
        key: 'regularizationDominance',
        labels: dense1,
        values: timeline([strong, 6], [weak, 1], [strong, 6]),
      },
      { key: 'lossImprovement', values: [0] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: true, layer: 'dense1' },
      { at: 6, raised: true, layer: 'dense1' },
      { at: 12, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'not measured: a variable without a penalty has no ratio',
    vitals: [
      { key: 'regularizationDominance', labels: dense1, values: [null] },
      { key: 'lossImprovement', values: [0] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
