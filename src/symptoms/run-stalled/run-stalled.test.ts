import { describe, expect, it } from 'vitest';
import { playCase } from '../play.js';
import { cases } from './run-stalled.cases.js';
import { runStalled } from './run-stalled.js';

describe('run-stalled', () => {
  it.each(cases)('$name', (each) => {
    expect(playCase(runStalled, each).verdicts).toEqual(each.expect);
  });

  it('is cleared by the next step', () => {
    const [sick] = cases;
    const { events } = sick ? playCase(runStalled, sick) : { events: [] };
    expect(events.map(({ state }) => state)).toEqual(['raised', 'cleared']);
  });
});
