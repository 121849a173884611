import { all, excess, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Where ranks share gradients, every step lasts as long as that of the slowest: the step duration is the same on all.
 * What differs is the part of it in which a rank does not wait.
 *
 *   own time │       ________  sick: one rank computes, the others wait
 *   of a     │ _____╱
 *   step     │ ≈≈≈≈≈≈≈≈≈≈≈≈≈≈  healthy: all ranks have as much to do
 *            └──────────────── time
 *
 * Only Prometheus can see it: no rank knows the times of the others.
 */
export const straggler = {
  id: 'straggler',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'prometheus',
  title: 'Straggler',
  summary: 'One rank of the run is slower than the others, which wait for it in every step.',
  finding:
    'In run {run} a step takes this rank {value} more time of its own than the median of the ranks (limit {limit}).',
  valueFormat: 'percent',
  limits: {
    excess: {
      value: 0.3,
      unit: 'ratio',
      min: 0.01,
      max: 1000,
      origin:
        'a run that takes a third longer; of four equal ranks on two busy cores one was above it for 3 s at most, in 4 minutes',
    },
    running: {
      value: 1,
      unit: 'none',
      min: 1,
      max: 1,
      origin: 'by definition: nobody waits for a run that is over',
    },
  },
  condition: all(
    excess('stepOwnTimeTypical').above('excess'),
    vital('runState', { state: ['running'] }).equals('running'),
  ),
  hold: { raise: 0, clear: 0 },
  alert: { for: '3m', keepFiringFor: '5m' },
  panel: {
    title: 'Own time against the other ranks',
    description:
      'How much longer a step takes a rank, waiting not counted, than the median of the ranks. Healthy is near 0; the one rank above makes all others wait.',
    series: ['stepOwnTimeTypical'],
    unit: 'percentunit',
  },
  remedies: [
    'Look at the machine of that rank: other processes, clocks that are held down, memory that swaps.',
    'Check that its accelerator is used, and is the same as on the other ranks.',
    'Check where its data come from: its disk, its network, its share of the work before a batch is ready.',
    'Check its shard: larger batches, longer sequences or larger images than the others have.',
    'If it is always the same machine, take it out of the run.',
  ],
  hints: [],
} as const satisfies Declaration;
