import { describe, expect, it } from 'vitest';
import { playCase, TICK } from '../play.js';
import { cases } from './exploding-gradient.cases.js';
import { explodingGradient } from './exploding-gradient.js';

describe('exploding-gradient', () => {
  it.each(cases)('$name', (each) => {
    expect(playCase(explodingGradient, each).verdicts).toEqual(each.expect);
  });

  it('is raised and cleared at the very step at which it has held', () => {
    const [sick] = cases;
    const { raise, clear } = explodingGradient.hold;
    const events = sick ? playCase(explodingGradient, sick).events : [];
    expect(events.map(({ state, step }) => [state, step])).toEqual([
      ['raised', 3 * TICK + raise],
      ['cleared', 11 * TICK + clear],
    ]);
  });
});
