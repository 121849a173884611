import { describe, expect, it } from 'vitest';
import { playCase, TICK } from '../play.js';
import { cases } from './vanishing-gradient.cases.js';
import { vanishingGradient } from './vanishing-gradient.js';

describe('vanishing-gradient', () => {
  it.each(cases)('$name', (each) => {
    expect(playCase(vanishingGradient, each).verdicts).toEqual(each.expect);
  });

  it('is raised and cleared at the very step at which it has held', () => {
    const [sick] = cases;
    const { raise, clear } = vanishingGradient.hold;
    const events = sick ? playCase(vanishingGradient, sick).events : [];
    expect(events.map(({ state, step }) => [state, step])).toEqual([
      ['raised', 3 * TICK + raise],
      ['cleared', 11 * TICK + clear],
    ]);
  });

  it('says what was found and where', () => {
    const [sick] = cases;
    const [event] = sick ? playCase(vanishingGradient, sick).events : [];
    expect(event?.message).toContain('layer dense1');
  });
});
