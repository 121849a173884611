import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Every step gets the same batch, or one constant.
 *
 *   steps since the │      ╱  sick: counts up
 *   input changed   │    ╱
 *                   │__╱____  healthy: 0
 *                   └──────── steps
 *
 * A fit whose epochs have one batch repeats it rightly.
 */
export const inputsConstant = {
  id: 'inputs-constant',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Inputs constant',
  summary: 'Every step gets the same batch, or a constant.',
  finding: 'Input {input} of run {run} has been the same for {value} steps (limit {limit}).',
  valueFormat: 'number',
  limits: {
    steps: {
      value: 30,
      unit: 'steps',
      min: 2,
      max: 1000000,
      origin: 'neighbouring batches of real data are never equal; thirty times is no accident',
    },
  },
  condition: vital('inputUnchangedSteps').atLeast('steps'),
  hold: { raise: 0, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Steps with the same input',
    description:
      'Steps for which every observed batch was the one before again, or one constant. Healthy is zero.',
    series: ['inputUnchangedSteps', 'inputChange', 'inputStd'],
    unit: 'short',
  },
  remedies: [
    'Check the pipeline: an iterator that is made anew for each batch, a slice that does not move, a decoder that returns blanks.',
    'Shuffle, and look at a few batches with your own eyes.',
  ],
  hints: [],
} as const satisfies Declaration;
