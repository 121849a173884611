import { describe, expect, it } from 'vitest';
import { playCase, TICK } from '../play.js';
import { cases } from './learning-rate-too-low.cases.js';
import { learningRateTooLow } from './learning-rate-too-low.js';

describe('learning-rate-too-low', () => {
  it.each(cases)('$name', (each) => {
    expect(playCase(learningRateTooLow, each).verdicts).toEqual(each.expect);
  });

  it('is raised and cleared at the very step at which it has held', () => {
    const [sick] = cases;
    const { raise, clear } = learningRateTooLow.hold;
    const events = sick ? playCase(learningRateTooLow, sick).events : [];
    expect(events.map(({ state, step }) => [state, step])).toEqual([
      ['raised', 2 * TICK + raise],
      ['cleared', 10 * TICK + clear],
    ]);
  });
});
