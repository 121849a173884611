import { describe, expect, it } from 'vitest';
import {
  age,
  all,
  any,
  type Condition,
  deviation,
  excess,
  growth,
  largest,
  unless,
  vanished,
  vital,
} from '../symptoms/condition.js';
import { compile } from './promql.js';

const IDENTITY = 'job, instance, run, rank';

const cases: readonly { name: string; condition: Condition; expr: string; labels: string[] }[] = [
  {
    name: 'compares a vital with the number of its limit',
    condition: vital('layerDeadUnits').above('a'),
    expr: 'training_layer_dead_units_ratio > 0.5',
    labels: ['layer'],
  },
  {
    name: 'filters by one value exactly, by several as a pattern without special characters',
    condition: all(
      vital('metric', { metric: ['f1.score'], split: ['train'] }).below('a'),
      vital('metric', { metric: ['a+b', 'c'] }).below('a'),
    ),
    expr: `training_metric{metric="f1.score",split="train"} < 0.5\nand on (${IDENTITY})\ntraining_metric{metric=~"a\\\\+b|c"} < 0.5`,
    labels: ['metric', 'split'],
  },
  {
    name: 'matches layer and variable where both sides have them',
    condition: all(
      vital('unchangedSteps').atLeast('a'),
      vital('layerDeadUnits').atMost('a'),
      vital('steps').equals('b'),
    ),
    expr: `training_layer_unchanged_steps >= 0.5\nand on (${IDENTITY}, layer)\ntraining_layer_dead_units_ratio <= 0.5\nand on (${IDENTITY})\ntraining_steps_total == 100`,
    labels: ['layer', 'variable'],
  },
  {
    name: 'takes the largest of the run whatever the layer',
    condition: unless(vital('gradientFlow').below('a'), largest('layerDeadUnits').above('a')),
    expr: `training_gradient_flow_ratio < 0.5\nunless on (${IDENTITY})\nmax by (${IDENTITY}) (training_layer_dead_units_ratio) > 0.5`,
    labels: ['layer'],
  },
  {
    name: 'encloses what is nested, because `or` binds weaker than `and`',
    condition: all(
      vital('lossRise').above('a'),
      any(vital('lossSwing').above('a'), vital('loss').above('b')),
    ),
    expr: `training_loss_rise_ratio > 0.5\nand on (${IDENTITY})\n(training_loss_swing_ratio > 0.5\nor on (${IDENTITY})\ntraining_loss > 100)`,
    labels: [],
  },
  {
    name: 'counts a new counter from zero and sums the filtered labels away',
    condition: growth('nonfinite', { steps: 100, time: '5m' }, { where: ['loss', 'weight'] }).above('b'),
    expr: 'sum without (where) ((max_over_time(training_nonfinite_values_total{where=~"loss|weight"}[5m]) unless last_over_time(training_nonfinite_values_total{where=~"loss|weight"}[1h] offset 5m)) or increase(training_nonfinite_values_total{where=~"loss|weight"}[5m])) > 100',
    labels: [],
  },
  {
    name: 'divides an age by another vital of the same run',
    condition: age('lastStep', 'stepDurationTypical').above('b'),
    expr: `((time() - training_last_step_timestamp_seconds) / on (${IDENTITY}) group_left () training_step_duration_typical_seconds) > 100`,
    labels: [],
  },
  {
    name: 'looks for what vanished wherever the run may have moved',
    condition: vanished('runState', '15m', { state: ['running'] }).above('a'),
    expr: '(last_over_time(training_run_state{state="running"}[15m]) unless on (namespace, job, run, rank, state) training_run_state{state="running"}) > 0.5',
    labels: ['state'],
  },
  {
    name: 'reads what is recorded of the ranks, since a rank alone has nothing to be compared with',
    condition: all(excess('stepOwnTimeTypical').above('a'), vital('stepDurationTypical').above('a')),
    expr: `rank:training_step_own_time_typical_seconds:excess > 0.5\nand on (${IDENTITY})\ntraining_step_duration_typical_seconds > 0.5`,
    labels: [],
  },
  {
    name: 'keeps layer and variable of what is recorded of the ranks',
    condition: deviation('replicaWeightNorm', 'replicaStep').above('a'),
    expr: 'rank:training_replica_weight_norm:deviation > 0.5',
    labels: ['layer', 'variable'],
  },
];

describe('compile', () => {
  it.each(cases)('$name', ({ condition, expr, labels }) => {
    expect(compile(condition, { a: 0.5, b: 100 })).toEqual({ expr, labels });
  });

  it('names a limit that the symptom lacks', () => {
    expect(() => compile(vital('loss').above('typo'), { a: 1 })).toThrow('"typo"');
  });

  it('refuses a range in which a scrape of 15 s leaves too few samples', () => {
    const short = growth('nonfinite', { steps: 1, time: '30s' }).above('a');
    expect(() => compile(short, { a: 0 })).toThrow(
      'training_nonfinite_values_total must be at least 60 s (4 scrapes), got 30s',
    );
  });
});
