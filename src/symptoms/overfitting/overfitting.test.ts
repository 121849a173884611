import { describe, expect, it } from 'vitest';
import { playCase } from '../play.js';
import { cases } from './overfitting.cases.js';
import { overfitting } from './overfitting.js';

describe('overfitting', () => {
  it.each(cases)('$name', (each) => {
    expect(playCase(overfitting, each).verdicts).toEqual(each.expect);
  });

  it('pages once for one turn of the validation loss', () => {
    const [sick] = cases;
    const { events } = sick ? playCase(overfitting, sick) : { events: [] };
    expect(events.map(({ state }) => state)).toEqual(['raised', 'cleared']);
  });
});
