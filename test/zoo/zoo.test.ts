import { describe, expect, test } from 'vitest';
import { zoo } from './zoo.js';

const decided = [
  'loss-nonfinite',
  'loss-diverging',
  'loss-not-improving',
  'learning-rate-too-high',
  'learning-rate-too-low',
  'variable-not-training',
  'vanishing-gradient',
  'exploding-gradient',
  'dead-relu',
  'overfitting',
  'inputs-nonfinite',
  'inputs-not-normalized',
  'inputs-constant',
  'class-imbalance',
  'class-collapse',
  'loss-mismatch',
  'poor-initialization',
  'loss-stalled',
  'loss-oscillating',
  'loss-spike',
  'variable-frozen',
  'variable-disconnected',
  'saturated-activation',
  'regularization-dominates',
  'overtraining',
  'tensor-leak',
  'throughput-drop',
  'accelerator-unused',
  'agent-errors',
];

/** Runs of a symptom, in one half of the zoo. */
const sickRuns = (symptom: string, heldOut: boolean) =>
  zoo.filter((run) => run.kind === 'sick' && run.expects.symptom === symptom && run.heldOut === heldOut);

describe('the zoo', () => {
  test('names each run once', () => {
    const names = zoo.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  test.each(
    decided,
  )('has at least three runs with %s to choose limits, and three to prove them', (symptom) => {
    expect(sickRuns(symptom, false).length).toBeGreaterThanOrEqual(3);
    expect(sickRuns(symptom, true).length).toBeGreaterThanOrEqual(3);
  });

  test('has at least 25 healthy runs in each half', () => {
    const healthy = zoo.filter(({ kind }) => kind === 'healthy');
    const heldOut = healthy.filter((run) => run.heldOut);
    expect(heldOut.length).toBeGreaterThanOrEqual(25);
    expect(healthy.length - heldOut.length).toBeGreaterThanOrEqual(25);
  });

  test.each([
    'fit',
    'fitDataset',
    'trainOnBatch',
    'custom',
  ] as const)('trains by %s in both halves', (loop) => {
    const halves = new Set(zoo.filter((run) => run.loop === loop).map(({ heldOut }) => heldOut));
    expect(halves.size).toBe(2);
  });
});
