import { describe, expect, it } from 'vitest';
import { playCase, TICK } from '../play.js';
import { cases } from './loss-diverging.cases.js';
import { lossDiverging } from './loss-diverging.js';

describe('loss-diverging', () => {
  it.each(cases)('$name', (each) => {
    expect(playCase(lossDiverging, each).verdicts).toEqual(each.expect);
  });

  it('is raised and cleared at the very step at which it has held', () => {
    const [sick] = cases;
    const { raise, clear } = lossDiverging.hold;
    const events = sick ? playCase(lossDiverging, sick).events : [];
    expect(events.map(({ state, step }) => [state, step])).toEqual([
      ['raised', 3 * TICK + raise],
      ['cleared', 11 * TICK + clear],
    ]);
  });
});
