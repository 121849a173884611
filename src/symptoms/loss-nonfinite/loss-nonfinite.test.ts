import { describe, expect, it } from 'vitest';
import { playCase, TICK } from '../play.js';
import { cases } from './loss-nonfinite.cases.js';
import { lossNonfinite } from './loss-nonfinite.js';

describe('loss-nonfinite', () => {
  it.each(cases)('$name', (each) => {
    expect(playCase(lossNonfinite, each).verdicts).toEqual(each.expect);
  });

  it('is raised at the first step that has one, without any warm-up', () => {
    const [sick] = cases;
    const [event] = sick ? playCase(lossNonfinite, sick).events : [];
    expect([event?.state, event?.step]).toEqual(['raised', 5 * TICK]);
  });
});
