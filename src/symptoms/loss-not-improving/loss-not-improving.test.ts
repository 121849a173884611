import { describe, expect, it } from 'vitest';
import { playCase, TICK } from '../play.js';
import { cases } from './loss-not-improving.cases.js';
import { lossNotImproving } from './loss-not-improving.js';

describe('loss-not-improving', () => {
  it.each(cases)('$name', (each) => {
    expect(playCase(lossNotImproving, each).verdicts).toEqual(each.expect);
  });

  it('is raised and cleared at the very step at which it has held', () => {
    const [sick] = cases;
    const { raise, clear } = lossNotImproving.hold;
    const events = sick ? playCase(lossNotImproving, sick).events : [];
    expect(events.map(({ state, step }) => [state, step])).toEqual([
      ['raised', 2 * TICK + raise],
      ['cleared', 10 * TICK + clear],
    ]);
  });
});
