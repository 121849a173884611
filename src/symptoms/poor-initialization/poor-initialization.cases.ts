import type { Case } from '../symptom.js';
import { over, timeline, under } from '../timeline.js';
import { poorInitialization } from './poor-initialization.js';

const { spread, large, small, loss, worse, excess, repaired, settled, outputs, pull, inputs } =
  poorInitialization.limits;
const kernel = { layer: 'hidden', variable: 'kernel' };
const head = { layer: 'digits', variable: 'kernel' };
const enough = settled.value * 5;

export const cases: readonly Case[] = [
  {
    name: 'sick: the units of one of two layers are identical, until noise is added to its weights',
    vitals: [
      { key: 'initialUnitSpread', labels: kernel, values: timeline([null, 2], [0, 8], [1, 12]) },
      { key: 'initialUnitSpread', labels: head, values: timeline([null, 2], [1, 20]) },
      { key: 'steps', values: timeline([0, 2], [enough, 20]) },
    ],
    expect: [
      { at: 1, raised: false, layer: 'hidden' },
      { at: 5, raised: true, layer: 'hidden' },
      { at: 9, raised: true, layer: 'hidden' },
      { at: 9, raised: false, layer: 'digits' },
      { at: 20, raised: false, layer: 'hidden' },
    ],
  },
  {
    name: 'sick: weights far above the usual scale',
    vitals: [
      { key: 'initialUnitSpread', labels: kernel, values: [1] },
      { key: 'initialScale', labels: kernel, values: [large.value * 5] },
      { key: 'initialScale', labels: head, values: [1] },
      { key: 'initialGain', labels: kernel, values: [large.value * 5] },
      { key: 'initialGain', labels: head, values: [1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [{ at: 4, raised: true, layer: 'hidden' }],
  },
  {
    name: 'sick: each of two layers is no more than forgiven, but what goes through both is not',
    vitals: [
      { key: 'initialScale', labels: kernel, values: [large.value / 2] },
      { key: 'initialScale', labels: head, values: [large.value / 2] },
      { key: 'initialGain', labels: kernel, values: [large.value / 2] },
      { key: 'initialGain', labels: head, values: [large.value ** 2 / 4] },
    ],
    expect: [
      { at: 4, raised: true, layer: 'digits' },
      { at: 4, raised: false, layer: 'hidden' },
    ],
  },
  {
    name: 'sick: weights far below the usual scale',
    vitals: [
      { key: 'initialScale', labels: kernel, values: [small.value / 5] },
      { key: 'initialScale', labels: head, values: [1] },
    ],
    expect: [{ at: 4, raised: true, layer: 'hidden' }],
  },
  {
    name: 'sick: the first predictions are far worse than guessing',
    vitals: [
      { key: 'initialUnitSpread', labels: head, values: [1] },
      { key: 'initialScale', labels: head, values: [1] },
      { key: 'initialLoss', labels: head, values: [loss.value * 2] },
      { key: 'lossImprovement', values: [0.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [{ at: 4, raised: true, layer: 'digits' }],
  },
  {
    name: 'sick: the first predictions are sure of one class, and wrong',
    vitals: [
      { key: 'initialScale', labels: head, values: [1] },
      { key: 'initialLoss', labels: head, values: [worse.value * 1.5] },
      { key: 'classPredictionExcess', values: [1] },
      { key: 'lossImprovement', values: [0.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [{ at: 4, raised: true, layer: 'digits' }],
  },
  {
    name: 'healthy: as bad a first loss, of predictions that differ',
    vitals: [
      { key: 'initialScale', labels: head, values: [1] },
      { key: 'initialLoss', labels: head, values: [worse.value * 1.5] },
      { key: 'classPredictionExcess', values: [0.3] },
      { key: 'lossImprovement', values: [0.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [{ at: 8, raised: false }],
  },
  {
    name: 'boundary: of one class, exactly the loss is quiet, just over it is raised',
    vitals: [
      { key: 'initialLoss', labels: head, values: timeline([worse.value, 6], [over(worse), 6]) },
      { key: 'classPredictionExcess', values: [1] },
      { key: 'lossImprovement', values: [0.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'digits' },
    ],
  },
  {
    name: 'boundary: exactly the excess of one class is quiet, just over it is raised',
    vitals: [
      { key: 'initialLoss', labels: head, values: [worse.value * 1.5] },
      { key: 'classPredictionExcess', values: timeline([excess.value, 6], [over(excess), 6]) },
      { key: 'lossImprovement', values: [0.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'digits' },
    ],
  },
  {
    name: 'healthy: a loss that had halved, and classes that collapsed later',
    vitals: [
      { key: 'initialLoss', labels: head, values: [worse.value * 1.2] },
      { key: 'classPredictionExcess', values: timeline([0.1, 6], [1, 6]) },
      { key: 'lossImprovement', values: timeline([0.6, 6], [0.4, 6]) },
      { key: 'lossBestImprovement', values: [0.6] },
      { key: 'steps', values: [enough] },
    ],
    expect: [{ at: 11, raised: false }],
  },
  {
    name: 'boundary: of one class, a loss that fell exactly so far is quiet, just less is raised',
    vitals: [
      { key: 'initialLoss', labels: head, values: [worse.value * 1.5] },
      { key: 'classPredictionExcess', values: [1] },
      { key: 'lossImprovement', values: [0.1] },
      { key: 'lossBestImprovement', values: timeline([repaired.value, 6], [under(repaired), 6]) },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'digits' },
    ],
  },
  {
    name: 'healthy: a new head on pretrained layers begins far off, and learns at once',
    vitals: [
      { key: 'initialScale', labels: head, values: [1] },
      { key: 'initialLoss', labels: head, values: [loss.value * 2] },
      { key: 'lossImprovement', values: timeline([0.4, 1], [0.8, 4]) },
      { key: 'steps', values: timeline([8, 1], [enough, 4]) },
    ],
    expect: [{ at: 4, raised: false }],
  },
  {
    name: 'healthy: targets that are small, and gradients as usual',
    vitals: [
      { key: 'initialScale', labels: head, values: [1] },
      { key: 'initialError', labels: head, values: [outputs.value * 10] },
      { key: 'gradientToWeight', labels: { layer: 'hidden' }, values: [0.5] },
    ],
    expect: [{ at: 4, raised: false }],
  },
  {
    name: 'healthy: units that differ, the usual scale, a first loss as of guessing',
    vitals: [
      { key: 'initialUnitSpread', labels: kernel, values: [1] },
      { key: 'initialUnitSpread', labels: head, values: [1] },
      { key: 'initialScale', labels: kernel, values: [1] },
      { key: 'initialScale', labels: head, values: [1] },
      { key: 'initialLoss', labels: head, values: [1.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 10, raised: false },
    ],
  },
  {
    name: 'healthy: units of an output layer that began at zero and differ once they were updated',
    vitals: [{ key: 'initialUnitSpread', labels: head, values: timeline([null, 1], [1, 10]) }],
    expect: [
      { at: 0, raised: false },
      { at: 10, raised: false },
    ],
  },
  {
    name: 'boundary: exactly the spread is quiet, just under it is raised',
    vitals: [
      { key: 'initialUnitSpread', labels: kernel, values: timeline([spread.value, 6], [under(spread), 6]) },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'hidden' },
    ],
  },
  {
    name: 'boundary: exactly the large scale is quiet, just over it is raised',
    vitals: [{ key: 'initialGain', labels: kernel, values: timeline([large.value, 6], [over(large), 6]) }],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'hidden' },
    ],
  },
  {
    name: 'boundary: exactly the small scale is quiet, just under it is raised',
    vitals: [{ key: 'initialScale', labels: kernel, values: timeline([small.value, 6], [under(small), 6]) }],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'hidden' },
    ],
  },
  {
    name: 'boundary: exactly the loss is quiet, just over it is raised',
    vitals: [
      { key: 'initialLoss', labels: head, values: timeline([loss.value, 6], [over(loss), 6]) },
      { key: 'lossImprovement', values: [0.1] },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'digits' },
    ],
  },
  {
    name: 'boundary: a first loss that fell exactly as far as the limit is quiet, just less is raised',
    vitals: [
      { key: 'initialLoss', labels: head, values: [loss.value * 2] },
      { key: 'lossImprovement', values: timeline([repaired.value, 6], [under(repaired), 6]) },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'digits' },
    ],
  },
  {
    name: 'boundary: one step too few for a repair is quiet, enough steps are raised',
    vitals: [
      { key: 'initialLoss', labels: head, values: [loss.value * 2] },
      { key: 'lossImprovement', values: [0.1] },
      { key: 'steps', values: timeline([under(settled), 6], [settled.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'digits' },
    ],
  },
  {
    name: 'boundary: exactly the outputs are quiet, just over them is raised',
    vitals: [
      { key: 'initialError', labels: head, values: timeline([outputs.value, 6], [over(outputs), 6]) },
      { key: 'gradientToWeight', labels: { layer: 'hidden' }, values: [pull.value * 10] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'digits' },
    ],
  },
  {
    name: 'boundary: exactly the pull is quiet, just over it is raised',
    vitals: [
      { key: 'initialError', labels: head, values: [outputs.value * 10] },
      {
        key: 'gradientToWeight',
        labels: { layer: 'hidden' },
        values: timeline([pull.value, 6], [over(pull), 6]),
      },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'digits' },
    ],
  },
  {
    name: 'boundary: a first loss that the inputs explain is quiet, one at their limit is raised',
    vitals: [
      { key: 'initialUnitSpread', labels: head, values: [1] },
      { key: 'initialScale', labels: head, values: [1] },
      { key: 'initialLoss', labels: head, values: [loss.value * 2] },
      { key: 'lossImprovement', values: [0.1] },
      {
        key: 'inputScale',
        labels: { input: 'pixels' },
        values: timeline([over(inputs), 6], [inputs.value, 6]),
      },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'digits' },
    ],
  },
  {
    name: 'flapping: units that are equal for a minute do not stay raised',
    vitals: [
      {
        key: 'initialUnitSpread',
        labels: kernel,
        values: timeline([1, 3], [0, 1], [1, 12], [0, 1], [1, 12]),
      },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a minute over the spread does not clear it',
    vitals: [
      { key: 'initialUnitSpread', labels: kernel, values: timeline([0, 6], [1, 1], [0, 6]) },
      { key: 'steps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: true, layer: 'hidden' },
      { at: 6, raised: true, layer: 'hidden' },
      { at: 12, raised: true, layer: 'hidden' },
    ],
  },
  {
    name: 'not measured: steps alone decide nothing',
    vitals: [
      { key: 'initialUnitSpread', labels: kernel, values: [null] },
      { key: 'initialScale', labels: kernel, values: [null] },
      { key: 'initialLoss', labels: head, values: [null] },
      { key: 'steps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
