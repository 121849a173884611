import { describe, expect, it } from 'vitest';
import { playCase, TICK } from '../play.js';
import { cases } from './learning-rate-too-high.cases.js';
import { learningRateTooHigh } from './learning-rate-too-high.js';

describe('learning-rate-too-high', () => {
  it.each(cases)('$name', (each) => {
    expect(playCase(learningRateTooHigh, each).verdicts).toEqual(each.expect);
  });

  it('is raised and cleared at the very step at which it has held', () => {
    const [sick] = cases;
    const { raise, clear } = learningRateTooHigh.hold;
    const events = sick ? playCase(learningRateTooHigh, sick).events : [];
    expect(events.map(({ state, step }) => [state, step])).toEqual([
      ['raised', 3 * TICK + raise],
      ['cleared', 11 * TICK + clear],
    ]);
  });
});
