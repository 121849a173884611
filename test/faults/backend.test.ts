import { expect, test } from 'vitest';
import { figures } from '../figures.js';
import { sameOutcome } from './outcome.js';

/** What the agent measured before a switch, by the backend that the run had. */
interface Measured {
  readonly backend: string;
  readonly steps: number;
  readonly weights: number;
  readonly activations: number;
  readonly gradient: number;
  readonly errors: number;
}

test.for([
  { scenario: 'fits', trainings: 4, looks: 4, each: 12 },
  { scenario: 'loop', trainings: 1, looks: 4, each: 5 },
])('the backend is switched again and again, $scenario: training is as without, statistics go on, no tensor is left', async ({
  scenario,
  trainings,
  looks,
  each,
}, context) => {
  const { code, stderr, stdout, notes } = await sameOutcome('backend', { scenario });
  expect(code, stderr).toBe(0);
  const outcomes = stdout.split('\n').filter((line) => line.startsWith('{'));
  expect(outcomes).toHaveLength(trainings);
  for (const outcome of outcomes) expect(JSON.parse(outcome)).toMatchObject({ tensors: 0 });
  const measured = notes.filter((note) => 'backend' in note) as unknown as Measured[];
  expect(measured).toHaveLength(trainings * looks);
  for (const [look, { steps, weights, activations, gradient, errors }] of measured.entries()) {
    expect([steps, errors]).toEqual([each * ((look % looks) + 1), 0]);
    for (const value of [weights, activations, gradient]) expect(value).toBeGreaterThan(0);
  }
  // Each look is at other weights than the one before: what was measured is of now.
  for (const [look, { weights }] of measured.entries()) expect(weights).not.toBe(measured[look + 1]?.weights);
  expect(new Set(measured.map(({ backend }) => backend))).toEqual(new Set(['cpu', 'wasm']));
  figures(context, { 'faults survived': trainings * looks });
});
