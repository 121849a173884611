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

/** Four trainings of two epochs a look, and a loop of five steps a look. */
const LOOKS = 4;
const stepsEach = [12, 12, 12, 12, 5];

test('the backend is switched between fits, in fits and in a loop: training is as without, statistics go on, no tensor is left', async (context) => {
  const { code, stderr, stdout, notes } = await sameOutcome('backend', { scenario: 'switches' });
  expect(code, stderr).toBe(0);
  expect(stdout.match(/"tensors":0/g)).toHaveLength(stepsEach.length);
  const measured = notes.filter((note) => 'backend' in note) as unknown as Measured[];
  expect(measured).toHaveLength(stepsEach.length * LOOKS);
  for (const [at, { steps, weights, activations, gradient, errors }] of measured.entries()) {
    const each = stepsEach[Math.floor(at / LOOKS)] ?? 0;
    expect([steps, errors]).toEqual([each * ((at % LOOKS) + 1), 0]);
    for (const value of [weights, activations, gradient]) expect(value).toBeGreaterThan(0);
    // Each look is at other weights than the one before: what was measured is of now.
    expect(weights).not.toBe(measured[at + 1]?.weights);
  }
  expect(new Set(measured.map(({ backend }) => backend))).toEqual(new Set(['cpu', 'wasm']));
  figures(context, { 'faults survived': measured.length });
});
